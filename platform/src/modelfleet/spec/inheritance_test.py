from __future__ import annotations

from typing import Any

import pytest

from modelfleet.spec.inheritance import complete_step
from modelfleet.spec.job import JobFields
from modelfleet.spec.step import Step

SECRET = {"env": "PASSWORD", "ref": "db/password"}


def completed(job: dict[str, Any], step: dict[str, Any]) -> Step:
    return complete_step(Step.model_validate({"entry_point": "fit.py", **step}), JobFields.model_validate(job))


@pytest.mark.parametrize(
    ("field", "job", "step", "expected"),
    [
        ("timeout", {"timeout": "1h"}, {}, 3600),
        ("timeout", {"timeout": "1h"}, {"timeout": "6h"}, 21600),
        ("timeout", {}, {}, 21600),
        ("env", {"env": {"A": "job", "B": "job"}}, {"env": {"B": "step"}}, {"A": "job", "B": "step"}),
        ("image", {"image": "cuda"}, {}, "cuda"),
        ("image", {"image": "cuda"}, {"image": "office"}, "office"),
        ("image", {}, {"image": "office"}, "office"),
        ("image", {}, {}, None),
        ("args", {"args": ["--all"]}, {}, ()),
    ],
)
def test_a_value(field: str, job: dict[str, Any], step: dict[str, Any], expected: Any) -> None:
    assert getattr(completed(job, step), field) == expected


def test_a_record_is_merged_field_by_field() -> None:
    step = completed({"resources": {"cpu": 4, "memory": "8Gi"}, "retries": {"limit": 0}}, {"resources": {"memory": "1Gi"}, "retries": {"backoff": "5m"}})
    assert (step.resources.cpu, step.resources.memory, step.retries.limit, step.retries.backoff) == ("4", "1Gi", 0, 300)


def test_a_default_that_a_step_writes_is_the_steps() -> None:
    assert completed({"resources": {"cpu": 4}}, {"resources": {"cpu": 1}}).resources.cpu == "1"


def test_kerberos_is_taken_whole() -> None:
    job = {"kerberos": {"principal": "job", "keytab_secret": "job"}}
    kerberos = completed(job, {"kerberos": {"principal": "step", "keytab_secret": "step"}}).kerberos
    assert kerberos is not None
    assert kerberos.principal == "step"
    inherited = completed(job, {}).kerberos
    assert inherited is not None
    assert inherited.principal == "job"


@pytest.mark.parametrize(
    ("job", "step", "env", "secrets"),
    [
        ({"secrets": [SECRET]}, {"env": {"PASSWORD": "none"}}, {"PASSWORD": "none"}, []),
        ({"env": {"PASSWORD": "none"}}, {"secrets": [SECRET]}, {}, ["db/password"]),
        ({"secrets": [SECRET]}, {"secrets": [{"env": "PASSWORD", "ref": "db/other"}]}, {}, ["db/other"]),
        ({"secrets": [SECRET]}, {"secrets": [{"env": "A", "ref": "db/a"}]}, {}, ["db/a", "db/password"]),
    ],
)
def test_a_variable_that_both_set_is_the_steps(job: dict[str, Any], step: dict[str, Any], env: dict[str, str], secrets: list[str]) -> None:
    found = completed(job, step)
    assert (found.env, [one.ref for one in found.secrets]) == (env, secrets)
