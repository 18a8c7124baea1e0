from __future__ import annotations

from datetime import datetime

from modelfleet.spec.timezone import ClockChange, check_timezone, clock_changes, load_timezone, load_timezone_names


def test_every_name_can_be_loaded() -> None:
    for name in load_timezone_names():
        assert load_timezone(check_timezone(name)).utcoffset(datetime(2026, 1, 1)) is not None


def test_yearly_changes_of_the_clocks() -> None:
    assert clock_changes("Europe/Berlin") == (ClockChange("March", 120, 180, True), ClockChange("October", 120, 180, False))
    assert clock_changes("Australia/Lord_Howe") == (ClockChange("April", 90, 120, False), ClockChange("October", 120, 150, True))
    assert clock_changes("Europe/Moscow") == ()
    assert clock_changes("UTC") == ()
