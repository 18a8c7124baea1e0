from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelfleet.style.jsonnet import jsonnet_problems

GOOD = """\
// A comment with "double quotes" and a list [1, 2
local x = import 'x.libsonnet';
local names = ['a', 'b'];
local text = |||
     three spaces, "quotes",
|||;

function(job)
  {
    name: job.name,
    quoted: "it's",
    list: [
      1,
      2,  // two
    ],
    first: names[
      0
    ],
    empty: [],
    from: [
      n
      for n in names
    ],
    [if job.on then 'on']: { a: 1, b: 2 },
  }
"""


def test_well_formatted_file_has_no_problem() -> None:
    assert jsonnet_problems("x.jsonnet", GOOD) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{\n   a: 1,\n}\n", "x.jsonnet:2: indented by 3 spaces\n  hint: indent by two spaces a level"),
        ("{\n\ta: 1,\n}\n", "x.jsonnet:2: a tab\n  hint: indent by two spaces"),
        ("{ a: 1 } \n", "x.jsonnet:1: white space at the end of the line\n  hint: delete it"),
        ('{ a: "b" }\n', "x.jsonnet:1: a string in double quotes\n  hint: use single quotes, unless the string holds one"),
        (
            "{\n  a: [\n    1\n  ],\n}\n",
            "x.jsonnet:3: no comma after the last element of a list or object of several lines\n"
            "  hint: add the comma, so that a new element is one changed line",
        ),
        (
            "{\n  a: 1  // why\n}\n",
            "x.jsonnet:2: no comma after the last element of a list or object of several lines\n"
            "  hint: add the comma, so that a new element is one changed line",
        ),
        ("[1, 2,]\n", "x.jsonnet:1: a comma before `]` on one line\n  hint: delete the comma"),
        ("{}", "x.jsonnet:1: the last line has no line break\n  hint: end the file with a line break"),
    ],
)
def test_problem(text: str, expected: str) -> None:
    assert [str(problem) for problem in jsonnet_problems("x.jsonnet", text)] == [expected]


def test_all_problems_of_a_file_come_at_once_and_in_order() -> None:
    text = '{\n a: "b",\n\tc: [1,],\n}'
    assert [problem.line for problem in jsonnet_problems("x.jsonnet", text)] == [2, 2, 3, 3, 4]


@given(st.text(alphabet="[]{}()'\"\\|\n\t ,:/*#@afor0"))
def test_any_text_is_judged(text: str) -> None:
    for problem in jsonnet_problems("x.jsonnet", text):
        assert problem.line is not None and 1 <= problem.line <= text.count("\n") + 1
