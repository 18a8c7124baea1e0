from __future__ import annotations

from pathlib import Path

from modelfleet.catalog.graph import graph_of
from modelfleet.catalog.part import program_of, steps_text
from modelfleet.spec.job import Job
from modelfleet.spec.load import load_platform, parse_model
from modelfleet.spec.model import ModelSpec

STEPS = """\
name: demand
description: Forecasts demand
owner: team-platform
python: {version: "3.11"}
jobs:
  forecast:
    steps:
      prepare:
        entry_point: prepare.py
        inputs: [{name: sales, uri: "s3://bank-dwh/sales/", to: data/}]
      fit:
        entry_point: fit.py
        depends_on: [prepare]
        for_each: {region: [north, south]}
        resources: {cpu: 2, memory: 8Gi}
      save:
        entry_point: save.py
        depends_on: [fit, prepare]
        outputs: [{name: forecast, from: out/, uri: "s3://bank-dwh/forecast/"}]
  report:
    entry_point: report.py
    inputs: [{name: forecast, uri: "s3://bank-dwh/forecast/", to: data/}]
"""


def model() -> ModelSpec:
    root = next(parent for parent in Path(__file__).resolve().parents if (parent / "platform" / "stages").is_dir())
    return parse_model(STEPS.encode(), "models/demand/model.yaml", load_platform(root)).on["prod"]


def test_the_steps_of_a_job_are_told() -> None:
    jobs = model().jobs
    assert [program_of(job) for job in jobs.values()] == ["3 steps", "report.py"]
    assert steps_text(jobs["forecast"]) == (
        "prepare (prepare.py, 1 CPU, 2Gi); fit (fit.py for 2 × region, 2 CPU, 8Gi) after prepare; save (save.py, 1 CPU, 2Gi) after fit and prepare"
    )
    assert steps_text(jobs["report"]) == ""


def test_a_step_with_an_image_says_so() -> None:
    job = Job.model_validate({"entry_point": None, "steps": {"fit": {"entry_point": "fit.py", "image": "cuda"}}})
    assert steps_text(job) == "fit (fit.py, 1 CPU, 2Gi, image cuda)"


def test_steps_are_drawn_between_what_they_read_and_write() -> None:
    drawn = graph_of(model())
    titles = {node.key: node.title for node in drawn.nodes}
    assert sorted((titles[start], titles[end]) for start, end in drawn.edges) == [
        ("forecast", "report"),
        ("forecast: fit", "forecast: save"),
        ("forecast: prepare", "forecast: fit"),
        ("forecast: prepare", "forecast: save"),
        ("forecast: save", "forecast"),
        ("sales", "forecast: prepare"),
    ]
