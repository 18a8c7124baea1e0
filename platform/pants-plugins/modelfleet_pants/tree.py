"""`lint`: the rules of the repository's own tree, which no formatter knows."""

from __future__ import annotations

from typing import Any

from pants.core.goals.lint import LintFilesRequest, LintResult
from pants.core.util_rules.partitions import Partitions
from pants.engine.rules import collect_rules, rule
from pants.util.logging import LogLevel

from modelfleet_pants import engine
from modelfleet_pants.lint import with_ending
from modelfleet_pants.requests import VerbRun
from modelfleet_pants.subsystem import Modelfleet


class TreeStyleRequest(LintFilesRequest):
    tool_subsystem = Modelfleet
    tool_name = "tree-style"
    tool_id = "tree-style"


@rule
async def find_files_of_tree(request: TreeStyleRequest.PartitionRequest, modelfleet: Modelfleet) -> Partitions[str, Any]:
    files = with_ending(request.files, ".py", ".jsonnet", ".libsonnet", ".lock")
    return Partitions() if modelfleet.skip or not files else Partitions.single_partition(files)


@rule(desc="Check the tree", level=LogLevel.DEBUG)
async def check_tree(request: TreeStyleRequest.Batch[str, Any]) -> LintResult:
    files = await engine.workspace_files(request.elements)
    result = await engine.run_verb(
        VerbRun(
            verb="tree-style",
            arguments=tuple(request.elements),
            description=f"Check names, places and sizes of {len(request.elements)} files",
            input_digest=files.digest,
        )
    )
    return LintResult.create(request, result)


def rules():
    return (*collect_rules(), *TreeStyleRequest.rules())
