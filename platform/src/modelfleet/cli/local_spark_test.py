from __future__ import annotations

from pathlib import Path

import pytest

from modelfleet.cli.local_spark import spark_left_out, spark_variables, with_folders
from modelfleet.errors import UserError
from modelfleet.spec.spark import Spark

SPARK = Spark.model_validate({"entry_point": "features.py", "conf": {"spark.sql.shuffle.partitions": 4, "spark.app.title": "two words"}})


@pytest.fixture
def java(tmp_path: Path) -> str:
    """A directory for PATH with something that is called java; the real one is used where Spark is."""
    program = tmp_path / "bin" / "java"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return str(program.parent)


def test_the_lock_has_pyspark(tmp_path: Path, java: str) -> None:
    (tmp_path / "env" / "pyspark").mkdir(parents=True)
    assert spark_variables(SPARK, "3.5.7", tmp_path / "run-1", tmp_path / "env", {"PATH": java, "SPARK_HOME": "/elsewhere"}) == {
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_SUBMIT_ARGS": "--master 'local[*]' --conf 'spark.app.title=two words' --conf spark.sql.shuffle.partitions=4 pyspark-shell",
        "PYSPARK_PYTHON": f"{tmp_path}/run-1/run/venv/bin/python",
    }


def test_an_unpacked_spark(tmp_path: Path, java: str) -> None:
    (tmp_path / "spark" / "python" / "pyspark").mkdir(parents=True)
    found = spark_variables(SPARK, "3.5.7", tmp_path, tmp_path / "env", {"JAVA_HOME": str(Path(java).parent), "SPARK_HOME": str(tmp_path / "spark")})
    assert found["SPARK_HOME"] == str(tmp_path / "spark")


def test_everything_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        spark_variables(SPARK, "3.5.7", tmp_path, tmp_path / "env", {})
    assert str(caught.value) == (
        "Spark needs Java, and there is none\n"
        "  hint: install Java 17, and put it on PATH or name it by JAVA_HOME\n"
        "the lock has no pyspark and SPARK_HOME is not set\n"
        "  hint: unpack Spark 3.5.7 and let SPARK_HOME name its directory, or lock pyspark==3.5.7 from an index with a wheel of it"
    )


def test_a_wrong_place(tmp_path: Path, java: str) -> None:
    with pytest.raises(UserError) as caught:
        spark_variables(SPARK, "3.5.7", tmp_path, tmp_path / "env", {"PATH": java, "SPARK_HOME": "/nowhere"})
    assert str(caught.value).startswith("SPARK_HOME is /nowhere, which holds no Spark\n")


def test_what_is_left_out() -> None:
    assert spark_left_out(SPARK) == "Spark runs in one process here, without its 2 executors; s3a://BUCKET/ of an argument or parameter is a folder"


def test_buckets_that_are_named_are_folders(tmp_path: Path) -> None:
    params = {"args": ["--from=s3a://bank-dwh/payments/"], "parameters": {"to": "s3a://bank.models", "window": 7}, "env": {"HOST": "https://bank-api"}}
    data = tmp_path / "own data"
    assert with_folders("--master 'local[*]' pyspark-shell", params, data) == (
        "--conf spark.hadoop.fs.s3a.impl=org.apache.hadoop.fs.viewfs.ViewFileSystemOverloadScheme "
        f"--conf spark.hadoop.fs.viewfs.mounttable.bank-dwh.linkFallback=file://{tmp_path}/own%20data/bank-dwh "
        f"--conf spark.hadoop.fs.viewfs.mounttable.bank.models.linkFallback=file://{tmp_path}/own%20data/bank.models "
        "--conf spark.hadoop.mapreduce.outputcommitter.factory.scheme.s3a=org.apache.hadoop.mapreduce.lib.output.FileOutputCommitterFactory "
        "--master 'local[*]' pyspark-shell"
    )
    assert sorted(path.name for path in data.iterdir()) == ["bank-dwh", "bank.models"]


def test_no_bucket_changes_nothing(tmp_path: Path) -> None:
    params = {"args": ["--days=7"], "parameters": {}, "env": {}}
    assert with_folders("pyspark-shell", params, tmp_path / "data") == "pyspark-shell"
    assert not (tmp_path / "data").exists()
