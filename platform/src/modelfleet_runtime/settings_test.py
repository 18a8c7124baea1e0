from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from modelfleet_runtime.failure import Failure
from modelfleet_runtime.settings import Input, Output, Schedule, parse_settings

HINT = "the manifest and the runtime archive come from different versions of the platform; publish again from one commit"

COMPLETE: dict[str, Any] = {
    "format": 1,
    "model": "fraud-detection",
    "job": "inference",
    "python": "3.11",
    "entry_point": "predict.py",
    "args": ["--window=${window}"],
    "parameters": {"window": "7d", "rows": 10, "fast": True},
    "schedule": {"cron": "17 2 * * *", "timezone": "Europe/Moscow"},
    "inputs": [{"name": "transactions", "uri": "s3://dwh/transactions/", "to": "data/", "select": None}],
    "outputs": [{"name": "scores", "from": "out/", "uri": "s3://dwh/scores/"}],
    "scratch": "s3://scratch/fraud-detection/inference/",
    "drift": None,
    "env": {"LOG_LEVEL": "info"},
    "digests": {"code": "c", "environment": "e", "runtime": "r"},
}


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    settings = json.loads(json.dumps(COMPLETE))
    change(settings)
    return json.dumps(settings)


def test_all_fields_are_read() -> None:
    settings = parse_settings(json.dumps(COMPLETE))
    assert (settings.model, settings.job, settings.python, settings.entry_point) == ("fraud-detection", "inference", "3.11", "predict.py")
    assert settings.args == ("--window=${window}",)
    assert settings.parameters == {"fast": True, "rows": 10, "window": "7d"}
    assert settings.schedule == Schedule("17 2 * * *", "Europe/Moscow")
    assert settings.inputs == (Input("transactions", "s3://dwh/transactions/", "data/", None),)
    assert settings.outputs == (Output("scores", "out/", "s3://dwh/scores/"),)
    assert settings.drift is None
    assert settings.digests == {"code": "c", "environment": "e", "runtime": "r"}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{", "not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("[]", "not an object"),
        (changed(lambda data: data.update(format=2)), "format 2, this runtime reads format 1"),
        (changed(lambda data: data.pop("model")), "model is missing"),
        (changed(lambda data: data.update(args="x")), "args has the type str"),
        (changed(lambda data: data.update(args=[1])), "args[0] has the type int"),
        (changed(lambda data: data["inputs"][0].pop("uri")), "inputs[0].uri is missing"),
        (changed(lambda data: data["outputs"].append(3)), "outputs[1] has the type int"),
        (changed(lambda data: data["schedule"].pop("timezone")), "schedule.timezone is missing"),
        (changed(lambda data: data["parameters"].update(window=None)), "parameters.window has the type NoneType"),
    ],
)
def test_broken_settings_name_the_field(text: str, what: str) -> None:
    if text == "{":  # the words of the json module differ between versions of Python
        try:
            json.loads(text)
        except ValueError as error:
            what = f"not JSON: {error}"
    with pytest.raises(Failure) as caught:
        parse_settings(text)
    assert str(caught.value) == f"MODELFLEET_SETTINGS: {what}\n  hint: {HINT}"
    assert caught.value.code == 2
