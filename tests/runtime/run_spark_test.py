"""`modelfleet run` of a Spark job, in a real Spark of this machine: buckets are folders, and what it leaves is an input of the next job."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from runtime.tiny import make_repository, run, shown

HOME = os.environ.get("SPARK_HOME", "")

MODEL = """\
name: tiny
description: Counts in Spark
owner: team-antifraud
python: {version: "3.11"}   # the one that stages have an image of Spark for
parameters: {rates: "s3a://bank-rates/now/"}
jobs:
  features:
    spark: {entry_point: features.py, conf: {spark.sql.shuffle.partitions: 1, spark.ui.enabled: false}}
    args: ["--rows=s3a://bank-dwh/rows/", "--rates=${rates}", "--out=s3a://bank-dwh/features/"]
  scoring:
    entry_point: scoring.py
    inputs: [{name: features, uri: "s3://bank-dwh/features/", to: features/, select: latest_complete}]
    outputs: [{name: scores, from: scores.txt, uri: "s3://bank-dwh/scores/"}]
"""

FILES = {
    "model.yaml": MODEL,
    "rate.py": "def applied(amount, rate):\n    return str(int(amount) * int(rate))\n",
    # Rows go through a module of the model in the Python of an executor.
    "features.py": "import json, os, sys\nfrom pyspark.sql import SparkSession\nfrom rate import applied\n"
    "rows, rates, out = (word.partition('=')[2] for word in sys.argv[1:])\n"
    "spark = SparkSession.builder.getOrCreate()\n"
    "rate = spark.read.text(rates).first().value\n"
    "run_path = json.load(open(os.environ['MODELFLEET_PARAMS']))['run_path']\n"
    "lines = spark.read.text(rows).rdd.map(lambda row: (applied(row.value, rate),))\n"
    "spark.createDataFrame(lines, 'value string').coalesce(1).write.text(out + run_path)\n",
    "scoring.py": "import pathlib\ntext = ''.join(path.read_text() for path in sorted(pathlib.Path('features').glob('part-*')))\n"
    "pathlib.Path('scores.txt').write_text(text)\n",
}


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    top = tmp_path / "with a blank"
    make_repository(top, FILES)
    for path, text in (("bank-dwh/rows/a.txt", "1\n2\n"), ("bank-rates/now/rate.txt", "7\n")):
        (top / ".modelfleet/data" / path).parent.mkdir(parents=True)
        (top / ".modelfleet/data" / path).write_text(text)
    return top


@pytest.mark.skipif(not HOME, reason="SPARK_HOME names no Spark: a Spark job is not run")
def test_a_spark_job_and_the_one_after_it(tiny: Path) -> None:
    done = run(tiny, "models/tiny:features")
    assert done.returncode == 0, done.stderr
    assert "run: Spark runs in one process here, without its 2 executors; s3a://BUCKET/ of an argument or parameter is a folder\n" in done.stderr
    done = run(tiny, "models/tiny:scoring")
    assert done.returncode == 0, done.stderr
    (scores,) = (tiny / ".modelfleet/data/bank-dwh/scores").rglob("scores.txt")
    assert scores.read_text() == "7\n14\n"


def test_without_spark_it_says_what_is_missing(tiny: Path) -> None:
    done = run(tiny, "models/tiny:features", SPARK_HOME="", JAVA_HOME="", PATH="/nonexistent:" + os.environ["PATH"])
    assert done.returncode == 1
    said = shown(done.stderr)
    assert "the lock has no pyspark and SPARK_HOME is not set\n  hint: unpack Spark 3.5.7 and let SPARK_HOME name its directory" in said
    assert not list((tiny / ".modelfleet/data").glob("bank-dwh/features"))


def test_a_missing_input_that_spark_may_write(tiny: Path) -> None:
    done = run(tiny, "models/tiny:scoring", "--stage", "dev")
    assert done.returncode == 1
    assert done.stderr.endswith(
        "models/tiny/model.yaml: jobs.scoring.inputs.features: there is no .modelfleet/data/bank-dwh/features\n"
        "  hint: features names it to Spark, so if it writes there, first: ./pants run models/tiny:features -- --stage dev\n"
    )
