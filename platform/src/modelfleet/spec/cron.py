"""Cron schedules: the grammar that every reader of them agrees on, and its resolution to five plain fields.

Three programs read a schedule: Argo (robfig/cron v3, `ParseStandard`), the data interval of a run (cronsim), and people.
Only what the first two read alike is accepted: no `L`, `W`, `#`, `?`, `7` or `5/15`, and `*/2` not for both kinds of day.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from cronsim import CronSim, CronSimError

from modelfleet.spec.fault import FaultError
from modelfleet.spec.messages import schedule as messages

# `H` is replaced by a minute, `N` by an hour of the night (0 to 5).
PRESETS = {
    "@hourly": "H * * * *",
    "@daily": "H 0 * * *",
    "@midnight": "H 0 * * *",
    "@nightly": "H N * * *",
    "@weekly": "H 0 * * 0",
    "@monthly": "H 0 1 * *",
}

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")

_LONGEST = 200

# A year without a special rule in the time zone database, so that nothing here depends on today's date.
_EPOCH = datetime(2040, 1, 1)


class _Field(NamedTuple):
    name: str
    low: int
    high: int
    words: tuple[str, ...] = ()

    def number(self, text: str) -> int | None:
        if text.lower() in self.words:
            return self.low + self.words.index(text.lower())
        if re.fullmatch(r"[0-9]{1,2}", text, re.ASCII) and self.low <= int(text) <= self.high:
            return int(text)
        return None

    def fault(self, text: str) -> FaultError:
        names = f"`{self.words[0]}` to `{self.words[-1]}`" if self.words else None
        return FaultError(messages.bad_cron_field(text, self.name, self.low, self.high, names))


FIELDS = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day", 1, 31),
    _Field("month", 1, 12, _MONTHS),
    _Field("weekday", 0, 6, _WEEKDAYS),
)


def check_cron(cron: str) -> str:
    """A schedule as it is written, `H` and presets included; white space becomes single spaces. Raises FaultError."""
    if len(cron) > _LONGEST:
        raise FaultError(messages.long_cron(len(cron), _LONGEST))
    fields = cron.split()
    if len(fields) == 1 and cron.strip().startswith("@"):
        if fields[0] not in PRESETS:
            close = get_close_matches(fields[0], PRESETS, n=1)
            raise FaultError(messages.unknown_preset(fields[0], ", ".join(PRESETS), close[0] if close else None))
        return fields[0]
    if len(fields) != 5:
        raise FaultError(messages.wrong_number_of_fields(" ".join(fields), len(fields)))
    for field, text in zip(FIELDS, fields, strict=True):
        _check_field(field, text)
    _check_days(" ".join(fields), fields[2], fields[4])
    return " ".join(fields)


def _check_field(field: _Field, text: str) -> None:
    if text == "H":
        if field.name != "minute":
            raise FaultError(messages.hash_outside_minute(field.name))
        return
    if field.name == "minute" and text.startswith("H"):
        raise FaultError(messages.hash_with_more(text))
    for part in text.split(","):
        _check_part(field, part)


def _check_part(field: _Field, text: str) -> None:
    span, slash, step = text.partition("/")
    if slash and not re.fullmatch(r"[0-9]{1,4}", step, re.ASCII):
        raise field.fault(text)
    if slash and not 1 <= int(step) <= field.high - field.low:
        raise FaultError(messages.large_cron_step(text, field.name, field.low, field.high))
    if span == "*":
        return
    start, dash, end = span.partition("-")
    if field.name == "weekday" and "7" in (start, end):
        raise FaultError(messages.sunday_is_zero())
    first, last = field.number(start), field.number(end) if dash else field.number(start)
    if first is None or last is None:
        raise field.fault(text)
    if last < first:
        raise FaultError(messages.backward_cron_range(text, field.name))
    if slash and not dash:
        raise FaultError(messages.open_cron_step(text, start, step, field.high))


def _check_days(cron: str, day: str, weekday: str) -> None:
    # robfig/cron takes `*/2` for a restriction and joins the two by "or"; cronsim, like Debian's cron, by "and".
    if day != "*" and weekday != "*" and (day.startswith("*") or weekday.startswith("*")):
        raise FaultError(messages.star_step_with_weekday(cron))
    try:
        next(CronSim(cron.replace("H", "0", 1) if cron.startswith("H") else cron, _EPOCH))
    except (CronSimError, StopIteration):
        raise FaultError(messages.impossible_date(cron)) from None


def resolve_cron(cron: str, model: str, job: str) -> str:
    """Five plain fields. `H` and presets are spread by a hash of `model/job`, so they never move by themselves."""
    fields = PRESETS.get(cron, cron)
    number = int(hashlib.sha256(f"{model}/{job}".encode()).hexdigest()[:12], 16)
    minute, hour = number % 60, number // 60 % 6
    return " ".join({"H": str(minute), "N": str(hour)}.get(field, field) for field in fields.split())


@lru_cache(maxsize=4096)
def shortest_interval(cron: str) -> timedelta:
    """The shortest time between two runs of a resolved schedule, over its next 60 runs of the year 2040."""
    fires = [moment for moment, _ in zip(_fires(cron), range(60), strict=False)]
    return min((later - earlier for earlier, later in zip(fires, fires[1:], strict=False)), default=timedelta(days=366))


def _fires(cron: str) -> Iterator[datetime]:
    yield from CronSim(cron, _EPOCH)


@lru_cache(maxsize=4096)
def times_of_day(cron: str) -> tuple[tuple[int, int], ...]:
    """Hours and minutes of a resolved schedule that names its hours; empty for one that runs all day (`*` in the hour)."""
    minute, hour, *_ = cron.split()
    if hour.startswith("*"):
        return ()
    day = CronSim(f"{minute} {hour} * * *", _EPOCH - timedelta(minutes=1))
    times: dict[tuple[int, int], None] = {}
    for moment in day:
        if moment >= _EPOCH + timedelta(days=1):
            break
        times[moment.hour, moment.minute] = None
    return tuple(times)


def restricts_both_days(cron: str) -> bool:
    """Whether a resolved schedule names days and weekdays: then either of them starts a run."""
    return cron.split()[2] != "*" and cron.split()[4] != "*"
