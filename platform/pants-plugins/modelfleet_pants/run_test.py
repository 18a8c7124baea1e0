from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelfleet_pants.run import jobs_of


def test_jobs_are_the_keys_under_jobs() -> None:
    assert jobs_of("name: x\njobs:\n  training: {entry_point: train.py}\n  score-all:\n    entry_point: score.py\n") == ("score-all", "training")


def test_a_model_with_inference_has_monitoring_too() -> None:
    assert jobs_of("jobs: {inference: {}}") == ("inference", "monitoring")
    assert jobs_of("jobs: {inference: {}, monitoring: {enabled: false}}") == ("inference", "monitoring")


@pytest.mark.parametrize("text", ["", "jobs:", "jobs: [a]", "- jobs", "jobs: {a: {}", "{{cookiecutter.name}}", "jobs: {'a b': {}, 'x:y': {}}", "\0"])
def test_what_is_no_list_of_jobs_has_none(text: str) -> None:
    assert jobs_of(text) == ()


@given(st.text())
def test_any_text_can_be_asked(text: str) -> None:
    assert isinstance(jobs_of(text), tuple)
