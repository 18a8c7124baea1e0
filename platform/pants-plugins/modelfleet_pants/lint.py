"""`lint` and `fmt`: Python by ruff, Jsonnet by jsonnetfmt where it is installed and else by a check of our own."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any, Iterable

from pants.backend.python.util_rules.pex import VenvPex, VenvPexProcess
from pants.core.goals.fmt import FmtFilesRequest, FmtResult
from pants.core.goals.fmt import Partitions as FmtPartitions
from pants.core.goals.lint import LintFilesRequest, LintResult
from pants.core.util_rules.partitions import Partitions
from pants.engine.process import Process, ProcessCacheScope
from pants.engine.rules import collect_rules, rule
from pants.util.logging import LogLevel

from modelfleet_pants import engine
from modelfleet_pants.requests import VerbRun
from modelfleet_pants.subsystem import Modelfleet

RUFF = "//3rdparty/python:lint#ruff"
RUFF_SETTINGS = "ruff.toml"
JSONNETFMT_ARGUMENTS = ("-n", "2", "--max-blank-lines", "2", "--string-style", "s", "--comment-style", "s")


def with_ending(files: Iterable[str], *endings: str) -> tuple[str, ...]:
    """The files with one of these endings, sorted; without those of a scaffold, whose text is a template."""
    return tuple(sorted(file for file in files if file.endswith(endings) and "{" not in file))


class NotFormatted(Exception):
    """A formatter could not read a file."""


async def to_fmt_result(request: Any, process: Process) -> FmtResult:
    """What a formatter made of its files; its own words when it could not read one."""
    result = await engine.run(process)
    if result.exit_code != 0:
        raise NotFormatted((result.stdout + result.stderr).decode().strip())
    output = await engine.snapshot(result.output_digest)
    return FmtResult(input=request.snapshot, output=output, stdout=result.stdout.decode(), stderr=result.stderr.decode(), tool_name=request.tool_name)


@dataclass(frozen=True)
class Ruff:
    pex: VenvPex


@rule(desc="Install ruff", level=LogLevel.DEBUG)
async def install_ruff() -> Ruff:
    return Ruff(await engine.console_script(await engine.addresses((RUFF,), "the linter"), "ruff"))


class RuffCheckRequest(LintFilesRequest):
    tool_subsystem = Modelfleet
    tool_name = "ruff check"
    tool_id = "ruff-check"


@rule
async def find_files_to_check(request: RuffCheckRequest.PartitionRequest, modelfleet: Modelfleet) -> Partitions[str, Any]:
    files = with_ending(request.files, ".py")
    return Partitions() if modelfleet.skip or not files else Partitions.single_partition(files)


@rule(desc="Lint Python with ruff", level=LogLevel.DEBUG)
async def run_ruff_check(request: RuffCheckRequest.Batch[str, Any], ruff: Ruff) -> LintResult:
    files = await engine.workspace_files((*request.elements, RUFF_SETTINGS))
    process = VenvPexProcess(
        ruff.pex,
        argv=("check", "--no-cache", "--force-exclude", "--quiet", *request.elements),
        input_digest=files.digest,
        description=f"Lint {len(request.elements)} Python files with ruff",
        level=LogLevel.DEBUG,
    )
    return LintResult.create(request, await engine.run_venv(process))


class RuffFormatRequest(FmtFilesRequest):
    tool_subsystem = Modelfleet
    tool_name = "ruff format"
    tool_id = "ruff-format"


@rule
async def find_files_to_format(request: RuffFormatRequest.PartitionRequest, modelfleet: Modelfleet) -> FmtPartitions:
    files = with_ending(request.files, ".py")
    return FmtPartitions() if modelfleet.skip or not files else FmtPartitions.single_partition(files)


@rule(desc="Format Python with ruff", level=LogLevel.DEBUG)
async def run_ruff_format(request: RuffFormatRequest.Batch, ruff: Ruff) -> FmtResult:
    settings = await engine.workspace_files((RUFF_SETTINGS,))
    process = VenvPexProcess(
        ruff.pex,
        argv=("format", "--no-cache", "--force-exclude", "--quiet", *request.files),
        input_digest=await engine.merge((request.snapshot.digest, settings.digest)),
        output_files=request.files,
        description=f"Format {len(request.files)} Python files with ruff",
        level=LogLevel.DEBUG,
    )
    return await to_fmt_result(request, await engine.venv_process(process))


@dataclass(frozen=True)
class Jsonnetfmt:
    """The path of the binary, or None where it is not installed."""

    path: str | None


@rule(desc="Look for jsonnetfmt", level=LogLevel.DEBUG)
async def find_jsonnetfmt(modelfleet: Modelfleet) -> Jsonnetfmt:
    if modelfleet.jsonnetfmt:
        return Jsonnetfmt(modelfleet.jsonnetfmt)
    variables = await engine.environment(("PATH",))
    return Jsonnetfmt(await engine.binary("jsonnetfmt", variables.get("PATH", "").split(os.pathsep)))


class JsonnetfmtRequest(FmtFilesRequest):
    tool_subsystem = Modelfleet
    tool_name = "jsonnetfmt"
    tool_id = "jsonnetfmt"


@rule
async def find_jsonnet_to_format(request: JsonnetfmtRequest.PartitionRequest, modelfleet: Modelfleet, jsonnetfmt: Jsonnetfmt) -> FmtPartitions:
    files = with_ending(request.files, ".jsonnet", ".libsonnet")
    if modelfleet.skip or not files or jsonnetfmt.path is None:
        return FmtPartitions()
    return FmtPartitions.single_partition(files)


@rule(desc="Format Jsonnet with jsonnetfmt", level=LogLevel.DEBUG)
async def run_jsonnetfmt(request: JsonnetfmtRequest.Batch, jsonnetfmt: Jsonnetfmt) -> FmtResult:
    process = Process(
        argv=(str(jsonnetfmt.path), "-i", *JSONNETFMT_ARGUMENTS, *request.files),
        input_digest=request.snapshot.digest,
        output_files=request.files,
        description=f"Format {len(request.files)} Jsonnet files with jsonnetfmt",
        level=LogLevel.DEBUG,
        # The binary is the machine's own, so another machine's result says nothing about it.
        cache_scope=ProcessCacheScope.PER_RESTART_SUCCESSFUL,
    )
    return await to_fmt_result(request, process)


class JsonnetStyleRequest(LintFilesRequest):
    tool_subsystem = Modelfleet
    tool_name = "jsonnet-style (there is no jsonnetfmt here)"
    tool_id = "jsonnet-style"


@rule
async def find_jsonnet_to_check(request: JsonnetStyleRequest.PartitionRequest, modelfleet: Modelfleet, jsonnetfmt: Jsonnetfmt) -> Partitions[str, Any]:
    files = with_ending(request.files, ".jsonnet", ".libsonnet")
    if modelfleet.skip or not files or jsonnetfmt.path is not None:
        return Partitions()
    return Partitions.single_partition(files)


@rule(desc="Check the formatting of Jsonnet", level=LogLevel.DEBUG)
async def run_jsonnet_style(request: JsonnetStyleRequest.Batch[str, Any]) -> LintResult:
    files = await engine.workspace_files(request.elements)
    result = await engine.run_verb(
        VerbRun(
            verb="jsonnet-style",
            arguments=tuple(request.elements),
            description=f"Check the formatting of {len(request.elements)} Jsonnet files",
            input_digest=files.digest,
        )
    )
    return LintResult.create(request, result)


def rules():
    return (
        *collect_rules(),
        *RuffCheckRequest.rules(),
        *RuffFormatRequest.rules(),
        *JsonnetfmtRequest.rules(),
        *JsonnetStyleRequest.rules(),
    )
