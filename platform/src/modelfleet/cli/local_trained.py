"""Trained artifacts on this machine: which run a person wants a job to take, and what is not there yet."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from modelfleet.errors import Problem, UserError
from modelfleet.spec.model import ModelSpec
from modelfleet.spec.trained import PIN_PATTERN

MARKER = "_SUCCESS"
_LATEST = "latest"
_DEFAULT_STAGE = "local"


def with_uses(model: ModelSpec, name: str, texts: Sequence[str]) -> ModelSpec:
    """The model with other runs for the job `name`, from texts `JOB=RUN` and `JOB=latest`. Raises UserError with all that are wrong."""
    job = model.jobs[name]
    uses, follow = dict(job.uses), dict(job.follow)
    faults = []
    for text in texts:
        other, _, run = text.partition("=")
        known = sorted({*job.uses, *job.follow})
        if other not in known:
            close = get_close_matches(other, known, n=1)
            hint = f'did you mean "{close[0]}"?' if close else f"it takes those of: {', '.join(known) or 'none'}"
            faults.append(Problem("", None, "", f"--uses {text}: {name} takes no artifacts of `{other}`", hint))
        elif run != _LATEST and not re.fullmatch(PIN_PATTERN, run, re.ASCII):
            faults.append(Problem("", None, "", f"--uses {text}: `{run}` names no run", f"for example --uses {other}=latest or --uses {other}=2026-11-20-0400"))
        else:
            uses.pop(other, None)
            (follow if run == _LATEST else uses)[other] = run
    if faults:
        raise UserError(faults)
    return model.model_copy(update={"jobs": {**model.jobs, name: job.model_copy(update={"uses": uses, "follow": follow})}})


def missing_runs(address: str, name: str, stage: str, params: Mapping[str, Any], folder: Mapping[str, Path]) -> Iterator[Problem]:
    """Every run that the job would take on `stage` and that is not on this machine; `folder` maps a job to the folder of its runs."""
    for one in params["uses"]:
        runs = folder[one["job"]]
        place = f"jobs.{name}.{'follow' if one['run'] is None else 'uses'}.{one['job']}"
        first = command(f"{address}:{one['job']}", stage)
        if not any(runs.glob(f"*/{MARKER}")):
            hint = f"{name} takes what {one['job']} leaves, so first: {first}"
            yield Problem(f"{address}/model.yaml", None, place, f"no complete run is in {runs}", hint)
        elif one["run"] is not None and not (runs / one["run"] / MARKER).is_file():
            hint = "take a local one: " + command(f"{address}:{name}", stage, "--uses", f"{one['job']}=latest")
            yield Problem(f"{address}/model.yaml", None, place, f"the run {one['run']} is not in {runs}", hint)


def command(job: str, stage: str, *options: str) -> str:
    """What a person types to run `job` with the options, on the same stage."""
    words = [*options, *(() if stage == _DEFAULT_STAGE else ("--stage", stage))]
    return " ".join(["./pants", "run", job, *(("--", *words) if words else ())])


def left(params: Mapping[str, Any], runs: Path | None, workspace: Path) -> Iterator[str]:
    """What a run left for later runs, one line; `runs` is the folder of the job's runs."""
    if runs is not None and (workspace / "run" / "trained").is_file():
        yield f"run: {' and '.join(params['artifacts']['names'])} of {params['artifacts']['run']} in {os.path.relpath(runs / params['artifacts']['run'])}/"
