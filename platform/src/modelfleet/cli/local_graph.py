"""A job with steps on this machine: its tasks one after the other, each with the artifacts of those before it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from modelfleet.cli.local_run import LocalRun
from modelfleet.errors import Problem, UserError
from modelfleet.render.settings import slot_name
from modelfleet.spec.graph import Task

# Where a task of a run leaves what it hands on, as in a pod.
_HANDED_ON = Path("artifacts", "out")


def chosen(tasks: Sequence[Task], job: str, step: str | None, debug: bool) -> tuple[Task, ...]:
    """The tasks that a person wants to run: all, or those of one step. Raises UserError when there is no such step."""
    steps = sorted({task.step for task in tasks if task.step is not None})
    if step is None:
        if debug and steps:
            raise UserError.one("--debug waits for a debugger in each step", hint=f"say in which: --step {steps[0]}")
        return tuple(tasks)
    if not steps:
        raise UserError.one(f"--step {step}: {job} has no steps", hint="leave --step out")
    if step not in steps:
        close = get_close_matches(step, steps, n=1)
        raise UserError.one(f"--step {step}: {job} has no such step", hint=f'did you mean "{close[0]}"?' if close else f"one of: {', '.join(steps)}")
    return tuple(task for task in tasks if task.step == step)


def earlier_of(tasks: Sequence[Task], runs: Path, address: str) -> dict[str, Path]:
    """Task → what it handed on in its newest local run, for every task that is received from and not about to run.

    `runs` holds the local runs of the job. Raises UserError with every artifact that no run has left.
    """
    running = {task.name for task in tasks}
    wanted = sorted({(receipt.task, receipt.names) for task in tasks for receipt in task.receipts if receipt.task not in running})
    found: dict[str, Path] = {}
    problems = []
    for name, artifacts in wanted:
        left = sorted(path.parents[2].name for path in runs.glob(f"local-*/{name}/{_HANDED_ON}") if all((path / one).exists() for one in artifacts))
        if left:
            found[name] = runs / left[-1] / name / _HANDED_ON
        else:
            what = " and ".join(f"{name}.{artifact}" for artifact in artifacts)
            problems.append(Problem("", None, "", f"no local run has left {what}", f"run all steps first: ./pants run {address}"))
    if problems:
        raise UserError(problems)
    return found


def go_through(prepared: Sequence[LocalRun], earlier: Mapping[str, Path], arguments: Mapping[str, Any]) -> int:
    """Run each task with what others handed on; the exit code is that of the first that fails, and nothing runs after it.

    `arguments` are those of LocalRun.go.
    """
    handed_on = dict(earlier)
    for position, one in enumerate(prepared):
        _receive(one, handed_on)
        if code := one.go(**arguments):
            for line in _not_run(prepared[position + 1 :]):
                print(line, file=sys.stderr)
            return code
        handed_on[one.task.name] = one.workspace / _HANDED_ON
    return 0


def _receive(one: LocalRun, handed_on: Mapping[str, Path]) -> None:
    for slot, receipt in enumerate(one.task.receipts):
        # A copy, so that a step that changes what it received changes it for itself, as in a pod.
        shutil.copytree(handed_on[receipt.task], one.workspace / "artifacts" / slot_name(slot), symlinks=True)


def _not_run(left: Sequence[LocalRun]) -> Iterator[str]:
    if left:
        yield f"run: not run after that: {', '.join(one.task.name for one in left)}"
