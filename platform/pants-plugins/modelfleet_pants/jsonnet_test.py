from __future__ import annotations

import pytest
from pants.core.target_types import FilesGeneratorTarget
from pants.engine.addresses import Address
from pants.engine.internals.scheduler import ExecutionError
from pants.engine.target import InferredDependencies
from pants.testutil.rule_runner import QueryRule, RuleRunner

from modelfleet_pants import jsonnet
from modelfleet_pants.jsonnet import InferJsonnetDependencies, JsonnetInferenceFieldSet
from modelfleet_pants.target_types import JsonnetSourcesTarget, WorkflowTemplatesTarget

FILES = {
    "lib/BUILD": "jsonnet_sources()",
    "lib/a.libsonnet": "import 'b.libsonnet'",
    "lib/b.libsonnet": "{}",
    "top/BUILD": "workflow_templates(name='templates')\nfiles(name='scripts', sources=['*.sh'])",
    "top/x.jsonnet": "(import 'a.libsonnet') + (import '../lib/b.libsonnet') + { s: importstr 'run.sh' }",
    "top/run.sh": "true",
    "top/bad.jsonnet": "{}\n+ import 'aa.libsonnet'\n+ import 'nowhere/else'\n",
}


@pytest.fixture
def rule_runner() -> RuleRunner:
    runner = RuleRunner(
        rules=[*jsonnet.rules(), QueryRule(InferredDependencies, [InferJsonnetDependencies])],
        target_types=[JsonnetSourcesTarget, WorkflowTemplatesTarget, FilesGeneratorTarget],
    )
    runner.set_options(["--modelfleet-jpath=['lib']"])
    runner.write_files(FILES)
    return runner


def infer(runner: RuleRunner, address: Address) -> list[str]:
    field_set = JsonnetInferenceFieldSet.create(runner.get_target(address))
    inferred = runner.request(InferredDependencies, [InferJsonnetDependencies(field_set)])
    return sorted(found.spec for found in inferred.include)


def test_imports_are_dependencies_and_unresolved_ones_are_errors(rule_runner: RuleRunner) -> None:
    template = Address("top", target_name="templates", relative_file_path="x.jsonnet")
    assert infer(rule_runner, template) == ["lib/a.libsonnet", "lib/b.libsonnet", "top/run.sh:scripts"]
    assert infer(rule_runner, Address("lib", relative_file_path="a.libsonnet")) == ["lib/b.libsonnet"]
    with pytest.raises(ExecutionError) as error:
        infer(rule_runner, Address("top", target_name="templates", relative_file_path="bad.jsonnet"))
    assert str(error.value.wrapped_exceptions[0]) == (
        "top/bad.jsonnet:2: import 'aa.libsonnet': no such file\n"
        "  hint: did you mean lib/a.libsonnet?\n"
        "top/bad.jsonnet:3: import 'nowhere/else': no such file\n"
        "  hint: it is none of top/nowhere/else, lib/nowhere/else; does a BUILD file own it? `./pants tailor` writes one"
    )
