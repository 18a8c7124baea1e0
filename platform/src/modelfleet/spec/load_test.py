from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelfleet.errors import UserError
from modelfleet.spec.document import parse
from modelfleet.spec.load import LoadedModel, Platform, load_model, load_platform, parse_model

FILE = "models/fraud-detection/model.yaml"
EXAMPLE = """\
# yaml-language-server: $schema=../../platform/schema/model.schema.json
name: fraud-detection
description: Scores last night's card transactions
owner: team-antifraud            # one of platform/owners.yaml
tags: [fraud, batch]
python:
  version: "3.11"                # 3.10 to 3.13
  requirements: requirements.txt
parameters: {window: 7d}         # every job gets them; a run may override them
jobs:
  training:
    entry_point: train.py
    args: ["--window=${window}"]
    schedule: {cron: "0 4 * * 0", timezone: Europe/Moscow}
    resources: {cpu: 2, memory: 4Gi}
    workspace: {size: 10Gi}
    outputs: [{name: reference, from: reference/, uri: "s3://bank-dwh/reference/"}]
  inference:
    entry_point: predict.py
    schedule: {cron: "H 2 * * *", timezone: Europe/Moscow, concurrency: forbid, starting_deadline: 10m, suspend: false}
    history: {successful: 1, failed: 2}
    inputs:  [{name: transactions, uri: "s3://bank-dwh/transactions/", to: data/}]
    outputs: [{name: scores, from: out/, uri: "s3://bank-dwh/scores/"}]
    env: {LOG_LEVEL: info}
    secrets: [{env: DB_PASSWORD, ref: fraud-db/password}]
    kerberos: {principal: svc-fraud, keytab_secret: fraud-keytab}
    retries: {limit: 2, backoff: 5m}
    timeout: 2h
    expected_duration: 40m
    sla: {finish_by: "06:00"}
  monitoring:                    # generated with defaults when it is not written
    schedule: {cron: "0 * * * *", timezone: Europe/Moscow}
    thresholds: {psi: 0.2}
alerts: {on_failure: ["slack:#antifraud"]}
stages:                          # partial overrides, nothing else
  prod: {jobs: {training: {resources: {cpu: 8, memory: 16Gi}}}}
"""


def root() -> Path:
    """The repository's root, or that of the sandbox."""
    return next(parent for parent in Path(__file__).resolve().parents if (parent / "platform" / "stages").is_dir())


PLATFORM = load_platform(root())


def loaded(text: str = EXAMPLE, platform: Platform = PLATFORM) -> LoadedModel:
    return parse_model(text.encode(), FILE, platform)


def test_the_example_is_complete_on_every_stage() -> None:
    model = loaded()
    assert model.warnings == ()
    assert list(model.on) == sorted(PLATFORM.stages)
    inference = model.on["local"].jobs["inference"]
    assert inference.schedule is not None
    assert inference.schedule.cron == "14 2 * * *"
    assert (inference.timeout, inference.retries.backoff, inference.expected_duration) == (7200, 300, 2400)
    assert (inference.secrets[0].name, inference.secrets[0].key) == ("fraud-db", "password")
    assert model.on["local"].python.lock == "requirements.lock"
    assert list(model.on["local"].jobs) == ["inference", "monitoring", "training"]


def test_an_override_changes_one_stage_and_keeps_the_rest() -> None:
    model = loaded()
    assert (model.on["prod"].jobs["training"].resources.cpu, model.on["dev"].jobs["training"].resources.cpu) == ("8", "2")
    assert model.on["prod"].jobs["training"].args == ("--window=${window}",)
    assert model.on["prod"].jobs["inference"] == model.on["dev"].jobs["inference"]


def test_null_in_an_override_brings_the_default_back() -> None:
    model = loaded(EXAMPLE + "  dev: {parameters: {region: eu}, jobs: {inference: {timeout: null, schedule: null, sla: null}, monitoring: {timeout: 30m}}}\n")
    assert model.on["dev"].jobs["inference"].timeout == 21600
    assert model.on["dev"].jobs["inference"].schedule is None
    assert model.on["dev"].jobs["monitoring"].timeout == 1800
    assert model.on["dev"].parameters == {"region": "eu", "window": "7d"}
    assert model.on["prod"].jobs["inference"].timeout == 7200


def test_key_order_does_not_matter() -> None:
    tree, _ = parse(EXAMPLE.encode(), FILE)
    turned = json.dumps(_turned(tree.plain()))
    assert loaded(turned).on == loaded().on
    dumps = [json.dumps({stage: spec.model_dump(mode="json") for stage, spec in loaded(text).on.items()}) for text in (turned, EXAMPLE)]
    assert dumps[0] == dumps[1]


def _turned(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _turned(value[key]) for key in reversed(value)}
    return [_turned(item) for item in value] if isinstance(value, list) else value


def test_neither_the_hash_seed_nor_the_directory_matters(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from modelfleet.spec.load import load_model, load_platform;"
        "print(load_model(Path('models/fraud-detection/model.yaml'), load_platform(Path(sys.argv[1]))))"
    )
    outputs = set()
    for seed in ("0", "1"):
        directory = tmp_path / seed / FILE
        directory.parent.mkdir(parents=True)
        directory.write_text(EXAMPLE, "utf-8")
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run([sys.executable, "-c", script, str(root())], cwd=tmp_path / seed, env=environment, capture_output=True, text=True, check=True)
        outputs.add(done.stdout)
    assert len(outputs) == 1


def test_load_model_names_the_file_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / FILE).parent.mkdir(parents=True)
    (tmp_path / FILE).write_text(EXAMPLE, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert load_model(Path(FILE), PLATFORM).source == FILE


PIECES = [
    ": ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "\n",
    "  ",
    "\t",
    "&a ",
    "*a",
    "!!str ",
    "'",
    '"',
    "#",
    "|",
    "null",
    "${",
    "{{",
    "0",
    "-1",
    "yes",
    "é",
    "\x00",
    "\\",
    "stages:",
    "<<: ",
]


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(EXAMPLE)), st.integers(0, 12), st.sampled_from(PIECES) | st.text(max_size=3)), min_size=1, max_size=4))
def test_a_damaged_file_is_a_model_or_a_user_error(edits: list[tuple[int, int, str]]) -> None:
    text = EXAMPLE
    for start, length, piece in edits:
        text = text[:start] + piece + text[start + length :]
    _is_model_or_user_error(text.encode("utf-8", "surrogatepass"))


@settings(deadline=None, max_examples=120)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_a_user_error(data: bytes) -> None:
    _is_model_or_user_error(data)


STRANGE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["name", "cron", "jobs", "a", ""]), inner, max_size=2),
    max_leaves=5,
)


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_strange_values_at_any_place_are_a_model_or_a_user_error(data: st.DataObject) -> None:
    tree, _ = parse(EXAMPLE.encode(), FILE)
    value = tree.plain()
    places = _places(value)
    for _ in range(data.draw(st.integers(1, 3))):
        _replace(value, data.draw(st.sampled_from(places)), data.draw(STRANGE))
    _is_model_or_user_error(json.dumps(value).encode())


def _places(value: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [inner for key, child in children for inner in ((*place, key), *_places(child, (*place, key)))]


def _replace(value: Any, place: tuple[Any, ...], new: Any) -> None:
    for key in place[:-1]:
        try:
            value = value[key]
        except (TypeError, KeyError, IndexError):
            return
    if isinstance(value, dict) or (isinstance(value, list) and isinstance(place[-1], int) and place[-1] < len(value)):
        value[place[-1]] = new


def _is_model_or_user_error(data: bytes) -> None:
    try:
        model = parse_model(data, FILE, PLATFORM)
    except UserError as error:
        assert error.problems
        for problem in error.problems:
            assert problem.file == FILE
            assert problem.what and "pydantic" not in problem.what and "Input should" not in problem.what, problem
            assert problem.line is None or 1 <= problem.line <= len(data.splitlines()) + 2
    else:
        assert set(model.on) == set(PLATFORM.stages)
