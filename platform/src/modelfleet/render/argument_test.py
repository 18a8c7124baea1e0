from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from modelfleet.render.argument import to_argument

# What a specification may hold: no two adjacent opening braces, no lone surrogates.
texts = st.one_of(st.sampled_from(["${window}", "$$", "$(HOME)", "$$(HOME)", "}}", "{", "\x7f", "\U000e0001", "\u00a0", "a\nb", '"']), st.text())
accepted = texts.filter(lambda text: "{{" not in text)
scalars = st.one_of(accepted, st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False))
values = st.recursive(
    scalars, lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(accepted.filter(lambda key: key != ""), inner, max_size=3)), max_leaves=8
)


def kubelet_expands(text: str) -> str:
    """What the kubelet makes of a value, by third_party/forked/golang/expansion of Kubernetes: `$$` is `$`, `$(A)` is A's value."""
    return re.sub(r"\$\$|\$\([^)]*\)", lambda match: "$" if match[0] == "$$" else "EXPANDED", text)


@settings(max_examples=100, deadline=None)
@given(values)
def test_an_argument_arrives_as_it_was_sent(value: Any) -> None:
    text = to_argument(value)
    assert "{{" not in text
    # Go's strconv.Quote leaves printable ASCII alone but for the quote and the backslash, which it escapes as JSON does.
    assert text.isascii() and text.isprintable()
    assert kubelet_expands(text) == text
    assert json.loads(text) == value


def test_the_whole_text() -> None:
    value = {"b": ["--window=${window}", "$$(A)", "день"], "a": {"c": {}}}
    assert to_argument(value) == r'{"a": {"c": {}}, "b": ["--window=${window}", "\u0024\u0024(A)", "\u0434\u0435\u043d\u044c"]}'
