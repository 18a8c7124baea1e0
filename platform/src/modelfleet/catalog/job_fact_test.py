from __future__ import annotations

from pathlib import Path

from modelfleet.catalog.graph import graph_of
from modelfleet.catalog.job_fact import JOB_FACTS
from modelfleet.catalog.part import program_of
from modelfleet.spec.job import Job
from modelfleet.spec.load import load_platform, parse_model
from modelfleet.spec.model import ModelSpec

DIGEST = "5" * 64
MODEL = f"""\
name: scoring
description: Scores loans
owner: team-platform
python: {{version: "3.11"}}
jobs:
  features:
    spark: {{entry_point: features.py, executor: {{instances: 4, cpu: 2, memory: 8Gi}}, conf: {{spark.sql.shuffle.partitions: "64"}}}}
    priority: high
    synchronization: {{mutexes: [tables]}}
  training:
    entry_point: train.py
    workspace: {{size: 2Gi, medium: memory}}
    artifacts: {{out: [model, encoder]}}
  scores:
    entry_point: predict.py
    follow: {{training: latest}}
stages:
  prod:
    jobs:
      scores: {{follow: {{training: null}}, uses: {{training: "2026-11-20-0400@sha256:{DIGEST}"}}}}
"""


def model(stage: str) -> ModelSpec:
    root = next(parent for parent in Path(__file__).resolve().parents if (parent / "platform" / "stages").is_dir())
    return parse_model(MODEL.encode(), "models/scoring/model.yaml", load_platform(root)).on[stage]


def said(stage: str, job: str, *labels: str) -> list[str]:
    return [JOB_FACTS[label](model(stage).jobs[job]) for label in labels]


def test_a_spark_application_is_told_by_its_driver_and_executors() -> None:
    assert program_of(model("dev").jobs["features"]) == "features.py on Spark"
    assert said("dev", "features", "Resources", "Spark properties") == [
        "driver 1 CPU, 2Gi memory; 4 executors, each 2 CPU, 8Gi memory",
        "spark.sql.shuffle.partitions = 64",
    ]


def test_what_keeps_runs_apart_and_orders_them() -> None:
    assert said("dev", "features", "Priority", "Waits for") == ["high", "mutex tables"]
    assert said("dev", "training", "Priority", "Waits for") == ["", ""]


def test_a_workspace_in_memory_is_no_disk() -> None:
    assert said("dev", "training", "Resources") == ["1 CPU, 2Gi memory, 2Gi workspace in memory"]


def test_an_image_is_told_by_its_name() -> None:
    assert JOB_FACTS["Image"](Job.model_validate({"entry_point": "train.py", "image": "cuda"})) == "cuda"
    assert said("dev", "training", "Image") == [""]


def test_trained_artifacts_are_told_at_both_ends() -> None:
    assert said("dev", "training", "Leaves for later runs", "Uses") == ["model, encoder", ""]
    assert said("dev", "scores", "Uses") == ["training: the newest complete run"]
    assert said("prod", "scores", "Uses") == ["training: run 2026-11-20-0400 (sha256 555555555555…)"]


def test_trained_artifacts_are_drawn_between_the_jobs() -> None:
    drawn = graph_of(model("dev"))
    titles = {node.key: (node.title, node.below) for node in drawn.nodes}
    assert [(titles[start][0], titles[end][0]) for start, end in drawn.edges if "artifacts" in start + end] == [
        ("artifacts of training", "scores"),
        ("training", "artifacts of training"),
    ]
    assert ("artifacts of training", "model, encoder") in titles.values()
