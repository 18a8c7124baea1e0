"""`params.json`: all that a run knows about itself, for the model's code and for the launcher.

The model's code finds the file by the variable MODELFLEET_PARAMS. It holds only plain JSON: `model`, `job`, `run`,
`parameters`, `logical_date`, `data_interval`, `debug`, `inputs`, `outputs`, `args`, `env`, and what the launcher needs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from modelfleet_runtime.expansion import expand_argument, expand_uri, names_of
from modelfleet_runtime.failure import BROKEN, Failure
from modelfleet_runtime.logical_date import Interval, path_stamp
from modelfleet_runtime.settings import Scalar, Settings
from modelfleet_runtime.workspace import write_whole

FORMAT = 1


def params_of(settings: Settings, run: str, parameters: Mapping[str, Scalar], logical_date: datetime, interval: Interval, debug: bool) -> dict[str, Any]:
    """The content of `params.json` before the inputs are copied; every `${name}` in it is replaced."""
    names = names_of(settings.model, settings.job, parameters, logical_date, interval)
    return {
        "format": FORMAT,
        "model": settings.model,
        "job": settings.job,
        "run": run,
        "parameters": dict(parameters),
        "logical_date": logical_date.isoformat(),
        "data_interval": {"start": interval.start.isoformat(), "end": interval.end.isoformat()},
        "debug": debug,
        "inputs": [
            {"name": one.name, "uri": expand_uri(one.uri, names, field=f"inputs.{one.name}.uri"), "to": one.to, "select": one.select, "selected": None}
            for one in settings.inputs
        ],
        "outputs": [{"name": one.name, "from": one.source, "uri": expand_uri(one.uri, names, field=f"outputs.{one.name}.uri")} for one in settings.outputs],
        "args": [expand_argument(arg, names, field=f"args[{index}]") for index, arg in enumerate(settings.args)],
        "env": {name: expand_argument(value, names, field=f"env.{name}") for name, value in settings.env.items()},
        "python": settings.python,
        "entry_point": settings.entry_point,
        "drift": settings.drift,
        "scratch": expand_uri(settings.scratch, names, field="scratch"),
        "run_path": f"logical_date={path_stamp(logical_date)}/run={run}",
        "digests": dict(settings.digests),
    }


def write_params(path: Path, params: Mapping[str, Any]) -> None:
    """Write `params.json`, whole or not at all."""
    write_whole(path, json.dumps(params, indent=2, ensure_ascii=False) + "\n")


def read_params(path: Path) -> dict[str, Any]:
    """Read `params.json`; Failure with exit code 2 when extra-params has not written it."""
    try:
        params: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Failure(f"{path} is not there", hint="the step extra-params writes it; its log says why it did not", code=BROKEN) from None
    return params
