from __future__ import annotations

import io
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from modelfleet.render.serialize import to_yaml

# Each line is what some reader of YAML takes for something else than a text.
HOSTILE = [
    *("12345e8", "1e3", "0o17", "017", "0x1F", "1_000", "12:30:00", "2026-11-25", ".nan", ".inf", "-1"),
    *("yes", "no", "on", "off", "y", "n", "true", "null", "~", "="),
    *("<<", "-", "?", ":", "#", "a:b", "- a", "{}", "[]", "!", "&", "*", "|", ">", "%", "@", "`", "---"),
]

texts = st.one_of(
    st.sampled_from([*HOSTILE, "", " lead", "trail ", "a: b", "# c", "a\nb", "\ttab", "'\"", "\\", "\x85\u2028\ufeff", "\x00\x7f", "😀\n"]), st.text()
)
scalars = st.one_of(texts, st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False))
values = st.recursive(scalars, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)), max_leaves=8)
documents = st.dictionaries(texts, values, min_size=1, max_size=5)


def read_1_1(document: bytes) -> Any:
    """What PyYAML, a reader of YAML 1.1, makes of it."""
    return yaml.safe_load(document)


def read_1_2(document: bytes) -> Any:
    """What ruamel.yaml, a reader of YAML 1.2, makes of it."""
    reader = YAML(typ="safe", pure=True)
    reader.version = (1, 2)
    return reader.load(io.BytesIO(document))


@settings(max_examples=100, deadline=None)
@given(documents)
def test_both_readers_give_back_what_was_written(document: dict[str, Any]) -> None:
    written = to_yaml(document)
    assert read_1_1(written) == document
    assert read_1_2(written) == document


@settings(max_examples=50, deadline=None)
@given(documents)
def test_every_string_value_is_double_quoted(document: dict[str, Any]) -> None:
    def styles(node: yaml.Node) -> list[str | None]:
        if isinstance(node, yaml.MappingNode):
            return [style for _, value in node.value for style in styles(value)]
        if isinstance(node, yaml.SequenceNode):
            return [style for value in node.value for style in styles(value)]
        return [node.style] if node.tag == "tag:yaml.org,2002:str" else []

    assert set(styles(yaml.compose(to_yaml(document).decode(), Loader=yaml.SafeLoader))) <= {'"'}


def test_the_whole_text() -> None:
    document = {
        "kind": "CronWorkflow",
        "on": True,
        "1e3": None,
        "labels": {"modelfleet.io/model": "fraud", "empty": {}},
        "list": ["12345e8", 1, 0.1, [], [["deep"]], {"name": "a", "value": "b"}, [{"c": "d", "e": "f"}]],
        "text": 'a "quoted" \\ line\nданные\x7f\U000e0001',
    }
    assert to_yaml(document).decode() == (
        """\
kind: "CronWorkflow"
"on": true
"1e3": null
labels:
  modelfleet.io/model: "fraud"
  empty: {}
list:
  - "12345e8"
  - 1
  - 0.1
  - []
  - - - "deep"
  - name: "a"
    value: "b"
  - - c: "d"
      e: "f"
text: "a \\"quoted\\" \\\\ line\\nданные\\u007f\\U000e0001"
"""
    )


@pytest.mark.parametrize(
    ("document", "message"),
    [({"a": {1, 2}}, "a manifest cannot hold a value of type set"), ({1: "a"}, "a key of a manifest is a string, got 1")],
    ids=["set", "key"],
)
def test_what_json_cannot_hold_is_refused(document: dict[Any, Any], message: str) -> None:
    with pytest.raises(TypeError) as caught:
        to_yaml(document)
    assert str(caught.value) == message


def test_not_a_number_is_refused() -> None:
    with pytest.raises(ValueError):
        to_yaml({"a": float("nan")})
