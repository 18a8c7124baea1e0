from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelfleet_runtime.failure import Failure
from modelfleet_runtime.metrics import MAXIMUM_BYTES, MAXIMUM_METRICS, read_metrics

NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{0,30}", fullmatch=True)
NUMBERS = st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False)


def test_no_file_is_no_metrics(tmp_path: Path) -> None:
    assert read_metrics(tmp_path / "metrics.json") == {}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(NAMES, NUMBERS, max_size=20))
def test_names_and_numbers_come_back_sorted(tmp_path: Path, metrics: dict[str, float]) -> None:
    path = tmp_path / "metrics.json"
    path.write_text(json.dumps(metrics))
    assert list(read_metrics(path).items()) == sorted(metrics.items())


HINT = '\n  hint: one flat object of names and numbers, for example {"roc_auc": 0.93}'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1]", "metrics.json is not an object" + HINT),
        ("{", "metrics.json is not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)" + HINT),
        ('{"a": 1, "a": 2}', "metrics.json is not JSON: `a` stands there twice" + HINT),
        (
            '{"a": NaN, "b": true, "c": {"d": 1}, "e": "0.9", "2": 1}',
            "metrics.json: `a` is nan, which nothing can be compared with; `b` is true and no number; "
            '`c` is {"d": 1} and no number; `e` is "0.9" and no number; '
            "`2` is no name of a metric (a letter, then letters, digits, `_`, `.` and `-`)" + HINT,
        ),
        ('{"a": 1' + 400 * "0" + "}", "metrics.json: `a` has 401 digits, which no program compares exactly" + HINT),
        (json.dumps({f"m{number}": 1 for number in range(MAXIMUM_METRICS + 1)}), "metrics.json: it has 65 metrics, 64 are allowed" + HINT),
        (
            json.dumps({"a": "x" * MAXIMUM_BYTES}),
            "metrics.json has 16393 bytes, 16384 are allowed\n  hint: leave there what people compare runs by; the rest is an output",
        ),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "metrics.json"
    path.write_text(text)
    with pytest.raises(Failure) as caught:
        read_metrics(path)
    assert str(caught.value) == said


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_file_is_refused(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "metrics.json")
    with pytest.raises(Failure) as caught:
        read_metrics(tmp_path / "metrics.json")
    assert str(caught.value) == "metrics.json is no file" + HINT
