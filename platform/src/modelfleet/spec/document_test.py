from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from modelfleet.errors import UserError
from modelfleet.spec.document import MAXIMUM_SIZE, parse

TEXT = """\
# a comment
name: fraud
jobs:
  score:
    args: [a,
      "b"]
    resources:

      cpu: 2
"""


def test_a_value_has_the_line_and_path_of_its_field() -> None:
    root, problems = parse(TEXT.encode(), "model.yaml")
    assert problems == []
    assert [(node.path, node.line) for node in root.walk()] == [
        ("", 2),
        ("name", 2),
        ("jobs", 3),
        ("jobs.score", 4),
        ("jobs.score.args", 5),
        ("jobs.score.args[0]", 5),
        ("jobs.score.args[1]", 6),
        ("jobs.score.resources", 7),
        ("jobs.score.resources.cpu", 9),
    ]


def test_a_byte_order_mark_and_windows_lines_do_no_harm() -> None:
    root, problems = parse(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode(), "model.yaml")
    assert problems == []
    assert root.plain() == {"name": "fraud", "jobs": {"score": {"args": ["a", "b"], "resources": {"cpu": 2}}}}


VALUES = st.recursive(
    st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6).filter(lambda key: key != "<<"), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=6), VALUES, min_size=1, max_size=4))
def test_json_is_read_as_json(value: dict[str, Any]) -> None:
    # JSON is YAML, and every text in it is quoted. ASCII, because YAML forbids some characters unescaped.
    root, problems = parse(json.dumps(value, ensure_ascii=True).encode(), "x.yaml") if not _has_surrogate_pair(value) else (None, [])
    assert problems == []
    assert root is None or root.plain() == value


def _has_surrogate_pair(value: Any) -> bool:
    # JSON writes characters beyond U+FFFF as two escapes, which YAML does not know.
    return any(ord(letter) > 0xFFFF for letter in json.dumps(value, ensure_ascii=False))


@given(st.binary(max_size=200) | st.text(alphabet=st.sampled_from("ab:-?[]{},&*!|>'\"%@`#~ \n\t\\0.$"), max_size=60).map(str.encode))
def test_any_bytes_are_a_tree_or_a_user_error(data: bytes) -> None:
    try:
        root, _ = parse(data, "x.yaml")
    except UserError as error:
        assert error.problems
        assert all(problem.line is None or 1 <= problem.line <= data.count(b"\n") + data.count(b"\r") + 2 for problem in error.problems)
    else:
        assert isinstance(root.value, dict)


def test_nesting_and_size_are_bounded() -> None:
    for data in (b"a: " + b"[" * 100_000, b"a: " + b"{a: " * 50_000, b"- " * 100_000, b"#" * (MAXIMUM_SIZE + 1)):
        try:
            parse(data, "x.yaml")
        except UserError as error:
            assert len(error.problems) == 1
        else:
            raise AssertionError("was read")
