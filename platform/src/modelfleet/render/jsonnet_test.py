from __future__ import annotations

from pathlib import Path

import pytest

from modelfleet.errors import UserError
from modelfleet.render.jsonnet import Jsonnet

HINT = "\n  hint: the fault is in the platform's Jsonnet, not in a model.yaml"

FILES = {
    "platform/jsonnet/field.libsonnet": "{\n  f(job):: job.timezone,\n}\n",
    "platform/jsonnet/guard.libsonnet": "{\n  f(value)::\n    assert value == 1 : 'value is 1, got %s' % value;\n    value,\n}\n",
    "platform/jsonnet/brace.libsonnet": "{\n  a: [1,\n}\n",
    "platform/jsonnet/variable.libsonnet": "{\n  a: nope,\n}\n",
    "platform/jsonnet/absent.libsonnet": "{\n  a: import 'nothing.libsonnet',\n}\n",
    "platform/jsonnet/deep/up.libsonnet": "(import '../beside.libsonnet') + (import 'deep/other.libsonnet') + { text: importstr 'text.txt' }",
    "platform/jsonnet/beside.libsonnet": "{ beside: true }",
    "platform/jsonnet/deep/other.libsonnet": "{ other: true }",
    "platform/jsonnet/deep/text.txt": "день\n",
}


@pytest.fixture
def engine(tmp_path: Path) -> Jsonnet:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return Jsonnet(tmp_path)


@pytest.mark.parametrize(
    ("snippet", "arguments", "message"),
    [
        ("function(job) (import 'field.libsonnet').f(job)", {"job": {}}, "platform/jsonnet/field.libsonnet:2: Field does not exist: timezone"),
        ("function(value) (import 'guard.libsonnet').f(value)", {"value": 2}, "platform/jsonnet/guard.libsonnet:3: value is 1, got 2"),
        ("import 'brace.libsonnet'", {}, 'platform/jsonnet/brace.libsonnet:3: Unexpected: "}" while parsing terminal'),
        ("import 'variable.libsonnet'", {}, "platform/jsonnet/variable.libsonnet:2: Unknown variable: nope"),
        (
            "import 'absent.libsonnet'",
            {},
            "platform/jsonnet/absent.libsonnet:2: `nothing.libsonnet` is neither beside the importing file nor in the root, platform/jsonnet",
        ),
        ("import 'main.jsonnet'", {}, "`main.jsonnet` is neither beside the importing file nor in the root, platform/jsonnet"),
    ],
    ids=["missing field", "assertion", "syntax", "variable", "import", "entry"],
)
def test_faults_have_a_place(engine: Jsonnet, snippet: str, arguments: dict[str, object], message: str) -> None:
    with pytest.raises(UserError) as caught:
        engine.evaluate(snippet, arguments)
    assert str(caught.value) == message + HINT


def test_imports_are_found_beside_the_file_and_on_the_search_path(engine: Jsonnet) -> None:
    assert engine.evaluate_file("platform/jsonnet/deep/up.libsonnet") == {"beside": True, "other": True, "text": "день\n"}


def test_arguments_arrive_as_they_are(engine: Jsonnet) -> None:
    value = {"text": "день $$(x) {{y}} \u0001 \U0001f600", "number": 0.1, "list": [True, None]}
    assert engine.evaluate("function(one, two) [two, one]", {"one": value, "two": 1}) == [1, value]
