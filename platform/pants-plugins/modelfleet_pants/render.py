"""Renders batches of models and what the fleet shares; `package`, `check` and `publish` ask for the same results."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Iterable, Mapping

from pants.backend.python.target_types import PythonSourceField
from pants.core.target_types import FileSourceField
from pants.engine.fs import EMPTY_DIGEST, Digest
from pants.engine.rules import collect_rules, rule
from pants.engine.target import AllTargets, SourcesField, Target
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from modelfleet_pants import engine
from modelfleet_pants.models import Models, SharedInputs, file_of, name_of
from modelfleet_pants.requests import Outcome, OutcomeRequest, RenderedBatch, RenderRequest, VerbRun
from modelfleet_pants.subsystem import Modelfleet
from modelfleet_pants.target_types import JsonnetSourceField, ModelSourcesField

INPUT_TYPES = (ModelSourcesField, FileSourceField, PythonSourceField)


def to_text(problem: Mapping[str, Any]) -> str:
    """A problem of an inventory as a person reads it: file:line: path: what, and the hint below."""
    where = problem["file"] if problem.get("line") is None else f"{problem['file']}:{problem['line']}"
    said = ": ".join(part for part in (where, problem.get("path"), problem["what"]) if part)
    return f"{said}\n  hint: {problem['hint']}" if problem.get("hint") else said


def by_model(inventories: Iterable[bytes], kind: str) -> FrozenDict[str, str]:
    """Model → text of its problems (or warnings), for the models that have some."""
    found = {}
    for inventory in inventories:
        content = json.loads(inventory)
        if content.get(kind):
            found[content["model"]] = "\n".join(map(to_text, content[kind]))
    return FrozenDict(sorted(found.items()))


async def inputs_of(targets: Iterable[Target]) -> Digest:
    """All files that a rendering of these targets reads."""
    fields = [target[SourcesField] for target in targets if target.has_field(SourcesField)]
    return (await engine.sources(fields, INPUT_TYPES)).digest


@rule(desc="Render models", level=LogLevel.DEBUG)
async def render_batch(request: RenderRequest) -> RenderedBatch:
    files = tuple(file_of(model) for model in request.models)
    result = await engine.run_verb(
        VerbRun(
            verb="render",
            arguments=("--out", "out", *files),
            description=f"Render {len(files)} models, {files[0]} first",
            input_digest=await inputs_of(await engine.closure(request.models)),
            output_directories=("out",),
            # The Jsonnet engine allocates much and lives briefly: a lazier garbage collector halves its time.
            env=FrozenDict({"GOGC": "400"}),
        )
    )
    if result.exit_code != 0:
        return RenderedBatch(EMPTY_DIGEST, FrozenDict(), FrozenDict(), (result.stdout + result.stderr).decode().strip())
    digest = await engine.remove_prefix(result.output_digest, "out")
    inventories = (await engine.contents(await engine.subset(digest, ("inventory/*.json",)))).values()
    return RenderedBatch(digest, by_model(inventories, "problems"), by_model(inventories, "warnings"))


@rule(desc="Package", level=LogLevel.DEBUG)
async def find_outcome(request: OutcomeRequest, models: Models) -> Outcome:
    (batch,) = await engine.rendered((RenderRequest(models.batch_of[request.model]),))
    name = name_of(request.model)
    if batch.failure is not None:
        return Outcome(name, EMPTY_DIGEST, batch.failure)
    digest = await engine.subset(batch.digest, (f"*/models/{name}/**", f"inventory/{name}.json"))
    return Outcome(name, digest, batch.problems.get(name))


@dataclass(frozen=True)
class RenderedFleet:
    """What all models share, rendered: <stage>/clusterworkflowtemplates/ and <stage>/platform/.

    `notes` are what a person should know of it, though nothing is wrong.
    """

    digest: Digest
    failure: str | None
    notes: tuple[str, ...] = ()


@rule(desc="Render what models share", level=LogLevel.DEBUG)
async def render_fleet(all_targets: AllTargets, shared: SharedInputs, modelfleet: Modelfleet) -> RenderedFleet:
    libraries = [target.address for target in all_targets if target.has_field(JsonnetSourceField)]
    result = await engine.run_verb(
        VerbRun(
            verb="render-fleet",
            arguments=("--out", "out"),
            description="Render templates and namespaces",
            input_digest=await inputs_of(await engine.closure((*shared.addresses, *libraries))),
            output_directories=("out",),
        )
    )
    if result.exit_code != 0:
        return RenderedFleet(EMPTY_DIGEST, (result.stdout + result.stderr).decode().strip())
    return RenderedFleet(await engine.remove_prefix(result.output_digest, "out"), None, tuple(result.stdout.decode().splitlines()))


def rules():
    return collect_rules()
