"""The programs that stand inline in the templates, run as the containers run them: `python3 -I -c` and `sh -c`."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import ModuleType

import pytest
from golden import root

SOURCES = root() / "clusterworkflowtemplates"

RUN = {"MODEL": "fraud", "JOB": "inference", "RUN": "fraud-inference-1", "NAMESPACE": "antifraud", "STATUS": "Failed"}
TEXT = (
    "fraud: inference ended as Failed\nrun fraud-inference-1 in namespace antifraud\nlogs: argo logs -n antifraud fraud-inference-1\n"
    "run it again: argo submit -n antifraud --from workflowtemplate/fraud-inference"
)

# A stand-in for MIT's kinit: notes its arguments, and writes a ticket where it is told to.
KINIT = """#!/bin/sh
echo "$@" >> "$TRACE"
while [ "$#" -gt 0 ]; do [ "$1" = -c ] && KRB5CCNAME="$2"; shift; done
echo "ticket $(wc -l < "$TRACE")" > "${KRB5CCNAME#FILE:}"
"""


class Webhook(HTTPServer):
    """Answers with the statuses that it is given, one after the other, and keeps what it got."""

    def __init__(self, *statuses: int) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.statuses, self.bodies = list(statuses), list[object]()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook?token=secret"


class Answer(BaseHTTPRequestHandler):
    server: Webhook

    def do_POST(self) -> None:
        self.server.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.statuses.pop(0))
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    specification = importlib.util.spec_from_file_location("post", SOURCES / "post.py")
    assert specification and specification.loader
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    monkeypatch.setattr(module, "PAUSE", 0)
    for name, value in RUN.items():
        monkeypatch.setenv(f"MODELFLEET_{name}", value)
    return module


@pytest.fixture
def hooks() -> Iterator[list[Webhook]]:
    made: list[Webhook] = []
    yield made
    for hook in made:
        hook.shutdown()
        hook.server_close()


def test_one_message_says_what_ended_and_where_to_look(post, hooks, monkeypatch, capsys) -> None:
    hooks.append(Webhook(200))
    monkeypatch.setenv("MODELFLEET_WEBHOOK", hooks[0].url + "\n")
    assert post.main() == 0
    assert hooks[0].bodies == [{"text": TEXT}]
    assert capsys.readouterr() == ("post: the webhook took the message\n", "")


def test_a_webhook_that_stumbles_gets_another_try(post, hooks, monkeypatch, capsys) -> None:
    hooks.append(Webhook(503, 200))
    monkeypatch.setenv("MODELFLEET_WEBHOOK", hooks[0].url)
    assert post.main() == 0
    assert len(hooks[0].bodies) == 2
    assert capsys.readouterr().err == "post: attempt 1 of 3: the webhook failed: it answered with status 503\n"


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("http://127.0.0.1:9/hook?token=secret", "it could not be reached: [Errno 111] Connection refused"),
        ("hooks.example/token=secret", "the secret does not hold a URL"),
        ("", "the secret does not hold a URL"),
    ],
    ids=["nobody there", "no scheme", "empty"],
)
def test_a_webhook_that_fails_is_told_without_its_url(post, monkeypatch, capsys, url: str, fault: str) -> None:
    monkeypatch.setenv("MODELFLEET_WEBHOOK", url)
    assert post.main() == 1
    assert capsys.readouterr().err == "".join(f"post: attempt {attempt} of 3: the webhook failed: {fault}\n" for attempt in (1, 2, 3))


def test_the_message_is_sent_from_the_inline_text(hooks) -> None:
    hooks.append(Webhook(200))
    environment = {"MODELFLEET_WEBHOOK": hooks[0].url, **{f"MODELFLEET_{name}": value for name, value in RUN.items()}}
    ended = subprocess.run([sys.executable, "-I", "-c", (SOURCES / "post.py").read_text()], env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert hooks[0].bodies == [{"text": TEXT}]


@pytest.fixture
def kerberos(tmp_path: Path) -> dict[str, str]:
    """The environment of a container with the stand-in."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "kinit").write_text(KINIT)
    (tmp_path / "bin" / "kinit").chmod(0o755)
    return {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
        "TRACE": str(tmp_path / "trace"),
        "KRB5CCNAME": f"FILE:{tmp_path / 'cache'}",
    }


def test_a_ticket_is_got_for_the_principal(kerberos: dict[str, str], tmp_path: Path) -> None:
    command = ["sh", "-c", (SOURCES / "kinit.sh").read_text(), "kinit", "/keytab", "svc/host@REALM"]
    ended = subprocess.run(command, env=kerberos, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "kinit: got a ticket for svc/host@REALM\n", "")
    assert (tmp_path / "trace").read_text() == "-k -t /keytab -- svc/host@REALM\n"


def test_no_ticket_fails_the_run(kerberos: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "bin" / "kinit").write_text("#!/bin/sh\necho 'kinit: no such principal' >&2\nexit 1\n")
    command = ["sh", "-c", (SOURCES / "kinit.sh").read_text(), "kinit", "/keytab", "svc"]
    ended = subprocess.run(command, env=kerberos, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", "kinit: no such principal\n")


def test_a_ticket_is_renewed_beside_the_old_one_and_put_in_its_place(kerberos: dict[str, str], tmp_path: Path) -> None:
    hourly = (SOURCES / "renew-ticket.sh").read_text()
    often = hourly.replace("pause 3600", "pause 0.1")
    assert often != hourly
    renewal = subprocess.Popen(["sh", "-c", often, "renew-ticket", "/keytab", "svc"], env=kerberos, stdout=subprocess.PIPE, text=True)
    wait_for(lambda: (tmp_path / "cache").is_file() and "ticket 2" in (tmp_path / "cache").read_text())
    renewal.terminate()
    output, _ = renewal.communicate(timeout=20)
    assert renewal.returncode == 0
    assert output.startswith("renew-ticket: renewed the ticket of svc\n")
    assert (tmp_path / "trace").read_text().splitlines()[0] == f"-k -t /keytab -c FILE:{tmp_path / 'cache'}.next -- svc"


def wait_for(condition) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)
