"""`modelfleet schedule`: when the jobs of models run next."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from modelfleet.cli.model_directory import DESCRIPTION, find_model
from modelfleet.cli.moment import add_at, moment_of
from modelfleet.clock.listing import COUNT, listing, to_records
from modelfleet.clock.scheduled import ScheduledJob, load_scheduled, scheduled_jobs
from modelfleet.errors import Problem, UserError
from modelfleet.spec.load import load_model, load_platform


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("models", nargs="*", metavar="MODEL", help="name of a model, or any path inside its directory")
    parser.add_argument("--rendered", type=Path, metavar="DIR", help="take the models whose schedules `render` wrote to this directory, instead of MODEL")
    parser.add_argument("--stage", action="append", default=[], help="only what holds on this stage; all stages if left out")
    parser.add_argument("--count", type=_count, metavar="NUMBER", default=COUNT, help=f"how many runs to tell of each job; {COUNT} if left out")
    parser.add_argument("--output", choices=("text", "json"), default="text", help="json for a machine")
    add_at(parser, "the runs after it,")


def run(arguments: argparse.Namespace) -> int:
    """Print the next runs. A model with problems is named, and keeps the others from nothing but a good exit code."""
    after = moment_of(arguments.at)
    jobs, problems = _jobs(arguments)
    stages = {job.stage for job in jobs}
    if unknown := [stage for stage in arguments.stage if stage not in stages]:
        problems.append(Problem("", None, "", f"no scheduled job is on a stage `{unknown[0]}`", f"one of: {', '.join(sorted(stages)) or 'none'}"))
    wanted = [job for job in jobs if not arguments.stage or job.stage in arguments.stage]
    if arguments.output == "json":
        print(json.dumps(to_records(wanted, after, arguments.count), indent=2))
    else:
        for line in listing(wanted, arguments.stage or stages, after, arguments.count):
            print(line)
        if not wanted and not problems and arguments.rendered is None:
            print("no job has a schedule")
    if problems:
        raise UserError(problems)
    return 0


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100:
        raise argparse.ArgumentTypeError(f"{text}: a number from 1 to 100")
    return int(text)


def _jobs(arguments: argparse.Namespace) -> tuple[list[ScheduledJob], list[Problem]]:
    if arguments.rendered is not None:
        return list(load_scheduled(arguments.rendered)), []
    if not arguments.models:
        raise UserError.one("no model is named", hint="./pants schedule models/NAME")
    platform = load_platform(Path())
    jobs: list[ScheduledJob] = []
    problems: list[Problem] = []
    for word in arguments.models:
        try:
            jobs += scheduled_jobs(load_model(find_model(word) / DESCRIPTION, platform))
        except UserError as error:
            problems += error.problems
    return list(dict.fromkeys(jobs)), problems
