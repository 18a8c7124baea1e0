"""What is said about schedules."""

from __future__ import annotations

from modelfleet.spec.fault import Fault

_EXAMPLE = "minute hour day month weekday, e.g. `0 2 * * *` for every night at 02:00"


def wrong_number_of_fields(cron: str, count: int) -> Fault:
    fields = "1 field" if count == 1 else f"{count} fields"
    return Fault(f"`{cron}` has {fields}, a cron schedule has 5", _EXAMPLE)


def long_cron(length: int, limit: int) -> Fault:
    return Fault(f"the schedule has {length} characters, at most {limit} are read", _EXAMPLE)


def bad_cron_field(text: str, field: str, low: int, high: int, names: str | None) -> Fault:
    known = f"{low} to {high}" if names is None else f"{low} to {high} or {names}"
    return Fault(f"`{text}` is no {field}", f"`*`, or numbers from {known}, as `1`, `1,3`, `1-5`, `*/2` or `1-5/2`")


def backward_cron_range(text: str, field: str) -> Fault:
    return Fault(f"`{text}` is no {field}: the range runs backwards", "write it as two ranges, e.g. `22-23,0-5`")


def open_cron_step(text: str, start: str, step: str, high: int) -> Fault:
    return Fault(f"`{text}` does not say where the steps end", f"write `{start}-{high}/{step}`")


def large_cron_step(text: str, field: str, low: int, high: int) -> Fault:
    return Fault(f"`{text}` is no {field}: the step must be from 1 to {high - low}", "e.g. `*/15` in the minute: at 0, 15, 30 and 45")


def sunday_is_zero() -> Fault:
    return Fault("`7` is no weekday", "Sunday is `0` or `sun`")


def hash_outside_minute(field: str) -> Fault:
    return Fault(f"`H` cannot be the {field}", "`H` is a minute that the platform chooses; only the first field can be `H`")


def hash_with_more(text: str) -> Fault:
    return Fault(f"`{text}` is no minute", "`H` stands alone: `H 2 * * *` is once between 02:00 and 02:59")


def unknown_preset(cron: str, presets: str, suggestion: str | None) -> Fault:
    return Fault(f"unknown schedule `{cron}`", f"did you mean `{suggestion}`?" if suggestion else f"five fields, or one of {presets}")


def star_step_with_weekday(cron: str) -> Fault:
    return Fault(
        f"`{cron}` restricts the day and the weekday, one of them by `*/`: schedulers disagree whether both must match",
        "restrict one of them and leave the other `*`",
    )


def impossible_date(cron: str) -> Fault:
    return Fault(f"`{cron}` never comes: no such month has that day", "the fields are minute hour day month weekday")


def unknown_timezone(name: str, suggestion: str | None) -> Fault:
    hint = f"did you mean `{suggestion}`?" if suggestion else "a name of the IANA time zone database, e.g. `Europe/Moscow` or `UTC`"
    return Fault(f"unknown time zone `{name}`", hint)


def bad_time_of_day(value: object) -> Fault:
    return Fault(f"`{value}` is no time of day", 'hours and minutes in quotes, e.g. `"06:00"`')


def time_in_gap(cron: str, timezone: str, month: str, start: str, end: str) -> Fault:
    return Fault(
        f"`{cron}` has a time that does not exist once a year: in {month} clocks in {timezone} jump from {start} to {end}, and the run is left out",
        "choose a time outside of that span, or `timezone: UTC`",
    )


def time_in_overlap(cron: str, timezone: str, month: str, start: str, end: str) -> Fault:
    return Fault(
        f"`{cron}` has a time that comes twice once a year: in {month} clocks in {timezone} go back from {end} to {start}, and the job runs twice",
        "choose a time outside of that span, or `timezone: UTC`",
    )


def day_or_weekday(cron: str) -> Fault:
    return Fault(f"`{cron}` restricts the day and the weekday: the job runs when either matches", "leave one of them `*` if that is not meant")


def deadline_over_interval(deadline: str, interval: str) -> Fault:
    return Fault(
        f"a run may start {deadline} late, but the next one is due after {interval}",
        "of missed runs only the last is caught up; make it shorter than the interval",
    )


def timeout_over_interval(timeout: str, interval: str) -> Fault:
    return Fault(
        f"a run may take {timeout}, but the next one is due after {interval} and is left out while one runs",
        "make the timeout shorter than the interval, or set `concurrency: replace`",
    )
