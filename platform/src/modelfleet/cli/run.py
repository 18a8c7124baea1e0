"""`modelfleet run`: a job on this machine, by the launcher of the cluster, with folders in place of object stores."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from pathlib import Path

from modelfleet.errors import Problem, UserError

DATA = Path(".modelfleet/data")
RUNS = Path(".modelfleet/run")
MODELS = Path("models")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("job", metavar="MODEL:JOB", help="for example models/fraud-detection:inference")
    parser.add_argument("--step", metavar="NAME", help="run one step of a job with steps, with what the others left in earlier local runs")
    parser.add_argument("--input", action="append", default=[], metavar="NAME=DIRECTORY", help="take an input from this folder")
    parser.add_argument("--output", action="append", default=[], metavar="NAME=DIRECTORY", help="publish an output into this folder")
    parser.add_argument("--uses", action="append", default=[], metavar="JOB=RUN", help="take artifacts of another run, `latest` for the newest here")
    parser.add_argument("-p", "--parameter", action="append", default=[], metavar="KEY=VALUE", help="change a parameter for this run")
    parser.add_argument("--logical-date", default="", metavar="DATE", help="what the run is for, 2026-11-20 or 2026-11-20T04:00; now if left out")
    parser.add_argument("--stage", default="local", help="whose overrides and parameters to take; local if left out")
    parser.add_argument("--debug", action="store_true", help="wait for a debugger on 127.0.0.1:5678; outputs go to scratch")
    parser.add_argument("--cache", type=Path, default=None, metavar="DIRECTORY", help="where environments are kept; ~/.cache/modelfleet if left out")


def run(arguments: argparse.Namespace) -> int:
    """Run the job and return its exit code. Raises UserError for everything that is wrong before it starts."""
    from modelfleet.archive.cache import cache_directory
    from modelfleet.cli.local_graph import chosen, earlier_of, go_through
    from modelfleet.cli.local_run import prepare
    from modelfleet.cli.local_trained import with_uses
    from modelfleet.spec.graph import tasks_of
    from modelfleet.spec.load import load_model, load_platform

    model, name = _model_and_job(arguments.job)
    platform = load_platform(Path())
    loaded = load_model(MODELS / model / "model.yaml", platform, Path())
    if arguments.stage not in loaded.on:
        raise UserError.one(f"there is no stage `{arguments.stage}`", hint=_close(arguments.stage, loaded.on))
    spec = loaded.on[arguments.stage]
    if name not in spec.jobs:
        raise UserError.one(f"the model has no job `{name}`", file=loaded.source, hint=_close(name, spec.jobs))
    spec = with_uses(spec, name, arguments.uses)
    job = spec.jobs[name]
    tasks = chosen(tasks_of(name, job), f"{model}:{name}", arguments.step, arguments.debug)
    inputs, outputs = ({one.name: None for task in tasks for one in getattr(task.job, side)} for side in ("inputs", "outputs"))
    mapped, faults = _mapped(arguments, list(inputs), list(outputs))
    stage = platform.stages[arguments.stage]
    parameters = _parameters(arguments.parameter, {**spec.parameters, **stage.parameters, **job.parameters}, faults)
    if faults:
        raise UserError(faults)
    cache = cache_directory(arguments.cache, os.environ)
    runs = RUNS / model / name
    earlier = earlier_of(tasks, runs, f"models/{model}:{name}")
    prepared = prepare(Path(), runs, DATA, spec, name, tasks, arguments.stage, stage, cache, keep=earlier.values())
    for line in dict.fromkeys(line for one in prepared for line in one.left_out(os.environ)):
        print(line, file=sys.stderr)
    if job.steps:
        print("run: steps run one after the other here, each once; in the cluster side by side, with retries", file=sys.stderr)
    wanted = {"mapped": mapped, "parameters": parameters, "logical_date": arguments.logical_date, "debug": arguments.debug}
    return go_through(prepared, earlier, wanted)


def _model_and_job(text: str) -> tuple[str, str]:
    """`models/x:job`, `models/x/:job` or `x:job`, from whichever the person copied."""
    path, colon, job = text.partition(":")
    model = path.rstrip("/").removeprefix(f"{MODELS}/")
    known = sorted(file.parent.name for file in MODELS.glob("*/model.yaml"))
    if not colon or not job:
        raise UserError.one(
            f"`{text}` names no job", hint=f"write models/NAME:JOB, for example models/{model if model in known else 'fraud-detection'}:inference"
        )
    if model not in known:
        raise UserError.one(f"there is no model `{model}` below {MODELS}/", hint=_close(model, known))
    return model, job


def _close(word: str, known: Iterable[str]) -> str:
    names = sorted(known)
    close = get_close_matches(word, names, n=1)
    return f'did you mean "{close[0]}"?' if close else f"one of: {', '.join(names) or 'none'}"


def _pairs(option: str, texts: list[str], names: Iterable[str], what: str, faults: list[Problem]) -> dict[str, str]:
    """NAME=VALUE texts as a mapping; one whose name is not in `names` becomes a fault."""
    pairs, known = {}, list(names)
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not value and option != "-p":
            example = next(iter([*get_close_matches(name, known, n=1), *known]), "NAME")
            faults.append(Problem("", None, "", f"{option} {text}: is not NAME=VALUE", f"for example {option} {example}=VALUE"))
        elif name not in known:
            faults.append(Problem("", None, "", f"{option} {text}: the job has no {what} `{name}`", _close(name, known)))
        else:
            pairs[name] = value
    return pairs


def _mapped(arguments: argparse.Namespace, inputs: list[str], outputs: list[str]) -> tuple[dict[str, dict[str, str]], list[Problem]]:
    faults: list[Problem] = []
    mapped: dict[str, dict[str, str]] = {}
    for side, texts, names in (("input", arguments.input, inputs), ("output", arguments.output, outputs)):
        folders = _pairs(f"--{side}", texts, names, side, faults)
        for name, folder in folders.items():
            if side == "input" and not Path(folder).exists():
                faults.append(Problem("", None, "", f"--input {name}={folder}: there is no {folder}", "paths are relative to the repository's root"))
        mapped[f"{side}s"] = {name: os.path.abspath(folder) for name, folder in folders.items()}
    return mapped, faults


def _parameters(texts: list[str], declared: dict[str, str | int | float | bool], faults: list[Problem]) -> dict[str, str | int | float | bool]:
    """The values of -p, each read as the type that model.yaml gives the parameter."""
    values: dict[str, str | int | float | bool] = {}
    for name, text in _pairs("-p", texts, declared, "parameter", faults).items():
        kind = type(declared[name])
        try:
            values[name] = _READERS[kind](text)
        except (ValueError, KeyError):
            faults.append(Problem("", None, "", f"-p {name}={text}: is not {_WORDS[kind]}", f"model.yaml has {json.dumps(declared[name])}"))
    return values


def _number(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        value = float(text)
    if value - value != 0:  # an infinity or no number at all, which JSON does not have
        raise ValueError(text)
    return value


_READERS: dict[type, Callable[[str], str | int | float | bool]] = {
    str: str,
    int: _number,
    float: _number,
    bool: lambda text: {"true": True, "false": False}[text],
}
_WORDS = {int: "a number", float: "a number", bool: "true or false"}
