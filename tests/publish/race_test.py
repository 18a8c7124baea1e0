"""Two publishes at once on one branch: the branch moves once for each, in a line, and the slower one plans again."""

from __future__ import annotations

import json
import multiprocessing
from dataclasses import replace

import pytest
from publish.workplace import Workplace, fixed_clock

from modelfleet.errors import UserError
from modelfleet.publish.publisher import ATTEMPTS, Request, publish


def run(request: Request) -> None:
    publish(request, clock=fixed_clock())


def test_equal_publishes_at_once_make_one_change(workplace: Workplace) -> None:
    for number in range(3):
        workplace.add(f"model-{number}", f"print({number})\n")
    request = workplace.request()
    processes = [multiprocessing.get_context("spawn").Process(target=run, args=(request,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    assert workplace.log() == ["Add templates", "Publish to local"]
    assert workplace.git("rev-list", "--merges", "deploy/local") == ""
    assert publish(request, clock=fixed_clock()).commits == ()


@pytest.mark.parametrize("step", ["templates written", "models written"])
def test_the_slower_one_plans_again_on_the_new_tip(workplace: Workplace, step: str) -> None:
    workplace.add("churn", "print('theirs')\n")
    workplace.templates = {"batch-0123456789", "batch-2222222222"}
    package = workplace.package().rename(workplace.root / "theirs")
    theirs = replace(workplace.request(), package=package)
    theirs_root = workplace.root.parent / "theirs"
    (theirs_root).mkdir()
    for name in ("models", "platform", "3rdparty"):
        (workplace.root / name).rename(theirs_root / name)
    theirs = replace(theirs, root=theirs_root)
    for name in ("platform", "3rdparty"):
        import shutil

        shutil.copytree(theirs_root / name, workplace.root / name)
    workplace.add("churn", "print('ours')\n")
    workplace.templates = {"batch-0123456789"}
    happened: list[str] = []

    def meanwhile(reached: str) -> None:
        if reached == step and not happened:
            happened.append(reached)
            publish(theirs, clock=fixed_clock())

    ours = publish(workplace.request(), clock=fixed_clock(), steps=meanwhile)
    assert happened == [step]
    expected = ["Add templates", "Publish to local", "Publish to local"]
    assert workplace.log() == (expected if step == "templates written" else ["Add templates", *expected])
    assert ours.changed == ("churn",)
    fleet = workplace.fleet()
    [their_code] = fleet["ended"]["archives"]
    assert fleet["models"]["churn"]["archives"]["code"] != their_code
    assert fleet["ended"]["archives"] == {their_code: {"churn": "2026-11-25"}}
    assert fleet["ended"]["templates"] == {"batch-2222222222": "2026-11-25"}
    assert json.loads(workplace.show(f"archives/{their_code}.json"))["kind"] == "code"


def test_it_gives_up_when_others_never_stop(workplace: Workplace) -> None:
    workplace.add("churn")
    request = workplace.request()
    publish(request, clock=fixed_clock())
    workplace.add("churn", "print('better')\n")

    def always(step: str) -> None:
        if step == "models written":
            tip = workplace.git("rev-parse", "deploy/local").strip()
            tree = workplace.git("rev-parse", "deploy/local^{tree}").strip()
            other = workplace.git("-c", "user.name=Bob", "-c", "user.email=bob@example.com", "commit-tree", "-p", tip, "-m", "Other", tree).strip()
            workplace.git("update-ref", "refs/heads/deploy/local", other)

    with pytest.raises(UserError) as refused:
        publish(workplace.request(), clock=fixed_clock(), steps=always)
    assert str(refused.value) == (
        f"branch `deploy/local` of `.modelfleet/deploy.git` was moved by others {ATTEMPTS} times while this run wrote to it\n"
        "  hint: let one publish run at a time for each stage"
    )
