from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelfleet_runtime.missing import missing_drift, missing_share

shares = st.floats(0, 1)


def test_known_answers() -> None:
    assert missing_share(3, 12) == 0.25
    assert missing_drift(0.25, 0.1) == pytest.approx(0.15)


@given(shares, shares)
def test_a_drift_is_symmetric_and_a_share(one: float, other: float) -> None:
    assert 0 <= missing_drift(one, other) <= 1
    assert missing_drift(one, other) == missing_drift(other, one)
    assert missing_drift(one, one) == 0
