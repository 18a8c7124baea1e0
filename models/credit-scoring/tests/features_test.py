"""The Spark job in a real Spark of this machine, against the same features by hand."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from borrowers import load_borrowers
from by_hand import rows_by_hand
from payments import write_borrowers

SPARK = Path(os.environ.get("SPARK_HOME") or "none")

pytestmark = pytest.mark.skipif(not (SPARK / "python/pyspark").is_dir(), reason="SPARK_HOME names no Spark: the Spark job is not run")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """What the job leaves, as a run starts it; the second start finds what the first one left."""
    root = tmp_path_factory.mktemp("spark")
    write_borrowers(200, seed=3, out=root)
    (root / "params.json").write_text(json.dumps({"run_path": "logical_date=2026-11-20T000000Z/run=one"}))
    paths = [SPARK / "python", *SPARK.glob("python/lib/py4j-*-src.zip")]
    environment = {
        **os.environ,
        "MODELFLEET_PARAMS": str(root / "params.json"),
        "PYTHONPATH": os.pathsep.join(map(str, [os.environ["PYTHONPATH"], *paths])),
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_SUBMIT_ARGS": "--master local[1] --conf spark.ui.enabled=false --conf spark.sql.shuffle.partitions=2 pyspark-shell",
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    program = Path(__file__).parents[1] / "features.py"
    command = [sys.executable, str(program), f"--payments={root / 'payments'}", f"--out={root / 'features'}"]
    for _ in range(2):
        done = subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    return root / "features/logical_date=2026-11-20T000000Z/run=one", done.stdout


def test_features_are_those_by_hand(made):
    directory, said = made
    by_hand = pd.DataFrame(rows_by_hand(200, seed=3), columns=load_borrowers(directory).columns)
    pd.testing.assert_frame_equal(load_borrowers(directory), by_hand, atol=1e-4)
    assert said.startswith("200 borrowers in ")


def test_the_run_is_marked_as_complete(made):
    directory, _ = made
    assert (directory / "_SUCCESS").is_file()
