"""What the manifest says about a job: the JSON that rendering writes and extra-params reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from modelfleet_runtime.failure import BROKEN, Failure

FORMAT = 1
Scalar = str | int | float | bool
_MISSING = object()


@dataclass(frozen=True)
class Schedule:
    """Five plain cron fields and the IANA name of the time zone they are meant in."""

    cron: str
    timezone: str


@dataclass(frozen=True)
class Input:
    """What is copied in before the run: `uri` to the directory `to`, relative to the working directory."""

    name: str
    uri: str
    to: str
    select: str | None


@dataclass(frozen=True)
class Output:
    """What is published after the run: the file or directory `source`, relative to the working directory."""

    name: str
    source: str
    uri: str


@dataclass(frozen=True)
class Receipt:
    """Artifacts that one other pod hands on: in the directory `slot`, to be put below a directory `below` of their names."""

    slot: str
    names: tuple[str, ...]
    below: str | None


@dataclass(frozen=True)
class Step:
    """What makes a pod a step of its job; `item` holds the loop's parameter with its value, and is empty without a loop."""

    name: str
    task: str
    item: Mapping[str, Scalar]
    receives: tuple[Receipt, ...]
    hands_on: tuple[str, ...]


@dataclass(frozen=True)
class Artifacts:
    """What a run leaves for later runs: `names` in the working directory, below the directory `place` of the job's runs."""

    names: tuple[str, ...]
    place: str


@dataclass(frozen=True)
class Use:
    """Artifacts of another job's run: the run that is pinned, perhaps with its digest, or None for the newest one."""

    job: str
    names: tuple[str, ...]
    place: str
    run: str | None
    digest: str | None


@dataclass(frozen=True)
class Settings:
    """One job of one model on one stage, complete: nothing here has a default."""

    model: str
    job: str
    python: str
    entry_point: str | None
    args: tuple[str, ...]
    parameters: Mapping[str, Scalar]
    schedule: Schedule | None
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    scratch: str
    drift: Mapping[str, Any] | None
    env: Mapping[str, str]
    step: Step | None
    artifacts: Artifacts | None
    uses: tuple[Use, ...]
    digests: Mapping[str, str]
    code_directory: str = ""


def parse_settings(text: str) -> Settings:
    """Settings from their JSON text. Raises Failure with exit code 2, naming the field, when it is not format 1."""
    try:
        data = json.loads(text)
    except ValueError as error:
        raise _broken(f"not JSON: {error}") from None
    if not isinstance(data, dict):
        raise _broken("not an object")
    if data.get("format") != FORMAT:
        raise _broken(f"format {data.get('format')!r}, this runtime reads format {FORMAT}")
    schedule = _get(data, "schedule", (dict, type(None)))
    return Settings(
        model=_get(data, "model", str),
        job=_get(data, "job", str),
        python=_get(data, "python", str),
        entry_point=_get(data, "entry_point", (str, type(None))),
        args=tuple(_items(data, "args", str)),
        parameters=_values(data, "parameters", (str, int, float)),
        schedule=None if schedule is None else Schedule(_get(schedule, "cron", str, "schedule."), _get(schedule, "timezone", str, "schedule.")),
        inputs=tuple(
            Input(_get(one, "name", str, at), _get(one, "uri", str, at), _get(one, "to", str, at), _get(one, "select", (str, type(None)), at, None))
            for at, one in _objects(data, "inputs")
        ),
        outputs=tuple(Output(_get(one, "name", str, at), _get(one, "from", str, at), _get(one, "uri", str, at)) for at, one in _objects(data, "outputs")),
        scratch=_get(data, "scratch", str),
        drift=_get(data, "drift", (dict, type(None)), "", None),
        env=_values(data, "env", str),
        step=_step(_get(data, "step", (dict, type(None)), "", None)),
        artifacts=_artifacts(_get(data, "artifacts", (dict, type(None)), "", None)),
        uses=tuple(_use(one, at) for at, one in _objects({"uses": [], **data}, "uses")),
        digests=_values(data, "digests", str),
        code_directory=_get(data, "code_directory", str, "", ""),
    )


def _step(data: dict[str, Any] | None) -> Step | None:
    if data is None:
        return None
    receipts = (
        Receipt(_get(one, "slot", str, at), tuple(_items(one, "names", str)), _get(one, "below", (str, type(None)), at))
        for at, one in _objects(data, "receives")
    )
    return Step(
        name=_get(data, "name", str, "step."),
        task=_get(data, "task", str, "step."),
        item=_values(data, "item", (str, int)),
        receives=tuple(receipts),
        hands_on=tuple(_items(data, "hands_on", str)),
    )


def _artifacts(data: dict[str, Any] | None) -> Artifacts | None:
    return None if data is None else Artifacts(tuple(_items(data, "names", str)), _get(data, "place", str, "artifacts."))


def _use(data: dict[str, Any], at: str) -> Use:
    text = (str, type(None))
    names = tuple(_items(data, "names", str))
    return Use(_get(data, "job", str, at), names, _get(data, "place", str, at), _get(data, "run", text, at), _get(data, "digest", text, at))


def _broken(what: str) -> Failure:
    hint = "the manifest and the runtime archive come from different versions of the platform; publish again from one commit"
    return Failure(f"MODELFLEET_SETTINGS: {what}", hint=hint, code=BROKEN)


def _get(data: Mapping[str, Any], key: str, kind: Any, at: str = "", default: Any = _MISSING) -> Any:
    value = data.get(key, default)
    if value is _MISSING:
        raise _broken(f"{at}{key} is missing")
    if not isinstance(value, kind):
        raise _broken(f"{at}{key} has the type {type(value).__name__}")
    return value


def _items(data: Mapping[str, Any], key: str, kind: Any) -> list[Any]:
    values = _get(data, key, list)
    for index, value in enumerate(values):
        if not isinstance(value, kind):
            raise _broken(f"{key}[{index}] has the type {type(value).__name__}")
    return list(values)


def _objects(data: Mapping[str, Any], key: str) -> list[tuple[str, dict[str, Any]]]:
    return [(f"{key}[{index}].", value) for index, value in enumerate(_items(data, key, dict))]


def _values(data: Mapping[str, Any], key: str, kind: Any) -> dict[str, Any]:
    values = _get(data, key, dict)
    return {name: _get(values, name, kind, f"{key}.") for name in sorted(values)}
