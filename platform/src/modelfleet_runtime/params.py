"""`params.json`: all that a run knows about itself, for the model's code and for the launcher.

The model's code finds the file by the variable MODELFLEET_PARAMS. It holds only plain JSON: `model`, `job`, `run`,
`parameters`, `logical_date`, `data_interval`, `debug`, `inputs`, `outputs`, `args`, `env`, and what the launcher needs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from modelfleet_runtime.failure import BROKEN, Failure
from modelfleet_runtime.workspace import write_whole

FORMAT = 1


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
