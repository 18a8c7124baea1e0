"""The moment that a person names for output that depends on the time."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime

from modelfleet.errors import UserError


def add_at(parser: argparse.ArgumentParser, what: str) -> None:
    """The option `--at`; `what` says what is told as of that moment."""
    parser.add_argument("--at", default="", metavar="DATE", help=f"{what} as of this moment, 2026-11-20 or 2026-11-20T04:00 (UTC); now if left out")


def moment_of(text: str) -> datetime:
    """The moment, to the minute; the present one for an empty text. Raises UserError for what is no date."""
    if not text:
        return datetime.now(UTC).replace(second=0, microsecond=0)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UserError.one(f"--at {text}: is no date", hint="a date or a date and time, 2026-11-20 or 2026-11-20T04:00") from None
    return moment.replace(second=0, microsecond=0, tzinfo=moment.tzinfo or UTC)
