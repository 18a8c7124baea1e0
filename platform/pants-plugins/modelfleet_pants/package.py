"""`package`: manifests of models and of the fleet, for every stage; and environment archives to look into."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Iterable, Iterator

from pants.core.goals.package import BuiltPackage, BuiltPackageArtifact, OutputPathField, PackageFieldSet
from pants.engine.addresses import Address
from pants.engine.fs import EMPTY_DIGEST, PathGlobs
from pants.engine.internals.session import SessionValues
from pants.engine.process import ProcessCacheScope
from pants.engine.rules import collect_rules, rule
from pants.engine.unions import UnionRule
from pants.option.options_bootstrapper import OptionsBootstrapper
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from modelfleet_pants import engine
from modelfleet_pants.index import index_environment
from modelfleet_pants.models import Models
from modelfleet_pants.render import RenderedFleet
from modelfleet_pants.requests import Outcome, VerbRun
from modelfleet_pants.subsystem import Modelfleet
from modelfleet_pants.target_types import EnvironmentSourcesField, FleetDependenciesField, ModelSourcesField

STAGES = PathGlobs(["platform/stages/*.yaml"])


class NotPackaged(Exception):
    """Some of what was asked for could not be packaged; everything else was."""


class Refusal(tuple):
    """Log lines that fail the goal when they are printed, which is after all packages were written.

    Core's `package` always exits with 0 and has no other place where a package that was built can say otherwise.
    """

    def __iter__(self) -> Iterator[str]:
        raise NotPackaged(self[0])


def refusal_of(outcomes: Iterable[Outcome]) -> tuple[BuiltPackageArtifact, ...]:
    """An artifact that fails `package` and names the bad models; none when all are good."""
    bad = sorted(outcome.name for outcome in outcomes if outcome.problems)
    if not bad:
        return ()
    what = f"model {bad[0]} has problems, listed above, and is" if len(bad) == 1 else f"{len(bad)} models have problems, listed above, and are"
    rest = "" if len(bad) == 1 else f": {', '.join(bad)}"
    return (BuiltPackageArtifact(None, Refusal((f"{what} not in the package{rest}",))),)


async def stage_names() -> tuple[str, ...]:
    """The stages of the repository."""
    return tuple(sorted(posixpath.basename(path)[: -len(".yaml")] for path in await engine.paths(STAGES)))


@dataclass(frozen=True)
class ModelPackageFieldSet(PackageFieldSet):
    required_fields = (ModelSourcesField,)

    sources: ModelSourcesField


@rule(desc="Package a model", level=LogLevel.DEBUG)
async def package_model(field_set: ModelPackageFieldSet) -> BuiltPackage:
    (outcome,) = await engine.outcomes((field_set.address,))
    notes = ("nothing, because the model has problems",) if outcome.problems else ()
    # The directories of a bad model are listed too, so that manifests of its earlier state do not stay.
    written = [BuiltPackageArtifact(f"{stage}/models/{outcome.name}", notes) for stage in await stage_names()]
    return BuiltPackage(outcome.digest, (*written, *refusal_of((outcome,))))


@dataclass(frozen=True)
class FleetPackageFieldSet(PackageFieldSet):
    required_fields = (FleetDependenciesField,)

    dependencies: FleetDependenciesField


@rule(desc="Package the fleet", level=LogLevel.DEBUG)
async def package_fleet(field_set: FleetPackageFieldSet, models: Models, shared: RenderedFleet) -> BuiltPackage:
    if shared.failure is not None:
        raise NotPackaged(shared.failure)
    outcomes = await engine.outcomes(models.batch_of)
    digest = await engine.merge((shared.digest, *(outcome.digest for outcome in outcomes)))
    written = [*(BuiltPackageArtifact(stage) for stage in await stage_names()), BuiltPackageArtifact("inventory", shared.notes)]
    return BuiltPackage(digest, (*written, *refusal_of(outcomes)))


@dataclass(frozen=True)
class CommandLine:
    """The words of this run of Pants."""

    words: tuple[str, ...]


@rule
def read_command_line(session: SessionValues) -> CommandLine:
    return CommandLine(tuple(session[OptionsBootstrapper].args))


def is_named(address: Address, command_line: CommandLine) -> bool:
    """Whether a target is asked for by itself: an archive is built for a person, never by `package ::`."""
    return not {address.spec, f"//{address.spec}"}.isdisjoint(command_line.words)


@dataclass(frozen=True)
class EnvironmentPackageFieldSet(PackageFieldSet):
    required_fields = (EnvironmentSourcesField,)

    sources: EnvironmentSourcesField
    output_path: OutputPathField


@rule(desc="Build an environment archive", level=LogLevel.DEBUG)
async def package_environment(field_set: EnvironmentPackageFieldSet, command_line: CommandLine, modelfleet: Modelfleet) -> BuiltPackage:
    if not is_named(field_set.address, command_line):
        return BuiltPackage(EMPTY_DIGEST, ())
    directory = field_set.address.spec_path
    sources = await engine.sources((field_set.sources,), (EnvironmentSourcesField,))
    shared = await engine.workspace_files(("platform/stages/*.yaml", "platform/owners.yaml"))
    out = field_set.output_path.value_or_default(file_ending="tgz")
    result = await engine.run_verb(
        VerbRun(
            verb="archive",
            arguments=("environment", directory, "--out", out, "--cache", ".cache/modelfleet"),
            description=f"Build the environment of {directory}",
            input_digest=await engine.merge((sources.digest, shared.digest)),
            output_files=(out,),
            env=await index_environment(modelfleet),
            append_only_caches=FrozenDict({"modelfleet": ".cache/modelfleet"}),
            cache_scope=ProcessCacheScope.SUCCESSFUL,
        )
    )
    if result.exit_code != 0:
        raise NotPackaged((result.stdout + result.stderr).decode().strip())
    return BuiltPackage(result.output_digest, (BuiltPackageArtifact(out),))


def rules():
    return (
        *collect_rules(),
        UnionRule(PackageFieldSet, ModelPackageFieldSet),
        UnionRule(PackageFieldSet, FleetPackageFieldSet),
        UnionRule(PackageFieldSet, EnvironmentPackageFieldSet),
    )
