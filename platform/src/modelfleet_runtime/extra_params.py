"""The step before the inputs are copied: settles the parameters and the dates of a run, and lists what is to be copied.

Reads the variables MODELFLEET_SETTINGS, MODELFLEET_RUN, MODELFLEET_PARAMETERS, MODELFLEET_LOGICAL_DATE,
MODELFLEET_SCHEDULED_TIME, MODELFLEET_CREATED and MODELFLEET_DEBUG; writes run/params.json and run/transfers.tsv.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from modelfleet_runtime.failure import BROKEN, Failure, exit_code, say
from modelfleet_runtime.handover import receive
from modelfleet_runtime.logical_date import data_interval, parse_moment, time_zone
from modelfleet_runtime.parameters import merge_parameters
from modelfleet_runtime.params import write_params
from modelfleet_runtime.rclone import rclone_path
from modelfleet_runtime.run_id import run_id
from modelfleet_runtime.settings import parse_settings
from modelfleet_runtime.settlement import params_of
from modelfleet_runtime.workspace import Workspace, write_whole

PROGRAM = "extra-params"
_RUN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?")


def logical_date_of(environ: Mapping[str, str], zone: tzinfo) -> datetime:
    """The moment that a run stands for: what the submitter says, else the scheduled time, else when it was made.

    The time of the clock comes last, because a retried run asks again and must get the same answer.
    """
    for variable, source, code in (
        ("MODELFLEET_LOGICAL_DATE", "the workflow parameter `logical-date`", 1),
        ("MODELFLEET_SCHEDULED_TIME", "MODELFLEET_SCHEDULED_TIME", BROKEN),
        ("MODELFLEET_CREATED", "MODELFLEET_CREATED", BROKEN),
    ):
        if text := environ.get(variable, "").strip():
            return parse_moment(text, zone, source=source, code=code)
    return datetime.now(zone).replace(microsecond=0)


def settle(environ: Mapping[str, str]) -> dict[str, Any]:
    """The content of `params.json` for the run that `environ` describes. Raises Failure when it cannot be settled."""
    settings = parse_settings(_variable(environ, "MODELFLEET_SETTINGS"))
    run = _variable(environ, "MODELFLEET_RUN")
    if not _RUN.fullmatch(run):
        raise Failure(f"MODELFLEET_RUN: `{run}` cannot be a part of a path", code=BROKEN)
    logical_date = logical_date_of(environ, time_zone(settings.schedule))
    parameters = merge_parameters(settings.parameters, environ.get("MODELFLEET_PARAMETERS", ""))
    if settings.step is not None:
        parameters |= settings.step.item  # after the submitter's: the value of a loop tells its pods apart
    interval = data_interval(settings.schedule, logical_date)
    params = params_of(settings, run, parameters, logical_date, interval, debug_wanted(environ.get("MODELFLEET_DEBUG", "")))
    if params["artifacts"] is not None:
        params["artifacts"]["run"] = run_id(logical_date, run, scheduled=_is_scheduled(environ))
    return {**params, "created": environ.get("MODELFLEET_CREATED", "").strip() or None}


def _is_scheduled(environ: Mapping[str, str]) -> bool:
    """Whether the logical date of a run is that of its schedule, of which there is one run."""
    return bool(environ.get("MODELFLEET_SCHEDULED_TIME", "").strip()) and not environ.get("MODELFLEET_LOGICAL_DATE", "").strip()


def debug_wanted(text: str) -> bool:
    """The workflow parameter `debug`; a third word is refused, since it decides where outputs go."""
    if text.strip().lower() not in ("true", "false", ""):
        raise Failure(f"the workflow parameter `debug` is `{text}`", hint="submit with -p debug=true or leave it out")
    return text.strip().lower() == "true"


def transfers_of(params: Mapping[str, Any], workspace: Workspace) -> str:
    """The list that the transfer step carries out: name, rclone path, absolute directory, selection or `-`, by tabs."""
    rows = [(one["name"], rclone_path(one["uri"]), str(workspace.inside_work(one["to"])), one["select"] or "-") for one in params["inputs"]]
    return "".join("\t".join(row) + "\n" for row in rows)


def _variable(environ: Mapping[str, str], name: str) -> str:
    if not environ.get(name):
        raise Failure(f"{name} is not set", hint="the template sets it; publish the templates again", code=BROKEN)
    return environ[name]


def main() -> int:
    """Settle the run and write it down."""
    workspace = Workspace.of(os.environ)
    params = settle(os.environ)
    transfers = transfers_of(params, workspace)
    # A second attempt in the same workspace starts without what the first one chose.
    shutil.rmtree(workspace.selected, ignore_errors=True)
    for directory in (workspace.work, workspace.run, workspace.selected, *(workspace.inside_work(one["to"]) for one in params["inputs"])):
        directory.mkdir(parents=True, exist_ok=True)
    received = receive(params, workspace)
    write_whole(workspace.transfers, transfers)
    write_params(workspace.params, params)
    interval = params["data_interval"]
    say(PROGRAM, f"{params['model']} {params['job']}, run {params['run']}, logical date {params['logical_date']}")
    if params["step"]:
        say(PROGRAM, f"step {params['step']['task']}, artifacts: {', '.join(received) or 'none'}")
    say(PROGRAM, f"data interval {interval['start']} to {interval['end']}, {len(params['inputs'])} inputs, debug {str(params['debug']).lower()}")
    return 0


if __name__ == "__main__":
    sys.exit(exit_code(PROGRAM, main))
