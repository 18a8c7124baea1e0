"""A run, settled: the settings of a job with the parameters and dates of one run in the place of every name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from modelfleet_runtime.expansion import expand_argument, expand_uri, names_of
from modelfleet_runtime.logical_date import Interval, path_stamp
from modelfleet_runtime.params import FORMAT
from modelfleet_runtime.settings import Scalar, Settings


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
        "code_directory": settings.code_directory,
        "drift": settings.drift,
        "step": None if settings.step is None else asdict(settings.step),
        "scratch": expand_uri(settings.scratch, names, field="scratch"),
        "artifacts": None if settings.artifacts is None else asdict(settings.artifacts),
        "uses": [asdict(one) for one in settings.uses],
        "run_path": f"logical_date={path_stamp(logical_date)}/run={run}",
        "digests": dict(settings.digests),
    }
