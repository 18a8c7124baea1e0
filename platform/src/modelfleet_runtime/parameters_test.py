from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelfleet_runtime.failure import Failure
from modelfleet_runtime.parameters import as_text, merge_parameters

DECLARED = {"window": "7d", "rows": 100, "rate": 0.5, "fast": False}
TYPES = "the workflow parameter `parameters`"

scalars = st.one_of(st.text(max_size=20), st.integers(), st.booleans(), st.floats(allow_nan=False, allow_infinity=False))


def failure(submitted: str) -> str:
    with pytest.raises(Failure) as caught:
        merge_parameters(DECLARED, submitted)
    assert caught.value.code == 1
    return str(caught.value)


def test_the_submitter_wins() -> None:
    assert merge_parameters(DECLARED, '{"rows": 5, "rate": 1}') == {"fast": False, "rate": 1, "rows": 5, "window": "7d"}
    assert merge_parameters(DECLARED, "") == merge_parameters(DECLARED, "{}") == dict(sorted(DECLARED.items()))


@pytest.mark.parametrize(
    ("submitted", "message"),
    [
        ('{"windw": "1d"}', 'the model has no parameter `windw`\n  hint: did you mean "window"?'),
        ('{"colour": 1}', "the model has no parameter `colour`\n  hint: its parameters are: fast, rate, rows, window"),
        ('{"logical_date": "2026-01-01"}', "`logical_date` is not a parameter of the model\n  hint: submit with -p logical-date=…"),
        ('{"fast": "false"}', 'parameter `fast`: "false" is not true or false\n  hint: model.yaml has false'),
        ('{"rows": true}', "parameter `rows`: true is not a number\n  hint: model.yaml has 100"),
        ('{"window": 7}', 'parameter `window`: 7 is not a text\n  hint: model.yaml has "7d"'),
        ('{"window": ["7d"]}', 'parameter `window`: ["7d"] is not a text\n  hint: model.yaml has "7d"'),
        ('{"rate": null}', "parameter `rate`: null is not a number\n  hint: model.yaml has 0.5"),
        (
            '{"rows": "x", "windw": 1}',
            'parameter `rows`: "x" is not a number; the model has no parameter `windw`\n  hint: model.yaml has 100; did you mean "window"?',
        ),
        ("[1]", f'{TYPES} is not an object\n  hint: write an object, for example {{"window": "7d"}}'),
        ('{"rate": NaN}', f'{TYPES} is not JSON: NaN is no number\n  hint: write an object, for example {{"window": "7d"}}'),
        ("window=7d", f'{TYPES} is not JSON: Expecting value: line 1 column 1 (char 0)\n  hint: write an object, for example {{"window": "7d"}}'),
        (json.dumps({"window": "x" * 16_384}), f"{TYPES} has 16398 bytes, 16384 are allowed\n  hint: put large values into an input of the job"),
    ],
)
def test_what_a_submitter_may_not_do(submitted: str, message: str) -> None:
    assert failure(submitted) == message


def test_nesting_without_end_is_no_crash() -> None:
    assert failure("[" * 16_000).startswith(f"{TYPES} is not JSON: ")


@given(st.dictionaries(st.text(min_size=1, max_size=10).filter(lambda name: name != "logical_date"), scalars, max_size=6))
def test_every_declared_value_can_be_submitted(declared: dict[str, str | int | float | bool]) -> None:
    assert merge_parameters(declared, json.dumps(declared)) == declared


@given(scalars)
def test_text_of_a_value_reads_back(value: str | int | float | bool) -> None:
    text = as_text(value)
    if isinstance(value, str):
        assert text == value
    else:
        again = json.loads(text)
        assert math.isclose(again, value) and type(again) is type(value)
