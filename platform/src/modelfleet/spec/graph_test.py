from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelfleet.spec.graph import Receipt, before, circle_in, ordered, task_name, tasks_of
from modelfleet.spec.job import Job
from modelfleet.spec.step import Step

LOOP = {"for_each": {"region": ["north", 7]}}


def job_of(**steps: dict[str, Any]) -> Job:
    return Job(entry_point=None, steps={name: Step(entry_point=f"{name}.py", **fields) for name, fields in steps.items()})


def test_a_job_without_steps_is_one_task() -> None:
    job = Job(entry_point="train.py", args=("--all",))
    (task,) = tasks_of("training", job)
    assert (task.name, task.step, task.item, task.dependencies, task.receipts, task.job) == ("training", None, {}, (), (), job)


def test_each_task_stands_after_what_it_waits_for_and_ties_go_by_name() -> None:
    job = job_of(z={}, b={"depends_on": ["z"]}, a={"depends_on": ["z"]}, c={"depends_on": ["b", "a"]})
    assert [task.name for task in tasks_of("j", job)] == ["z", "a", "b", "c"]
    assert tasks_of("j", job)[3].dependencies == ("a", "b")


def test_a_task_is_a_job_of_its_own() -> None:
    job = job_of(fit={"args": ["--all"], "timeout": "5m"})
    (task,) = tasks_of("j", job)
    assert (task.job.entry_point, task.job.args, task.job.timeout, task.job.steps) == ("fit.py", ("--all",), 300, {})


def test_a_step_after_a_loop_waits_for_all_items_and_gets_each_below_its_name() -> None:
    job = job_of(fit={**LOOP, "artifacts": {"out": ["part"]}}, merge={"depends_on": ["fit"], "artifacts": {"in": ["fit.part"]}})
    north, seven, merge = tasks_of("j", job)
    assert (north.name, north.item, seven.name, seven.item) == ("fit-north", {"region": "north"}, "fit-7", {"region": 7})
    assert merge.dependencies == ("fit-north", "fit-7")
    assert merge.receipts == (Receipt("fit-north", ("part",), "north"), Receipt("fit-7", ("part",), "7"))


def test_loops_over_the_same_name_go_item_by_item() -> None:
    job = job_of(fit={**LOOP, "artifacts": {"out": ["part"]}}, score={**LOOP, "depends_on": ["fit"], "artifacts": {"in": ["fit.part"]}})
    tasks = {task.name: task for task in tasks_of("j", job)}
    assert tasks["score-7"].dependencies == ("fit-7",)
    assert tasks["score-7"].receipts == (Receipt("fit-7", ("part",), None),)


def test_loops_over_two_names_wait_for_each_other_whole() -> None:
    job = job_of(fit=LOOP, score={"for_each": {"day": [1, 2]}, "depends_on": ["fit"]})
    assert [task.dependencies for task in tasks_of("j", job) if task.step == "score"] == [("fit-north", "fit-7")] * 2


@pytest.mark.parametrize(
    ("waits", "expected"),
    [({}, []), ({"a": ["b"], "b": []}, []), ({"a": ["b"], "b": ["a"]}, ["a", "b"]), ({"a": ["b"], "b": ["c"], "c": ["b"]}, ["b", "c"])],
)
def test_a_circle_is_named(waits: dict[str, list[str]], expected: list[str]) -> None:
    found = circle_in(waits)
    assert sorted(set(found)) == expected
    assert found[:1] == found[-1:]


def test_before_holds_all_that_ran() -> None:
    job = job_of(a={}, b={"depends_on": ["a"]}, c={"depends_on": ["b"]}, d={})
    assert before(job.steps, "c") == {"a", "b"}


@given(st.integers(1, 12).flatmap(lambda count: st.lists(st.sets(st.integers(0, count - 1)), min_size=count, max_size=count)), st.randoms())
def test_the_order_does_not_depend_on_the_order_in_the_file(edges: list[set[int]], random: Any) -> None:
    # Edges to smaller numbers only, so that there is no circle.
    waits = {f"s{number:02d}": [f"s{other:02d}" for other in sorted(found) if other < number] for number, found in enumerate(edges)}
    order = ordered(waits)
    assert sorted(order) == sorted(waits)
    assert all(order.index(other) < order.index(name) for name, others in waits.items() for other in others)
    shuffled = list(waits.items())
    random.shuffle(shuffled)
    assert ordered({name: random.sample(others, len(others)) for name, others in shuffled}) == order


def test_names_of_tasks() -> None:
    assert (task_name("fit", {}), task_name("fit", {"region": 7})) == ("fit", "fit-7")
