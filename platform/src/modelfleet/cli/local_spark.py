"""Spark on this machine: one process with a thread a core, from the model's own packages or an unpacked Spark."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from modelfleet.errors import Problem, UserError
from modelfleet.spec.spark import Spark


def spark_variables(spark: Spark, version: str, workspace: Path, environment: Path, inherited: Mapping[str, str]) -> dict[str, str]:
    """Variables with which `SparkSession.builder.getOrCreate()` in the model's process is a local Spark.

    `environment` is the unpacked environment archive; `version` is the stage's, for messages. What pods of executors would
    have, one process has. Raises UserError that names all that is missing.
    """
    problems = []
    variables = {
        # Without it Spark listens on the address of the machine's name, for all of its network.
        "SPARK_LOCAL_IP": inherited.get("SPARK_LOCAL_IP") or "127.0.0.1",
        "PYSPARK_SUBMIT_ARGS": shlex.join(["--master", "local[*]", *_options(spark.conf), "pyspark-shell"]),
        "PYSPARK_PYTHON": str(workspace.absolute() / "run" / "venv" / "bin" / "python"),
    }
    if not (environment / "pyspark").is_dir():
        home = inherited.get("SPARK_HOME", "")
        if home and (Path(home) / "python" / "pyspark").is_dir():
            variables["SPARK_HOME"] = str(Path(home).absolute())
        else:
            what = f"SPARK_HOME is {home}, which holds no Spark" if home else "the lock has no pyspark and SPARK_HOME is not set"
            problems.append(
                Problem(
                    "",
                    None,
                    "",
                    what,
                    f"unpack Spark {version} and let SPARK_HOME name its directory, or lock pyspark=={version} from an index with a wheel of it",
                )
            )
    java = inherited.get("JAVA_HOME", "")
    if not (java and os.access(Path(java) / "bin" / "java", os.X_OK)) and shutil.which("java", path=inherited.get("PATH", "")) is None:
        problems.append(Problem("", None, "", "Spark needs Java, and there is none", "install Java 17, and put it on PATH or name it by JAVA_HOME"))
    if problems:
        raise UserError(problems)
    return variables


def with_folders(submit: str, params: Mapping[str, Any], data: Path) -> str:
    """Words for PYSPARK_SUBMIT_ARGS with which `s3a://BUCKET/` is the folder `data`/BUCKET, as it is for the other jobs of this machine.

    Holds for the buckets that an argument, a parameter or a variable of `params` names; their folders are made. Spark gets no
    S3 for it: Hadoop's file system of mounts serves the scheme (ViewFileSystemOverloadScheme), and since mounts have no
    committer of S3, that of files commits. A bucket itself cannot be listed by it, only what is in it. What `submit` says
    already wins.
    """
    named = json.dumps([params["args"], params["parameters"], params["env"]])
    buckets = sorted(set(re.findall(r"s3a://([a-z0-9][a-z0-9.-]*[a-z0-9])", named)))
    if not buckets:
        return submit
    properties = {
        "spark.hadoop.fs.s3a.impl": "org.apache.hadoop.fs.viewfs.ViewFileSystemOverloadScheme",
        "spark.hadoop.mapreduce.outputcommitter.factory.scheme.s3a": "org.apache.hadoop.mapreduce.lib.output.FileOutputCommitterFactory",
    }
    for bucket in buckets:
        (data / bucket).mkdir(parents=True, exist_ok=True)
        properties[f"spark.hadoop.fs.viewfs.mounttable.{bucket}.linkFallback"] = (data / bucket).absolute().as_uri()
    return f"{shlex.join(_options(properties))} {submit}"


def spark_left_out(spark: Spark) -> str:
    """What a cluster would do and this run does not."""
    return f"Spark runs in one process here, without its {spark.executor.instances} executors; s3a://BUCKET/ of an argument or parameter is a folder"


def _options(properties: Mapping[str, str]) -> list[str]:
    return [word for name, value in sorted(properties.items()) for word in ("--conf", f"{name}={value}")]
