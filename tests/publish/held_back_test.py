"""What a channel holds back: archives that this tree can no longer build."""

from __future__ import annotations

from publish.fleet_test import published
from publish.workplace import Workplace


def change_the_runtime(workplace: Workplace) -> None:
    (workplace.root / "platform/src/modelfleet_runtime/launcher.py").write_text("print('runs better')\n")


def test_a_runtime_that_is_held_back_stays_and_is_not_built(workplace: Workplace) -> None:
    workplace.add("churn")
    published(workplace)
    runtime = workplace.fleet()["models"]["churn"]["archives"]["runtime"]
    before = {path: object_id for path, object_id in workplace.tree().items() if path.startswith("models/churn/")}
    change_the_runtime(workplace)
    workplace.held = {"churn": runtime}
    workplace.add("canary", "print('tries')\n")
    summary = published(workplace)
    assert (summary.added, summary.bad) == (("canary",), ())
    assert sorted(line.title for line in summary.supplied) == ["code of canary", "runtime"]
    assert {path: object_id for path, object_id in workplace.tree().items() if path.startswith("models/churn/")} == before
    newest = workplace.fleet()["models"]["canary"]["archives"]["runtime"]
    assert newest != runtime
    assert {f"archives/{runtime}.json", f"archives/{newest}.json"} <= workplace.tree().keys()
    assert workplace.fleet()["ended"]["archives"] == {}


def test_a_runtime_that_nobody_has_is_said_to_be_held_back(workplace: Workplace) -> None:
    workplace.add("churn")
    workplace.add("canary", "print('tries')\n")
    workplace.held = {"churn": "1" * 64}
    summary = published(workplace)
    assert (summary.added, summary.bad) == (("canary",), ("churn",))
    assert str(summary.problems[0]) == (
        "models/churn/model.yaml: its runtime archive cannot be published: the channel of the stage pins it, the store does not have it, "
        "and its sources have moved on\n"
        "  hint: publish a commit that still has it first, or `./pants promote` the stage to the runtime of this commit"
    )


def test_a_runtime_that_is_pinned_and_still_here_is_built(workplace: Workplace) -> None:
    workplace.add("churn")
    published(workplace)
    runtime = workplace.fleet()["models"]["churn"]["archives"]["runtime"]
    [key] = [key for key in workplace.objects() if key.startswith("runtime/")]
    (workplace.store / key).unlink()
    workplace.held = {"churn": runtime}
    assert [line.title for line in published(workplace).supplied] == ["runtime"]
