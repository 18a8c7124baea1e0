from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelfleet.spec.fault import FaultError
from modelfleet.spec.quantity import format_duration, memory_bytes, milli_cores, parse_cpu, parse_duration, parse_memory


@pytest.mark.parametrize(("written", "seconds"), [("90s", 90), ("5m", 300), ("2h", 7200), ("1d", 86400), ("0s", 0)])
def test_durations(written: str, seconds: int) -> None:
    assert parse_duration(written) == seconds


@given(st.integers(0, 3653 * 86400))
def test_a_duration_is_read_back(seconds: int) -> None:
    assert parse_duration(format_duration(seconds)) == seconds


@pytest.mark.parametrize("written", ["", "5", 5, "5 m", "-5m", "1.5h", "5M", "1w", "٥m", None, True, "9" * 5000 + "s"])
def test_no_durations(written: object) -> None:
    with pytest.raises(FaultError):
        parse_duration(written)


@pytest.mark.parametrize(("written", "cpu"), [(2, "2"), (0.5, "500m"), ("500m", "500m"), ("1000m", "1"), ("1.5", "1500m"), (2.0, "2")])
def test_cores_have_one_spelling(written: object, cpu: str) -> None:
    assert parse_cpu(written) == cpu
    assert milli_cores(cpu) > 0


@pytest.mark.parametrize("written", [0, -1, "0m", "0.0001", True, "2 cores", "", None, 1e-9, 1e300, "1e3"])
def test_no_cores(written: object) -> None:
    with pytest.raises(FaultError):
        parse_cpu(written)


@pytest.mark.parametrize(("written", "size"), [("4Gi", 4 * 2**30), ("4G", 4 * 10**9), ("512Mi", 2**29), ("1.5Ti", 3 * 2**39), ("100k", 10**5)])
def test_bytes(written: str, size: int) -> None:
    assert memory_bytes(parse_memory(written)) == size


@pytest.mark.parametrize("written", ["4GB", "4gb", "4g", "512m", 4, "4", "0Gi", "-4Gi", "4 Gi", "", None, True, [], "4Ei", "1e3Gi"])
def test_no_bytes(written: object) -> None:
    with pytest.raises(FaultError):
        parse_memory(written)


@given(st.text(max_size=20) | st.integers() | st.floats())
def test_anything_is_an_amount_or_a_fault(written: object) -> None:
    for parse in (parse_duration, parse_cpu, parse_memory):
        try:
            parse(written)
        except FaultError as error:
            assert error.fault.hint
