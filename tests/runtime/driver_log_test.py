"""The script that keeps the log of a Spark driver, against a server that speaks as the API server of Kubernetes does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

APPLICATION = "/apis/sparkoperator.k8s.io/v1beta2/namespaces/fraud/sparkapplications/run-1"
POD = "/api/v1/namespaces/fraud/pods/run-1-driver"
Answer = tuple[int, Any]


def application(state: str) -> Answer:
    return 200, {"status": {"applicationState": {"state": state}}}


def pod(uid: str, state: str) -> Answer:
    return 200, {"metadata": {"uid": uid}, "status": {"containerStatuses": [{"name": "spark-kubernetes-driver", "state": {state: {}}}]}}


ABSENT: Answer = (404, {})


@contextmanager
def api_server(answers: Callable[[str, int], Answer], asked: list[str]) -> Iterator[int]:
    """`answers` gets the path and how often it has been asked for before; `asked` receives every path with its token."""
    counts: dict[str, int] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path
            asked.append(f"{path} {self.headers['Authorization']}")
            count = counts.get(path.partition("?")[0], 0)
            counts[path.partition("?")[0]] = count + 1
            status, body = answers(path, count)
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def run(tmp_path: Path, repository: Path) -> Callable[[Callable[[str, int], Answer]], tuple[subprocess.CompletedProcess[str], list[str]]]:
    script = (repository / "clusterworkflowtemplates" / "driver_log.py").read_text(encoding="utf-8")
    (tmp_path / "token").write_text("secret\n")

    def start(answers: Callable[[str, int], Answer]) -> tuple[subprocess.CompletedProcess[str], list[str]]:
        asked: list[str] = []
        with api_server(answers, asked) as port:
            environ = {
                **os.environ,
                "MODELFLEET_TOKEN": str(tmp_path),
                "MODELFLEET_RUN": "run-1",
                "MODELFLEET_NAMESPACE": "fraud",
                "MODELFLEET_PAUSE": "0.01",
                "KUBERNETES_SERVICE_HOST": "127.0.0.1",
                "KUBERNETES_SERVICE_PORT": str(port),
            }
            done = subprocess.run([sys.executable, "-I", "-c", script], env=environ, capture_output=True, text=True, timeout=60, check=False)
        return done, asked

    return start


Run = Callable[[Callable[[str, int], Answer]], tuple[subprocess.CompletedProcess[str], list[str]]]


def test_the_log_is_followed_to_its_end(run: Run) -> None:
    def answers(path: str, count: int) -> Answer:
        if path == APPLICATION:
            return (ABSENT, application(""), application("RUNNING"))[count] if count < 3 else application("COMPLETED")
        if path == POD:
            return (ABSENT, pod("a", "running"))[count] if count < 2 else pod("a", "terminated")
        return 200, b"first\nlast\n"

    done, asked = run(answers)
    assert (done.returncode, done.stdout, done.stderr) == (0, "first\nlast\n", "driver-log: the application is COMPLETED\n")
    assert [one for one in asked if "/log" in one] == [f"{POD}/log?follow=true&container=spark-kubernetes-driver Bearer secret"]


def test_every_attempt_is_printed_once(run: Run) -> None:
    def answers(path: str, count: int) -> Answer:
        if path == APPLICATION:
            return application("RUNNING" if count < 6 else "FAILED")
        if path == POD:
            return pod("a", "terminated") if count < 4 else pod("b", "terminated")
        return 200, b"attempt\n"

    done, _ = run(answers)
    assert (done.returncode, done.stdout, done.stderr) == (0, "attempt\nattempt\n", "driver-log: the application is FAILED\n")


def test_a_connection_that_ends_early_is_taken_up_again(run: Run) -> None:
    def answers(path: str, count: int) -> Answer:
        if path == APPLICATION:
            return application("RUNNING" if count < 3 else "COMPLETED")
        if path == POD:
            return pod("a", "running") if count < 2 else pod("a", "terminated")
        return (200, b"one\n") if count == 0 else (200, b"two\n")

    done, asked = run(answers)
    assert done.stdout == "one\ntwo\n"
    assert ["sinceTime" in one for one in asked if "/log" in one] == [False, True]


def test_an_application_that_is_deleted(run: Run) -> None:
    done, _ = run(lambda path, count: application("RUNNING") if path == APPLICATION and count == 0 else ABSENT)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "driver-log: the application is deleted\n")


def test_an_application_that_never_appears(run: Run) -> None:
    done, _ = run(lambda path, count: ABSENT)
    assert (done.returncode, done.stderr) == (0, "driver-log: no application has appeared\n")


def test_a_server_that_refuses_is_asked_again(run: Run) -> None:
    done, _ = run(lambda path, count: (403, {}) if count == 0 else application("COMPLETED") if path == APPLICATION else ABSENT)
    assert done.stderr == (
        f"driver-log: the API server answers 403 to {APPLICATION}; tried again in 0.01 s\n"
        f"driver-log: the API server answers 403 to {POD}; tried again in 0.01 s\n"
        "driver-log: the application is COMPLETED\n"
    )
