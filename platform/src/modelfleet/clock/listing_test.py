from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from modelfleet.clock.listing import listing, to_records
from modelfleet.clock.scheduled import ScheduledJob, load_scheduled, to_json

AT = datetime(2026, 11, 25, 8, tzinfo=UTC)
JOBS = [
    ScheduledJob("prod", "fraud", "inference", "14 2 * * *", "Europe/Moscow"),
    ScheduledJob("local", "fraud", "inference", "14 2 * * *", "Europe/Moscow"),
    ScheduledJob("dev", "fraud", "inference", "14 2 * * *", "Europe/Moscow", True),
    *(ScheduledJob(stage, "fraud", "training", "0 4 * * 0", "UTC") for stage in ("dev", "local", "prod")),
]


def test_the_next_runs_are_told_by_the_clocks_of_the_schedule() -> None:
    assert list(listing(JOBS, ["dev", "local", "prod"], AT, 2)) == [
        "fraud:inference: `14 2 * * *` in Europe/Moscow on local, prod",
        "  Thu 2026-11-26 02:14, Fri 2026-11-27 02:14",
        "fraud:inference: `14 2 * * *` in Europe/Moscow on dev",
        "  suspended: runs only when somebody starts it",
        "fraud:training: `0 4 * * 0` in UTC",
        "  Sun 2026-11-29 04:00, Sun 2026-12-06 04:00",
    ]


def test_a_machine_reads_times_with_their_offset() -> None:
    active, suspended, training = to_records(JOBS, AT, 1)
    assert active["next"] == ["2026-11-26T02:14:00+03:00"] and active["stages"] == ["local", "prod"]
    assert (suspended["next"], suspended["suspended"]) == ([], True)
    assert training["next"] == ["2026-11-29T04:00:00+00:00"]


def test_schedules_come_back_from_their_files(tmp_path: Path) -> None:
    (tmp_path / "fraud.json").write_text(to_json(JOBS))
    (tmp_path / "none.json").write_text(to_json([]))
    assert load_scheduled(tmp_path) == tuple(sorted(JOBS))
    assert json.loads((tmp_path / "fraud.json").read_text())["format"] == 1
