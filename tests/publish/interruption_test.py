"""A publish that is killed at any step: the next one completes, and leaves what one that was never killed leaves."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from workplace import Workplace, fixed_clock

from modelfleet.publish.publisher import Request, publish

FIRST = [
    "read",
    *["archive built", "archive stored"] * 3,
    "templates written",
    "templates published",
    "waited",
    "models written",
    "models published",
]
LATER = ["read", "archive built", "archive stored", "templates written", "templates published", "waited", "models written", "models published"]


def first(workplace: Workplace) -> None:
    """The first publish of a fleet."""
    workplace.add("churn")


def later(workplace: Workplace) -> None:
    """A publish that changes one model, deletes another, and needs a new template."""
    workplace.add("churn")
    workplace.add("fraud")
    publish(workplace.request(), clock=fixed_clock())
    workplace.remove("fraud")
    workplace.add("churn", "print('better')\n")
    workplace.templates = {"batch-1111111111"}
    workplace.used = {"churn": ("batch-1111111111",)}


def publish_until(request: Request, position: int) -> None:
    """Publish, and kill this process, without a chance to tidy up, at the step of that position."""
    left = [position]

    def kill(step: str) -> None:
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left[0] -= 1

    publish(request, clock=fixed_clock(), steps=kill)


def test_the_steps_are_these(workplace: Workplace) -> None:
    workplace.edit_stage("local", template_settle="60s")
    for prepare, expected in ((first, FIRST), (later, LATER)):
        shutil.rmtree(workplace.root / ".modelfleet", ignore_errors=True)
        prepare(workplace)
        steps: list[str] = []
        publish(workplace.request(parallel=1), clock=fixed_clock(), steps=steps.append)
        assert steps == expected


# The archives of a first publish are alike: being killed at the first and at the last of them is enough.
KILLED = [(first, position) for position in range(len(FIRST)) if position not in (3, 4, 5)] + [(later, position) for position in range(len(LATER))]


@pytest.mark.parametrize(
    ("prepare", "position"),
    [
        pytest.param(*killed, id=f"{killed[0].__name__}-{killed[1]}-{(FIRST if killed[0] is first else LATER)[killed[1]].replace(' ', '-')}")
        for killed in KILLED
    ],
)
def test_the_next_publish_completes_one_that_was_killed(workplace: Workplace, prepare: Callable[[Workplace], None], position: int, tmp_path: Path) -> None:
    workplace.edit_stage("local", template_settle="60s")
    prepare(workplace)
    untouched = replace(workplace, root=tmp_path / "untouched/fleet")
    shutil.copytree(workplace.root, untouched.root)
    publish(untouched.request(), clock=fixed_clock())

    process = multiprocessing.get_context("spawn").Process(target=publish_until, args=(workplace.request(parallel=1), position))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    publish(workplace.request(), clock=fixed_clock())

    assert workplace.tree() == untouched.tree()
    assert workplace.log() == untouched.log()
    assert workplace.objects() == untouched.objects()
    assert publish(workplace.request(), clock=fixed_clock()).commits == ()
