"""Models and the fleet: their batches, and what they depend on."""

from __future__ import annotations

import json
import posixpath
from dataclasses import dataclass
from typing import Iterable, Sequence

from pants.core.target_types import FileSourceField
from pants.engine.addresses import Address
from pants.engine.rules import collect_rules, rule
from pants.engine.target import AllTargets, FieldSet, InferDependenciesRequest, InferredDependencies, SourcesField
from pants.engine.unions import UnionRule
from pants.util.collections import partition_sequentially
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from modelfleet_pants import engine
from modelfleet_pants.jsonnet import Importable
from modelfleet_pants.program import verb_files
from modelfleet_pants.requests import Entries, EntriesRequest, VerbRun
from modelfleet_pants.subsystem import Modelfleet
from modelfleet_pants.target_types import (
    FleetDependenciesField,
    JsonnetSourceField,
    ModelDependenciesField,
    ModelSourcesField,
    ModelTestsDependenciesField,
)

# What stands beside a model.yaml that points to another repository.
POINTED = ("source.yaml", "source.lock", "requirements.txt", "requirements.lock")
MODEL_TESTS_LOCK = "//3rdparty/python:model-tests.lock"


class FleetFileProblem(Exception):
    """A file that all models share is wrong, so nothing can be said of any model."""


@dataclass(frozen=True)
class Models:
    """All models of the repository, and the batch of each."""

    batches: tuple[tuple[Address, ...], ...]
    batch_of: FrozenDict[Address, tuple[Address, ...]]


def to_batches(models: Iterable[Address], size: int) -> tuple[tuple[Address, ...], ...]:
    """Cut models into batches of around `size`, at places that depend on their names: a new model changes one batch only."""
    if size <= 1:
        return tuple((model,) for model in sorted(models))
    return tuple(tuple(batch) for batch in partition_sequentially(models, key=lambda model: model.spec, size_target=size, size_max=2 * size))


def file_of(model: Address) -> str:
    """The model.yaml of a model."""
    return f"{model.spec_path}/model.yaml"


def name_of(model: Address) -> str:
    """A model's name: that of its directory."""
    return model.spec_path.rpartition("/")[2]


@rule(desc="Find the models", level=LogLevel.DEBUG)
async def find_models(all_targets: AllTargets, modelfleet: Modelfleet) -> Models:
    batches = to_batches((target.address for target in all_targets if target.has_field(ModelSourcesField)), modelfleet.batch_size)
    return Models(batches, FrozenDict((model, batch) for batch in batches for model in batch))


@dataclass(frozen=True)
class SharedInputs:
    """Addresses of what every model is rendered from, the program included."""

    addresses: tuple[Address, ...]


@rule(desc="Find what all models share", level=LogLevel.DEBUG)
async def find_shared_inputs(modelfleet: Modelfleet) -> SharedInputs:
    files = [file for verb in ("entries", "render") for file in verb_files(modelfleet.program, verb)]
    found = await engine.addresses((*modelfleet.shared, *files), "the option [modelfleet].shared")
    return SharedInputs(tuple(sorted(set(found))))


async def fleet_files() -> Sequence[SourcesField]:
    """Source fields of the stages, owners and schemas."""
    shared = await engine.addresses(("//platform/stages:stages", "//platform:owners"), "the stages and owners")
    targets = await engine.closure(shared)
    return [target[FileSourceField] for target in targets if target.has_field(FileSourceField)]


@rule(desc="Ask which Jsonnet files models are rendered with", level=LogLevel.DEBUG)
async def find_entries(request: EntriesRequest, modelfleet: Modelfleet) -> Entries:
    beside = [f"{posixpath.dirname(file)}/{name}" for file in request.files for name in POINTED]
    described = await engine.workspace_files((*request.files, *beside))
    shared = await engine.sources(await fleet_files(), (FileSourceField,))
    result = await engine.run_verb(
        VerbRun(
            verb="entries",
            arguments=request.files,
            description=f"Find the libraries of {len(request.files)} models",
            input_digest=await engine.merge((described.digest, shared.digest)),
        )
    )
    if result.exit_code != 0:
        raise FleetFileProblem(result.stderr.decode())
    return Entries(FrozenDict((file, tuple(paths)) for file, paths in json.loads(result.stdout).items()))


@dataclass(frozen=True)
class ModelInferenceFieldSet(FieldSet):
    required_fields = (ModelSourcesField, ModelDependenciesField)

    sources: ModelSourcesField


class InferModelDependencies(InferDependenciesRequest):
    infer_from = ModelInferenceFieldSet


@rule(desc="Infer the dependencies of a model")
async def infer_model_dependencies(request: InferModelDependencies, models: Models, shared: SharedInputs, importable: Importable) -> InferredDependencies:
    model = request.field_set.address
    entries = await engine.entries(EntriesRequest(tuple(file_of(each) for each in models.batch_of[model])))
    libraries = [importable.owner[path] for path in entries.of.get(file_of(model), ()) if path in importable.owner]
    return InferredDependencies(sorted({*shared.addresses, *libraries}))


@dataclass(frozen=True)
class ModelTestsInferenceFieldSet(FieldSet):
    required_fields = (ModelTestsDependenciesField,)

    dependencies: ModelTestsDependenciesField


class InferModelTestsDependencies(InferDependenciesRequest):
    infer_from = ModelTestsInferenceFieldSet


@rule(desc="Infer the dependencies of a model's tests")
async def infer_model_tests_dependencies(request: InferModelTestsDependencies, models: Models, modelfleet: Modelfleet) -> InferredDependencies:
    tests = request.field_set.address
    tested = [model for model in models.batch_of if model.spec_path == tests.spec_path]
    tools = await engine.addresses((MODEL_TESTS_LOCK, *verb_files(modelfleet.program, "pytest-in-environment")), "the tests of a model")
    return InferredDependencies(sorted({*tested, *tools}))


@dataclass(frozen=True)
class FleetInferenceFieldSet(FieldSet):
    required_fields = (FleetDependenciesField,)

    dependencies: FleetDependenciesField


class InferFleetDependencies(InferDependenciesRequest):
    infer_from = FleetInferenceFieldSet


@rule(desc="Infer the dependencies of the fleet")
async def infer_fleet_dependencies(
    request: InferFleetDependencies, all_targets: AllTargets, models: Models, shared: SharedInputs, modelfleet: Modelfleet
) -> InferredDependencies:
    libraries = [target.address for target in all_targets if target.has_field(JsonnetSourceField)]
    files = [file for verb in ("render-fleet", "publish") for file in verb_files(modelfleet.program, verb)]
    program = await engine.addresses(files, "the fleet")
    return InferredDependencies(sorted({*models.batch_of, *shared.addresses, *libraries, *program}))


def rules():
    return (
        *collect_rules(),
        UnionRule(InferDependenciesRequest, InferModelDependencies),
        UnionRule(InferDependenciesRequest, InferModelTestsDependencies),
        UnionRule(InferDependenciesRequest, InferFleetDependencies),
    )
