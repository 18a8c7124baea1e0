"""The verbs `schedule` and `crowding`, from the command line to what a person reads."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from golden import root

from modelfleet.cli.main import main
from modelfleet.clock.scheduled import ScheduledJob, to_json

AT = ("--at", "2026-11-25T08:00")


@pytest.fixture(autouse=True)
def in_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root())


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    said = capsys.readouterr()
    return code, said.out, said.err


def test_next_runs_of_the_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "schedule", "models/fraud-detection", *AT, "--count", "2") == (
        0,
        """\
fraud-detection:inference: `14 2 * * *` in Europe/Moscow on local, prod
  Thu 2026-11-26 02:14, Fri 2026-11-27 02:14
fraud-detection:inference: `14 2 * * *` in Europe/Moscow on dev
  suspended: runs only when somebody starts it
fraud-detection:monitoring: `38 7 * * *` in Europe/Moscow
  Thu 2026-11-26 07:38, Fri 2026-11-27 07:38
fraud-detection:training: `0 4 * * 0` in Europe/Moscow
  Sun 2026-11-29 04:00, Sun 2026-12-06 04:00
""",
        "",
    )


def test_now_is_the_moment_that_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "schedule", "fraud-detection", "--stage", "prod", "--output", "json")
    assert code == 0 and [len(job["next"]) for job in json.loads(out)] == [5, 5, 5]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "no model is named\n  hint: ./pants schedule models/NAME\n"),
        (("fraud-detectoin",), 'fraud-detectoin: there is no such model\n  hint: did you mean "fraud-detection"?\n'),
        (("fraud-detection", "--stage", "pord"), "no scheduled job is on a stage `pord`\n  hint: one of: dev, local, prod\n"),
        (("fraud-detection", "--at", "25.11.2026"), "--at 25.11.2026: is no date\n  hint: a date or a date and time, 2026-11-20 or 2026-11-20T04:00\n"),
    ],
)
def test_words_that_mean_nothing(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str) -> None:
    assert run(capsys, "schedule", *words) == (1, "", said)


@pytest.mark.parametrize("count", ["0", "-1", "101", "five"])
def test_a_count_that_is_none(capsys: pytest.CaptureFixture[str], count: str) -> None:
    code, _, err = run(capsys, "schedule", "fraud-detection", "--count", count)
    assert code == 2 and err.endswith(f"argument --count: {count}: a number from 1 to 100\n")


def test_what_rendering_left_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "none.json").write_text(to_json([]))
    assert run(capsys, "schedule", "--rendered", str(tmp_path), *AT) == (0, "", "")
    assert run(capsys, "crowding", str(tmp_path)) == (0, "", "")
    for number in range(12):
        (tmp_path / f"m{number:02}.json").write_text(to_json([ScheduledJob("prod", f"m{number:02}", "run", "0 2 * * *", "UTC")]))
    assert run(capsys, "schedule", "--rendered", str(tmp_path), *AT, "--count", "1")[1].splitlines()[:2] == [
        "m00:run: `0 2 * * *` in UTC",
        "  Thu 2026-11-26 02:00",
    ]
    assert run(capsys, "crowding", str(tmp_path)) == (
        0,
        "models: 12 of 12 scheduled jobs (100 %) start in the same minute: 12 with `0 2 * * *` in UTC (on prod)\n"
        "  hint: as the minute, `H` spreads jobs over the hour: `H 2 * * *` in m00:run, m01:run, m02:run and 9 more\n",
        "",
    )
