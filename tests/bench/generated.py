"""A fleet of made-up models, alike in size to real ones and different in every name, for the benchmarks."""

from __future__ import annotations

import shutil
from pathlib import Path

MODEL = """\
name: {name}
description: Made-up model number {number}
owner: team-antifraud
python: {{version: "3.11"}}
parameters: {{window: {days}d}}
jobs:
  training:
    entry_point: train.py
    args: ["--window=${{window}}"]
    schedule: {{cron: "H 4 * * {weekday}", timezone: Europe/Moscow}}
    resources: {{cpu: 2, memory: 4Gi}}
    outputs:
      - {{name: model, from: out/model/, uri: "s3://bank-dwh/{name}/model/"}}
      - {{name: reference, from: out/reference/, uri: "s3://bank-dwh/{name}/reference/"}}
  inference:
    entry_point: predict.py
    schedule: {{cron: "H {hour} * * *", timezone: Europe/Moscow}}
    inputs:
      - {{name: transactions, uri: "s3://bank-dwh/transactions/", to: data/transactions/}}
      - {{name: model, uri: "s3://bank-dwh/{name}/model/", to: data/model/, select: latest_complete}}
    outputs: [{{name: scores, from: out/scores/, uri: "s3://bank-dwh/{name}/scores/"}}]
    env: {{LOG_LEVEL: info}}
{kerberos}    timeout: 2h
  monitoring:
    schedule: {{cron: "H * * * *", timezone: Europe/Moscow}}
alerts: {{on_failure: ["slack:#antifraud"]}}
stages:
  prod: {{jobs: {{training: {{resources: {{cpu: 8, memory: 16Gi}}}}}}}}
"""
KERBEROS = "    kerberos: {principal: svc-fraud, keytab_secret: fraud-keytab}\n"


def write_fleet(models: Path, count: int, lock: Path) -> list[Path]:
    """Write `count` models under `models`, each with two files of code and a copy of `lock`; return their model.yaml files.

    Every third model uses Kerberos. Names sort by number.
    """
    written = []
    for number in range(count):
        name = f"bench-{number:04d}"
        directory = models / name
        directory.mkdir(parents=True)
        text = MODEL.format(name=name, number=number, days=number % 30 + 1, weekday=number % 7, hour=number % 24, kerberos=KERBEROS if number % 3 == 0 else "")
        (directory / "model.yaml").write_text(text, encoding="utf-8")
        (directory / "train.py").write_text(f'print("training {name}")\n', encoding="utf-8")
        (directory / "predict.py").write_text(f'print("predicting {name}")\n', encoding="utf-8")
        (directory / "requirements.txt").write_text("scikit-learn\n", encoding="utf-8")
        shutil.copyfile(lock, directory / "requirements.lock")
        (directory / "BUILD").write_text('model(name="model")\nenvironment(name="env")\nmodel_tests(name="tests")\n', encoding="utf-8")
        written.append(directory / "model.yaml")
    return written
