from __future__ import annotations

import pytest

from modelfleet.catalog.site import path_of, shortened


@pytest.mark.parametrize(("text", "length", "shown"), [("short", 5, "short"), ("s3://bank/scores", 9, "s3:…cores"), ("abcdef", 4, "a…ef")])
def test_both_ends_of_a_long_text_stay(text: str, length: int, shown: str) -> None:
    assert shortened(text, length) == shown and len(shown) <= length


def test_a_straight_line_does_not_bend() -> None:
    assert path_of([(10.0, 0.0), (10.0, 40.0)]) == "M10 0L10 40"
    assert path_of([(10.0, 0.0), (30.0, 40.0)]) == "M10 0C10 20 30 20 30 40"
