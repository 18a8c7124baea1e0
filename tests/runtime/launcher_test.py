"""Whole runs: extra-params, the transfer and the launcher as processes, with what on-call reads in the log."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from modelfleet.archive.cache import cache_directory
from modelfleet.archive.environment import environment_tree

if TYPE_CHECKING:
    from conftest import Pod

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
PATH = "logical_date=2026-11-20T000000Z/run=r1"
SCORES = {"name": "scores", "from": "out/", "uri": "s3://dwh/scores/"}

WRITES = """
import os
os.makedirs("out", exist_ok=True)
with open("out/scores.csv", "w") as file:
    file.write("score\\n1\\n")
"""


def log(done: subprocess.CompletedProcess[str], pod: Pod) -> str:
    return done.stderr.replace(str(pod.workspace), "WORKSPACE").replace(str(pod.data), "DATA")


def test_a_run_that_ends_well(pod: Pod) -> None:
    (pod.data / "dwh" / "t").mkdir(parents=True)
    (pod.data / "dwh" / "t" / "a.csv").write_text("a", encoding="utf-8")
    pod.settings.update(
        args=["--window=${window}", "a b; $(id)"],
        parameters={"window": "7d"},
        env={"LOG_LEVEL": "info-${window}"},
        inputs=[{"name": "t", "uri": "s3://dwh/t/", "to": "data/t/", "select": None}],
        outputs=[SCORES],
    )
    pod.write("code/neighbour.py", "NAME = 'neighbour'\n")
    pod.write("env/package.py", "NAME = 'package'\n")
    pod.write(
        "code/predict.py",
        WRITES
        + """
import json, sys
import neighbour, package
seen = {
    "arguments": sys.argv[1:], "directory": os.getcwd(), "names": [neighbour.NAME, package.NAME], "log": os.environ["LOG_LEVEL"],
    "input": open("data/t/a.csv").read(), "run": json.load(open(os.environ["MODELFLEET_PARAMS"]))["run"],
}
print(json.dumps(seen))
""",
    )
    done = pod.run_all()
    assert (done.returncode, log(done, pod)) == (0, f"launcher: predict.py ended with exit code 0\nlauncher: output scores: s3://dwh/scores/{PATH}/\n")
    assert json.loads(done.stdout) == {
        "arguments": ["--window=7d", "a b; $(id)"],
        "directory": str(pod.workspace / "work"),
        "names": ["neighbour", "package"],
        "log": "info-7d",
        "input": "a",
        "run": "r1",
    }
    stored = pod.stored()
    assert stored[f"dwh/scores/{PATH}/scores.csv"] == "score\n1\n"
    assert json.loads(stored[f"dwh/scores/{PATH}/_SUCCESS"])["digests"] == {"code": "c", "environment": "e", "runtime": "r"}


def test_the_environment_is_a_site_directory_and_hides_no_standard_module(pod: Pod) -> None:
    pod.write("env/more.pth", "elsewhere\n")
    pod.write("env/elsewhere/by_pth.py", "")
    pod.write("env/random.py", "raise SystemExit('a package hides the standard library')\n")
    child = "import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c', 'import by_pth, random']).returncode)"
    pod.write("code/predict.py", f"import by_pth, random, importlib.util\nassert importlib.util.find_spec('modelfleet_runtime') is None\n{child}\n")
    done = pod.run_all()
    assert (done.returncode, done.stdout) == (0, "")


def test_a_script_of_the_environment_finds_the_environment(pod: Pod) -> None:
    pod.write("env/package.py", "print('from the package')\n")
    tool = pod.write("env/bin/tool", "#!/usr/bin/env python3\nimport package\n")
    tool.chmod(tool.stat().st_mode | stat.S_IXUSR)
    pod.write("code/predict.py", "import subprocess; subprocess.run(['tool'], check=True)\n")
    done = pod.run_all()
    assert (done.returncode, done.stdout) == (0, "from the package\n")


def test_the_model_sees_no_credentials_of_the_platform(pod: Pod) -> None:
    pod.variables = {"RCLONE_CONFIG_S3_SECRET_ACCESS_KEY": "x", "DB_PASSWORD": "y", "MODELFLEET_PARAMETERS": "{}"}
    pod.write("code/predict.py", "import os; print(sorted(n for n in os.environ if n.startswith(('RCLONE', 'MODELFLEET', 'DB_'))))\n")
    assert pod.run_all().stdout == "['DB_PASSWORD', 'MODELFLEET_PARAMS']\n"


def test_a_failed_run_keeps_its_exit_code_and_its_outputs_in_scratch(pod: Pod) -> None:
    pod.settings.update(outputs=[SCORES, {"name": "model", "from": "model/", "uri": "s3://dwh/model/"}])
    pod.write("code/predict.py", WRITES + "raise SystemExit(17)\n")
    done = pod.run_all()
    assert (done.returncode, log(done, pod)) == (
        17,
        f"launcher: predict.py ended with exit code 17\nlauncher: output scores: not published, kept at s3://scratch/fraud/inference/{PATH}/scores/\n",
    )
    assert list(pod.stored()) == [f"scratch/fraud/inference/{PATH}/scores/scores.csv"]


def test_an_output_that_was_not_made_fails_the_run(pod: Pod) -> None:
    pod.settings.update(outputs=[SCORES, {"name": "model", "from": "model/", "uri": "s3://dwh/model/"}])
    pod.write("code/predict.py", WRITES)
    done = pod.run_all()
    assert (done.returncode, log(done, pod)) == (
        1,
        "launcher: predict.py ended with exit code 0\n"
        "launcher: output model: the run made no file in `model/`\n"
        "  hint: the entry point must write there, relative to its working directory, or `outputs` must change\n"
        f"launcher: output scores: not published, kept at s3://scratch/fraud/inference/{PATH}/scores/\n",
    )
    assert list(pod.stored()) == [f"scratch/fraud/inference/{PATH}/scores/scores.csv"]


def test_a_store_that_cannot_be_written_asks_for_another_attempt(pod: Pod) -> None:
    pod.settings.update(outputs=[SCORES])
    pod.write("code/predict.py", WRITES)
    (pod.data / "dwh").write_text("a file where a bucket must be", encoding="utf-8")
    assert pod.run_all().returncode == 75
    (pod.data / "dwh").unlink()
    assert pod.run("launcher").returncode == 0
    again = pod.run("launcher")
    assert (again.returncode, log(again, pod).splitlines()[1]) == (
        0,
        f"launcher: output scores: s3://dwh/scores/{PATH}/ was published by an earlier attempt and stays as it is",
    )


def test_the_selected_run_is_recorded_before_the_start(pod: Pod) -> None:
    run = pod.data / "models" / "fraud" / "logical_date=2026-11-01T000000Z" / "run=t1"
    run.mkdir(parents=True)
    (run / "model.bin").touch()
    (run / "_SUCCESS").touch()
    pod.settings.update(inputs=[{"name": "model", "uri": "s3://models/fraud/", "to": "model/", "select": "latest_complete"}])
    pod.write("code/predict.py", "import json, os; print(json.load(open(os.environ['MODELFLEET_PARAMS']))['inputs'][0]['selected'])\n")
    done = pod.run_all()
    assert done.stdout == "logical_date=2026-11-01T000000Z/run=t1\n"
    assert log(done, pod).splitlines()[0] == "launcher: input model: logical_date=2026-11-01T000000Z/run=t1"


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        (
            {"python": "3.9"},
            2,
            f"the model wants Python 3.9, this image has {sys.version_info.major}.{sys.version_info.minor}\n"
            "  hint: the stage's `images` must map 3.9 to an image with that Python",
        ),
        ({"entry_point": "gone.py"}, 2, "the code archive holds no gone.py\n  hint: check `entry_point` in model.yaml and publish again"),
    ],
)
def test_a_job_that_cannot_start(pod: Pod, changes: dict[str, str], code: int, message: str) -> None:
    pod.settings.update(changes)
    done = pod.run_all()
    assert (done.returncode, log(done, pod)) == (code, f"launcher: {message}\n")


def test_without_params(pod: Pod) -> None:
    done = pod.run("launcher")
    assert (done.returncode, log(done, pod)) == (
        2,
        "launcher: WORKSPACE/run/params.json is not there\n  hint: the step extra-params writes it; its log says why it did not\n",
    )


@pytest.mark.parametrize(("ends", "code"), [("sys.exit(0)", 143), ("sys.exit(5)", 5), ("signal.signal(n, signal.SIG_DFL); os.kill(os.getpid(), n)", 143)])
def test_a_stopped_run_publishes_nothing(pod: Pod, ends: str, code: int) -> None:
    pod.settings.update(outputs=[SCORES])
    handler = f"def stop(n, frame):\n    {ends}\nsignal.signal(signal.SIGTERM, stop)\n"
    pod.write("code/predict.py", WRITES + f"import signal, sys, time\n{handler}print('ready', flush=True)\ntime.sleep(60)\n")
    assert pod.run("extra_params").returncode == 0
    process = pod.start("launcher")
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)
    assert process.returncode == code
    assert err.splitlines()[0] == "launcher: SIGTERM received and forwarded; a second one ends the run within 5 s"
    assert list(pod.stored()) == [f"scratch/fraud/inference/{PATH}/scores/scores.csv"]


def test_a_debugger_is_awaited_and_outputs_go_to_scratch(pod: Pod, repository: Path) -> None:
    runtime = environment_tree(repository / "3rdparty" / "python" / "runtime.lock", PYTHON, cache_directory(None, os.environ))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    pod.settings.update(outputs=[SCORES])
    pod.variables = {"MODELFLEET_DEBUG": "true", "MODELFLEET_DEBUG_PORT": str(port), "PYTHONPATH": os.pathsep.join([*sys.path, str(runtime)])}
    pod.write("code/predict.py", WRITES)
    assert pod.run("extra_params").returncode == 0
    process = pod.start("launcher")
    assert process.stderr is not None
    assert process.stderr.readline() == f"launcher: a debugger is awaited on 127.0.0.1:{port}\n"
    attach(port)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert list(pod.stored()) == [f"scratch/fraud/inference/{PATH}/scores/scores.csv"]


def attach(port: int) -> None:
    """Say what an editor says to a debugger that it attaches to, in the debug adapter protocol, until the program ends."""
    client = connect(port)
    with client, client.makefile("rb") as incoming:

        def until(word: str) -> None:
            while True:
                length = int(incoming.readline().split(b":")[1])
                incoming.readline()
                message = json.loads(incoming.read(length))
                if word in (message.get("command"), message.get("event")):
                    return

        # A request, and what shows that the next one may follow.
        for number, (command, answer) in enumerate([("initialize", "initialize"), ("attach", "initialized"), ("configurationDone", "terminated")], start=1):
            body = json.dumps({"seq": number, "type": "request", "command": command, "arguments": {"adapterID": "test"}}).encode()
            client.sendall(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
            until(answer)


def connect(port: int) -> socket.socket:
    for _ in range(300):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=60)
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nothing listens")


def test_outputs_by_rclone(pod: Pod, rclone: Path) -> None:
    pod.settings.update(outputs=[SCORES, {"name": "model", "from": "model.bin", "uri": "s3://models/m/"}])
    pod.write(
        "code/predict.py",
        WRITES
        + """
os.makedirs("out/sub", exist_ok=True)
for path in ("model.bin", "out/_SUCCESS", "out/sub/_SUCCESS"):
    open(path, "w").close()
""",
    )
    assert pod.run("extra_params").returncode == 0
    (pod.workspace / "run" / "bin").mkdir()
    (pod.workspace / "run" / "bin" / "rclone").symlink_to(rclone)
    stale = pod.data / "dwh" / "scores" / PATH / "stale"
    stale.parent.mkdir(parents=True)
    stale.touch()
    pod.variables = {"MODELFLEET_FOLDERS": "", "RCLONE_CONFIG_S3_TYPE": "alias", "RCLONE_CONFIG_S3_REMOTE": str(pod.data)}
    done = pod.run("launcher")
    said = [line for line in log(done, pod).splitlines() if line.startswith("launcher: output")]
    assert (done.returncode, said) == (0, [f"launcher: output scores: s3://dwh/scores/{PATH}/", f"launcher: output model: s3://models/m/{PATH}/"])
    assert list(pod.stored()) == [
        f"dwh/scores/{PATH}/_SUCCESS",
        f"dwh/scores/{PATH}/scores.csv",
        f"dwh/scores/{PATH}/sub/_SUCCESS",
        f"models/m/{PATH}/_SUCCESS",
        f"models/m/{PATH}/model.bin",
    ]
    again = pod.run("launcher")
    assert again.returncode == 0
    assert "was published by an earlier attempt" in again.stderr
    assert os.path.islink(pod.workspace / "run" / "bin" / "rclone")


def test_a_store_that_rclone_cannot_reach(pod: Pod, rclone: Path) -> None:
    pod.settings.update(outputs=[SCORES])
    pod.write("code/predict.py", WRITES)
    assert pod.run("extra_params").returncode == 0
    (pod.workspace / "run" / "bin").mkdir()
    # The pauses between attempts are for networks.
    wrapper = pod.write("run/bin/rclone", f'#!/bin/bash\nexec {rclone} "${{@/#10s/10ms}}"\n')
    wrapper.chmod(0o755)
    pod.variables = {"MODELFLEET_FOLDERS": "", "RCLONE_CONFIG_S3_TYPE": "webdav", "RCLONE_CONFIG_S3_URL": "http://127.0.0.1:9/"}
    done = pod.run("launcher")
    lines = [line for line in log(done, pod).splitlines() if line.startswith(("launcher:", "  hint"))]
    assert (done.returncode, lines) == (
        75,
        [
            "launcher: predict.py ended with exit code 0",
            "launcher: rclone could not look at s3://dwh/scores/" + PATH + "/_SUCCESS (exit code 1, see above)",
            "  hint: the run may be repeated; what it wrote has no marker",
            "launcher: output scores: not published, and not kept either: rclone could not write to "
            f"s3://scratch/fraud/inference/{PATH}/scores (exit code 1, see above)",
        ],
    )
