"""`test` of a model: its own tests in the environment of its own lock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pants.core.goals.test import TestExtraEnv, TestFieldSet, TestRequest, TestResult, TestSubsystem
from pants.core.target_types import FileSourceField
from pants.engine.process import ProcessCacheScope
from pants.engine.rules import collect_rules, rule
from pants.engine.target import SourcesField
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from modelfleet_pants import engine
from modelfleet_pants.index import index_environment
from modelfleet_pants.models import fleet_files
from modelfleet_pants.requests import VerbRun
from modelfleet_pants.subsystem import Modelfleet
from modelfleet_pants.target_types import ModelSourcesField, ModelTestsDependenciesField, ModelTestsSourcesField

INPUT_TYPES = (ModelTestsSourcesField, ModelSourcesField, FileSourceField)
# Named caches are linked into the sandbox: environments survive the run and are shared by models with equal locks.
CACHE = ".cache/modelfleet"


@dataclass(frozen=True)
class ModelTestsFieldSet(TestFieldSet):
    required_fields = (ModelTestsSourcesField,)

    sources: ModelTestsSourcesField
    dependencies: ModelTestsDependenciesField


class ModelTestsRequest(TestRequest):
    field_set_type = ModelTestsFieldSet
    tool_subsystem = Modelfleet


@rule(desc="Test a model", level=LogLevel.DEBUG)
async def test_model(
    batch: ModelTestsRequest.Batch[ModelTestsFieldSet, Any], test_options: TestSubsystem, extra: TestExtraEnv, modelfleet: Modelfleet
) -> TestResult:
    field_set = batch.single_element
    directory = field_set.address.spec_path
    targets = await engine.closure((field_set.address,))
    own = [
        target[SourcesField]
        for target in targets
        if target.has_field(SourcesField) and (target.address.spec_path == directory or target.address.target_name == "model-tests.lock")
    ]
    sources = await engine.sources((*own, *await fleet_files()), INPUT_TYPES)
    result = await engine.run_verb(
        VerbRun(
            verb="pytest-in-environment",
            arguments=("--cache", CACHE, directory),
            description=f"Test {directory}",
            input_digest=sources.digest,
            env=FrozenDict({**extra.env, **await index_environment(modelfleet)}),
            append_only_caches=FrozenDict({"modelfleet": CACHE}),
            cache_scope=ProcessCacheScope.PER_SESSION if test_options.force else ProcessCacheScope.SUCCESSFUL,
        )
    )
    return TestResult.from_fallible_process_result(result, field_set.address, test_options.output)


def rules():
    return (*collect_rules(), *ModelTestsRequest.rules())
