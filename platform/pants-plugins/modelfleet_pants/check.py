"""`check`: renders and validates models and what they share, tells when they run, and writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable

from pants.core.goals.check import CheckRequest, CheckResult, CheckResults
from pants.engine.fs import Digest
from pants.engine.process import ProcessCacheScope
from pants.engine.rules import collect_rules, rule
from pants.engine.target import FieldSet
from pants.engine.unions import UnionRule
from pants.util.logging import LogLevel

from modelfleet_pants import engine
from modelfleet_pants.models import Models, name_of
from modelfleet_pants.render import RenderedFleet
from modelfleet_pants.requests import RenderRequest, VerbRun
from modelfleet_pants.subsystem import Modelfleet
from modelfleet_pants.target_types import FleetDependenciesField, ModelSourcesField

SCHEDULES = "schedules"


def to_result(problems: Iterable[str], warnings: Iterable[str]) -> CheckResult:
    """One result for all batches: core would print a heading for each of them, also for those without a word to say."""
    errors, notes = tuple(dict.fromkeys(problems)), tuple(dict.fromkeys(warnings))
    return CheckResult(exit_code=1 if errors else 0, stdout="\n".join((*notes, *errors)), stderr="")


async def schedules(rendered: Iterable[Digest], names: Iterable[str]) -> Digest:
    """The schedules of models, of all for the name `*`, as files of one directory."""
    return await engine.subset(await engine.merge(rendered), (f"{SCHEDULES}/{name}.json" for name in names))


async def next_runs(rendered: Iterable[Digest], names: Iterable[str]) -> tuple[str, ...]:
    """When the jobs of models run next: the one thing here that changes by itself, so that no session takes it from another."""
    result = await engine.run_verb(
        VerbRun(
            verb="schedule",
            arguments=("--rendered", SCHEDULES),
            description="Tell the next runs",
            input_digest=await schedules(rendered, sorted(names)),
            cache_scope=ProcessCacheScope.PER_SESSION,
        )
    )
    text = (result.stdout + result.stderr).decode().strip()
    return (text,) if text else ()


@dataclass(frozen=True)
class ModelCheckFieldSet(FieldSet):
    required_fields = (ModelSourcesField,)

    sources: ModelSourcesField


class ModelCheckRequest(CheckRequest):
    field_set_type = ModelCheckFieldSet
    tool_name = "models"


@rule(desc="Check models", level=LogLevel.DEBUG)
async def check_models(request: ModelCheckRequest, models: Models, modelfleet: Modelfleet) -> CheckResults:
    if modelfleet.skip:
        return CheckResults([], checker_name=request.tool_name)
    wanted = {field_set.address for field_set in request.field_sets}
    batches = sorted({models.batch_of[model] for model in wanted})
    rendered = await engine.rendered(RenderRequest(batch) for batch in batches)
    names = {name_of(model) for model in wanted}
    failures = [batch.failure for batch in rendered if batch.failure is not None]
    problems = [text for batch in rendered for name, text in batch.problems.items() if name in names]
    warnings = [text for batch in rendered for name, text in batch.warnings.items() if name in names]
    runs = await next_runs((batch.digest for batch in rendered), names) if len(names) <= modelfleet.next_runs_of else ()
    return CheckResults([to_result((*failures, *problems), (*warnings, *runs))], checker_name=request.tool_name)


@dataclass(frozen=True)
class Crowding:
    """What a person should know of the fleet's schedules, one text; empty when all is well."""

    text: str


@rule(desc="Look for crowded minutes", level=LogLevel.DEBUG)
async def find_crowding(models: Models) -> Crowding:
    rendered = await engine.rendered(RenderRequest(batch) for batch in models.batches)
    result = await engine.run_verb(
        VerbRun(
            verb="crowding",
            arguments=(SCHEDULES,),
            description="Look for minutes in which many jobs start",
            # Nothing but the schedules: a change of code asks no question anew.
            input_digest=await schedules((batch.digest for batch in rendered), ("*",)),
        )
    )
    return Crowding((result.stdout + result.stderr).decode().strip())


@dataclass(frozen=True)
class FleetCheckFieldSet(FieldSet):
    required_fields = (FleetDependenciesField,)

    dependencies: FleetDependenciesField


class FleetCheckRequest(CheckRequest):
    field_set_type = FleetCheckFieldSet
    tool_name = "fleet"


@rule(desc="Check what models share", level=LogLevel.DEBUG)
async def check_fleet(request: FleetCheckRequest, shared: RenderedFleet, crowding: Crowding, modelfleet: Modelfleet) -> CheckResults:
    if modelfleet.skip:
        return CheckResults([], checker_name=request.tool_name)
    notes = (*shared.notes, *([crowding.text] if crowding.text else []))
    return CheckResults([to_result([shared.failure] if shared.failure is not None else [], notes)], checker_name=request.tool_name)


def rules():
    return (*collect_rules(), UnionRule(CheckRequest, ModelCheckRequest), UnionRule(CheckRequest, FleetCheckRequest))
