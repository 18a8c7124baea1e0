"""A publish that is killed at any step: the next one completes, and leaves what one that was never killed leaves."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from publish.workplace import Workplace, fixed_clock, make_workplace

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
    workplace.edit_stage("local", template_settle="60s", argocd={"polling": "1s"})
    for prepare, expected in ((first, FIRST), (later, LATER)):
        shutil.rmtree(workplace.root / ".modelfleet", ignore_errors=True)
        prepare(workplace)
        steps: list[str] = []
        publish(workplace.request(parallel=1), clock=fixed_clock(), steps=steps.append)
        assert steps == expected


# The archives of a first publish are alike: being killed at the first and at the last of them is enough.
KILLED = [(first, position) for position in range(len(FIRST)) if position not in (3, 4, 5)] + [(later, position) for position in range(len(LATER))]


@dataclass(frozen=True)
class Prepared:
    """Sources that wait to be published, and what the branch and the store are after a publish that nobody disturbs."""

    root: Path
    templates: set[str]
    used: dict[str, tuple[str, ...]]
    tree: dict[str, str]
    log: list[str]
    objects: set[str]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Prepared]]:
    """Both histories, made once: no content depends on the directory, so the copies of all tests must end alike."""
    made = {}
    with pytest.MonkeyPatch.context() as monkeypatch:
        for prepare in (first, later):
            directory = tmp_path_factory.mktemp(prepare.__name__)
            workplace = make_workplace(directory, tmp_path_factory.getbasetemp() / "cache", monkeypatch)
            workplace.edit_stage("local", template_settle="60s", argocd={"polling": "1s"})
            prepare(workplace)
            shutil.copytree(workplace.root, directory / "prepared")
            publish(workplace.request(), clock=fixed_clock())
            made[prepare.__name__] = Prepared(
                directory / "prepared", workplace.templates, workplace.used, workplace.tree(), workplace.log(), workplace.objects()
            )
        yield made


@pytest.mark.parametrize(
    ("history", "position"),
    [pytest.param(prepare.__name__, place, id=f"{prepare.__name__}-{place}") for prepare, place in KILLED],
)
def test_the_next_publish_completes_one_that_was_killed(workplace: Workplace, prepared: dict[str, Prepared], history: str, position: int) -> None:
    expected = prepared[history]
    shutil.rmtree(workplace.root)
    shutil.copytree(expected.root, workplace.root)
    workplace.templates, workplace.used = expected.templates, expected.used
    request = workplace.request(parallel=1)

    process = multiprocessing.get_context("spawn").Process(target=publish_until, args=(request, position))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    publish(request, clock=fixed_clock())

    assert workplace.tree() == expected.tree
    assert workplace.log() == expected.log
    assert workplace.objects() == expected.objects
    assert publish(request, clock=fixed_clock()).commits == ()
