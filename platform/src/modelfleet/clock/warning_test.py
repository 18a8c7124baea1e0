from __future__ import annotations

from modelfleet.clock.scheduled import ScheduledJob
from modelfleet.clock.warning import crowd_warnings


def jobs(stage: str, count: int, cron: str, timezone: str = "Europe/Moscow", name: str = "m") -> list[ScheduledJob]:
    return [ScheduledJob(stage, f"{name}-{number}", "inference", cron.replace("{}", str(number % 60)), timezone) for number in range(count)]


def said(fleet: list[ScheduledJob]) -> str:
    return "\n".join(map(str, crowd_warnings(fleet)))


def test_a_crowd_is_told_once_for_all_its_stages() -> None:
    fleet = [job for stage in ("dev", "prod") for job in (*jobs(stage, 1180, "{} 5 * * *"), *jobs(stage, 80, "0 2 * * *", name="a"))]
    assert said(fleet) == (
        "models: 80 of 1,260 scheduled jobs (6 %) start in the same minute: 80 with `0 2 * * *` in Europe/Moscow (on dev, prod)\n"
        "  hint: as the minute, `H` spreads jobs over the hour: `H 2 * * *` in a-0:inference, a-1:inference, a-10:inference and 77 more"
    )


def test_the_largest_schedules_are_named_first() -> None:
    fleet = [
        *jobs("prod", 12, "0 2 * * *", name="a"),
        *jobs("prod", 2, "0 23 * * *", "UTC", name="b"),
        *jobs("prod", 1, "0 * * * *", name="c"),
        *jobs("prod", 1, "0 1-3 * * *", name="d"),
        *jobs("prod", 1, "0 2,14 * * *", name="e"),
    ]
    assert said(fleet) == (
        "models: 17 of 17 scheduled jobs (100 %) start in the same minute: 12 with `0 2 * * *` in Europe/Moscow; 2 with `0 23 * * *` in UTC; "
        "1 with `0 * * * *` in Europe/Moscow; the rest with 2 other schedules (on prod)\n"
        "  hint: as the minute, `H` spreads jobs over the hour: `H 2 * * *` in a-0:inference, a-1:inference, a-10:inference and 14 more"
    )


def test_a_long_list_ends() -> None:
    fleet = [job for hour in range(7) for job in jobs("prod", 12, f"0 {hour} * * *", name=f"h{hour}")]
    assert said(fleet).splitlines()[-2:] == ["models: 2 more minutes are as crowded", "  hint: spread the ones above first"]
    assert len(crowd_warnings(fleet)) == 6


def test_a_fleet_that_is_spread_hears_nothing() -> None:
    assert said(jobs("prod", 600, "{} 5 * * *")) == ""
