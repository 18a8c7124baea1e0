from __future__ import annotations

from modelfleet_pants.tailor import model_targets, source_targets

MODEL_BUILD = """\
model(
    name="model",
)

environment(
    name="env",
)

model_tests(
    name="tests",
)
"""


def stanzas(targets) -> str:
    return "\n".join(target.generate_build_file_stanza("    ") for target in targets)


def lines(targets) -> list[tuple[str, str, str]]:
    return [(target.path, target.type_alias, target.name) for target in targets]


def test_a_model_gets_three_targets() -> None:
    assert stanzas(model_targets(["models/fraud/model.yaml"], [])) == MODEL_BUILD


def test_an_owned_model_gets_none() -> None:
    assert model_targets(["models/fraud/model.yaml"], ["models/fraud/model.yaml"]) == ()


def test_a_model_file_elsewhere_is_no_model() -> None:
    assert model_targets(["docs/model.yaml", "models/fraud/sample/model.yaml"], []) == ()


def test_code_of_a_model_gets_no_target_of_its_own() -> None:
    assert source_targets(["models/fraud/train.py", "models/fraud/tests/train_test.py", "models/fraud/x.libsonnet"], []) == ()


def test_python_and_jsonnet_elsewhere() -> None:
    files = ["a/b.py", "a/b_test.py", "a/conftest.py", "a/c.libsonnet", "j/k.jsonnet"]
    assert lines(source_targets(files, [])) == [
        ("a", "python_sources", "a"),
        ("a", "python_tests", "tests"),
        ("a", "jsonnet_sources", "jsonnet"),
        ("a", "python_test_utils", "test_utils"),
        ("j", "jsonnet_sources", "j"),
    ]
