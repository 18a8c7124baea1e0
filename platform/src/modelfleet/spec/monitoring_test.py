from __future__ import annotations

from modelfleet.spec.job import Job
from modelfleet.spec.load_test import loaded

HEAD = """\
name: fraud-detection
description: Scores card transactions
owner: team-antifraud
python: {version: "3.11"}
jobs:
"""
TRAINING = """\
  training:
    entry_point: train.py
    parameters: {region: eu}
    outputs: [{name: reference, from: out/, uri: "s3://bank/${job}/${region}/"}]
"""
INFERENCE = """\
  inference:
    entry_point: predict.py
    schedule: {cron: "0 2 * * *", timezone: Asia/Tokyo}
    outputs: [{name: scores, from: out/, uri: "s3://bank/${model}/scores"}]
"""


def monitoring(text: str) -> Job | None:
    return loaded(HEAD + text).on["prod"].jobs.get("monitoring")


def test_is_generated_for_a_model_with_an_inference() -> None:
    job = monitoring(TRAINING + INFERENCE)
    assert job is not None
    assert job.entry_point is None
    assert job.drift is not None
    assert (job.drift.thresholds.psi, job.drift.thresholds.missing, job.drift.columns) == (0.2, 0.05, {})
    assert [(item.name, item.uri, item.to, item.select) for item in job.inputs] == [
        ("scores", "s3://bank/${model}/scores", "data/scores/", "latest_complete"),
        ("reference", "s3://bank/training/eu/", "data/reference/", "latest_complete"),
    ]
    assert [(output.name, output.from_, output.uri) for output in job.outputs] == [("report", "report/", "s3://bank/${model}/scores-drift/")]
    assert job.schedule is not None
    assert (job.schedule.timezone, job.schedule.cron.split()[1:]) == ("Asia/Tokyo", ["9", "*", "*", "*"])


def test_has_no_schedule_where_the_inference_has_none() -> None:
    job = monitoring(TRAINING + "\n".join(line for line in INFERENCE.splitlines() if "schedule" not in line) + "\n")
    assert job is not None
    assert job.schedule is None


def test_written_fields_win_over_generated_ones() -> None:
    job = monitoring(
        TRAINING
        + INFERENCE
        + """\
  monitoring:
    thresholds: {psi: 0.3}
    columns: {amount: numeric, country: categorical}
    resources: {memory: 8Gi}
    inputs: [{name: reference, uri: "s3://bank/fixed/", to: fixed/}]
    outputs: [{name: report, from: report/, uri: "s3://bank/reports/"}]
"""
    )
    assert job is not None
    assert job.drift is not None
    assert (job.drift.thresholds.psi, job.drift.thresholds.missing) == (0.3, 0.05)
    assert job.resources.memory == "8Gi"
    assert [(item.name, item.uri, item.select) for item in job.inputs] == [
        ("scores", "s3://bank/${model}/scores", "latest_complete"),
        ("reference", "s3://bank/fixed/", None),
    ]
    assert job.outputs[0].uri == "s3://bank/reports/"


def test_is_absent_without_inference_or_when_switched_off() -> None:
    assert monitoring(TRAINING) is None
    assert monitoring(INFERENCE + "  monitoring: {enabled: false, reason: downstream, until: 2027-01-31}\n") is None


def test_can_be_a_file_of_the_model() -> None:
    job = monitoring(TRAINING + "  monitoring: {entry_point: monitor.py, args: [--quick]}\n")
    assert job is not None
    assert (job.entry_point, job.drift, job.inputs, job.args) == ("monitor.py", None, (), ("--quick",))
