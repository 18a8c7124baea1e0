"""`modelfleet adopt`: the runs of a job with their metrics beside the one in use, and the line that takes another one."""

from __future__ import annotations

import argparse
import difflib
import json
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from modelfleet.cli.model_directory import DESCRIPTION, find_model
from modelfleet.errors import UserError
from modelfleet.spec.load import LoadedModel, load_model, load_platform, parse_model
from modelfleet.spec.model import ModelSpec
from modelfleet.spec.stage import LOCAL
from modelfleet.spec.trained import split_pin
from modelfleet.spec.translate import suggestion
from modelfleet.trained.comparison import IN_USE, as_document, plain_text, rows_of
from modelfleet.trained.history import TrainedRun, find_run, read_history, store_of
from modelfleet.trained.pin import with_value

# Where `run` keeps what the data stores of a stage would hold.
DATA = Path(".modelfleet/data")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("model", metavar="MODEL", help="name of a model, or any path inside its directory")
    parser.add_argument("job", metavar="JOB", help="the job that leaves artifacts, for example training")
    parser.add_argument("run", nargs="?", metavar="RUN", help="the run to adopt, or `latest`; without it the runs are listed and nothing is written")
    parser.add_argument("--stage", default=LOCAL, help="whose runs to look at, and whose pin to write; local if left out")
    parser.add_argument("--output", choices=("text", "json"), default="text", help="`json` for a machine")


def run(arguments: argparse.Namespace) -> int:
    """List the runs, or write the pin of one. Raises UserError when there is nothing to list or to write."""
    directory, platform = find_model(arguments.model), load_platform(Path())
    file = directory / DESCRIPTION
    loaded = load_model(file, platform)
    if arguments.stage not in loaded.on:
        raise UserError.one(f"there is no stage `{arguments.stage}`", hint=_close(arguments.stage, loaded.on))
    model = loaded.on[arguments.stage]
    users = _users(loaded, model, arguments.job)
    store = store_of(arguments.stage, platform.stages[arguments.stage], DATA, model.name, arguments.job)
    runs = read_history(store)
    if not runs:
        first = f"./pants run models/{model.name}:{arguments.job}" if arguments.stage == LOCAL else "its first run on this stage must end well"
        raise UserError.one(f"no run of {arguments.job} is complete in {store.url}", hint=first)
    used = {job: split_pin(pin)[0] for job in users if (pin := model.jobs[job].uses.get(arguments.job))}
    if arguments.run is None:
        _show(runs, used, arguments.output)
        return 0
    chosen = find_run(runs, arguments.run)
    if chosen is None:
        hint = _close(arguments.run, [one.name for one in runs])
        raise UserError.one(f"no complete run of {arguments.job} is called `{arguments.run}` in {store.url}", hint=hint)
    if loaded.source != file.as_posix():
        hint = f"write it there, below stages.{arguments.stage}, and lock: `uses: {{{arguments.job}: {chosen.pin}}}`"
        raise UserError.one("the model is described in another repository", file=file.as_posix(), hint=hint)
    text = edited = file.read_bytes().decode()
    for job in users:
        edited = with_value(edited, ("stages", arguments.stage, "jobs", job, "uses", arguments.job), chosen.pin)
    # The file is judged as a whole before a byte of it is written: a pin may be refused for a reason of its own.
    parse_model(edited.encode(), file.as_posix(), platform)
    _report(file, text, edited, chosen, users, arguments)
    return 0


def _users(loaded: LoadedModel, model: ModelSpec, job: str) -> list[str]:
    """Jobs that take artifacts of `job`, on whatever stage: where only pinned runs are taken, nothing stands before the first one."""
    file = loaded.source
    if job not in model.jobs:
        raise UserError.one(f"the model has no job `{job}`", file=file, hint=_close(job, model.jobs))
    if not model.jobs[job].artifacts.out:
        raise UserError.one(f"`{job}` leaves no artifacts", file=file, hint=f"add what it leaves: `{job}: {{artifacts: {{out: [model]}}}}`")
    users = sorted({name for other in loaded.on.values() for name, one in other.jobs.items() if job in one.uses or job in one.follow})
    if not users:
        raise UserError.one(f"no job takes the artifacts of `{job}`", file=file, hint=f"add `follow: {{{job}: latest}}` to the job that needs them, then adopt")
    return users


def _close(word: str, known: Sequence[str] | Mapping[str, object]) -> str:
    close = suggestion(word, list(known))
    return f'did you mean "{close}"?' if close else f"one of: {', '.join(list(known)[:10])}"


def _show(runs: Sequence[TrainedRun], used: Mapping[str, str], output: str) -> None:
    if output == "json":
        print(json.dumps({"runs": as_document(runs, used), "used": dict(used)}, indent=2))
        return
    titles, rows = rows_of(runs, used)
    if not sys.stdout.isatty():
        print(plain_text(titles, rows))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold")
    for position, title in enumerate(titles):
        table.add_column(title, justify="right" if 1 < position < len(titles) - 1 else "left", no_wrap=position == 0)
    for row in rows:
        table.add_row(*row, style="green" if row[-1].startswith(IN_USE) else None)
    Console().print(table)


def _report(file: Path, before: str, after: str, chosen: TrainedRun, users: Sequence[str], arguments: argparse.Namespace) -> None:
    if before != after:
        _write(file, after)
    if arguments.output == "json":
        document = {"file": file.as_posix(), "stage": arguments.stage, "pin": chosen.pin, "jobs": list(users), "changed": before != after}
        print(json.dumps(document, indent=2))
        return
    if before == after:
        print(f"{file.as_posix()}: unchanged, {', '.join(users)} on {arguments.stage} uses {chosen.name} already")
        return
    lines = difflib.unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), file.as_posix(), file.as_posix(), n=1)
    sys.stdout.writelines(line if line.endswith("\n") else f"{line}\n" for line in lines)
    print(f"{file.as_posix()}: written, {', '.join(users)} on {arguments.stage} uses {chosen.name}; have it reviewed")


def _write(file: Path, text: str) -> None:
    """The file changes whole or not at all, and keeps its mode."""
    with tempfile.NamedTemporaryFile("wb", dir=file.parent, prefix=f".{file.name}.", delete=False) as part:
        part.write(text.encode())
    os.chmod(part.name, file.stat().st_mode & 0o777)
    os.replace(part.name, file)
