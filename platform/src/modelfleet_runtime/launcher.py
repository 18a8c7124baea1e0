"""The one constant command of every job: runs the entry point in the model's environment, then publishes its outputs.

Exit code: that of the entry point (128 + n when signal n ended it); 1 when an output is missing, 2 when the platform
is at fault, 75 when outputs could not be written and the run may be repeated, 143 when the run was stopped.
"""

from __future__ import annotations

import importlib.util
import os
import signal
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import modelfleet_runtime
from modelfleet_runtime.child import Child
from modelfleet_runtime.failure import BROKEN, Failure, exit_code, say
from modelfleet_runtime.handover import check_made, hand_on
from modelfleet_runtime.interpreter import check_version, make_interpreter, search_path
from modelfleet_runtime.outputs import publish, rescue
from modelfleet_runtime.params import read_params, write_params
from modelfleet_runtime.spark import spark_packages
from modelfleet_runtime.trained import complete, leave, refuse_published
from modelfleet_runtime.transfer import transfer_of
from modelfleet_runtime.uses import fetch_used
from modelfleet_runtime.workspace import Workspace

PROGRAM = "launcher"
DEBUG_PORT = 5678
DRIFT_MODULE = "modelfleet_runtime.drift"
STOPPED = 128 + signal.SIGTERM
RESCUE_SECONDS, RESCUE_SECONDS_STOPPED = 900.0, 20.0
"""How long scratch copies may take; Kubernetes gives a stopped pod 30 s in all."""

# The model sees neither the credentials of the transfer nor the platform's own variables, and makes its own search path.
HIDDEN_PREFIXES = ("RCLONE_", "MODELFLEET_", "PYTHON")


def code_of(params: Mapping[str, Any], workspace: Workspace) -> Path:
    """The directory that the model's code is in: the archive's root, or one directory of a whole repository."""
    return workspace.code / params["code_directory"]


def command_of(params: Mapping[str, Any], workspace: Workspace, python: Path) -> list[str]:
    """The process of the job; with a debugger in front of it when the run asks for one."""
    if params["entry_point"] is None:
        target = ["-m", DRIFT_MODULE]
    else:
        script = code_of(params, workspace) / params["entry_point"]
        if not script.is_file():
            raise Failure(f"the code archive holds no {params['entry_point']}", hint="check `entry_point` in model.yaml and publish again", code=BROKEN)
        target = [str(script), *params["args"]]
    if not params["debug"]:
        return [str(python), *target]
    debugger = importlib.util.find_spec("debugpy")
    if debugger is None or debugger.origin is None:
        raise Failure("the runtime archive holds no debugger", hint="publish again; `3rdparty/python/runtime.txt` lists debugpy", code=BROKEN)
    port = os.environ.get("MODELFLEET_DEBUG_PORT") or str(DEBUG_PORT)
    # Only on the loopback address: `kubectl port-forward` reaches it, other pods do not.
    return [str(python), str(Path(debugger.origin).parent), "--listen", f"127.0.0.1:{port}", "--wait-for-client", *target]


def environ_of(params: Mapping[str, Any], workspace: Workspace, python: Path, inherited: Mapping[str, str]) -> dict[str, str]:
    """The variables of the job's process."""
    environ = {name: value for name, value in inherited.items() if not name.startswith(HIDDEN_PREFIXES)}
    environ["PATH"] = search_path(python, workspace, environ.get("PATH", ""))
    environ["VIRTUAL_ENV"] = str(python.parent.parent)
    environ["PYTHONUNBUFFERED"] = environ["PYTHONDONTWRITEBYTECODE"] = "1"
    own = str(code_of(params, workspace) if params["entry_point"] else Path(modelfleet_runtime.__file__).parents[1])
    environ["PYTHONPATH"] = os.pathsep.join([own, *spark_packages(inherited)])
    # A user without a home directory and a read-only root are usual in pods; libraries want both places.
    if not os.access(environ.get("HOME") or "/nonexistent", os.W_OK):
        environ["HOME"] = str(workspace.run / "home")
    if "TMPDIR" not in environ and not os.access("/tmp", os.W_OK):
        environ["TMPDIR"] = str(workspace.run / "tmp")
    return {**environ, **params["env"], "MODELFLEET_PARAMS": str(workspace.params)}


def with_selected(params: Mapping[str, Any], workspace: Workspace) -> dict[str, Any]:
    """`params` with the run that the transfer step took for each input with `select`."""
    inputs = []
    for one in params["inputs"]:
        choice = workspace.selected / one["name"]
        inputs.append({**one, "selected": choice.read_text(encoding="utf-8").strip() if choice.is_file() else None})
    return {**params, "inputs": inputs}


def main() -> int:
    """Run the job of this workspace."""
    child = Child(PROGRAM)
    child.listen()
    workspace = Workspace.of(os.environ)
    params = read_params(workspace.params)
    check_version(params["python"])
    params = with_selected(params, workspace)
    write_params(workspace.params, params)
    for one in params["inputs"]:
        if one["selected"]:
            say(PROGRAM, f"input {one['name']}: {one['selected']}")
    transfer = transfer_of(params, workspace)
    refuse_published(params, transfer)
    params = fetch_used(PROGRAM, params, workspace, transfer)
    write_params(workspace.params, params)
    python = make_interpreter(workspace)
    command = command_of(params, workspace, python)
    environ = environ_of(params, workspace, python, os.environ)
    for directory in (workspace.work, Path(environ.get("HOME", tempfile.gettempdir())), Path(environ.get("TMPDIR", tempfile.gettempdir()))):
        directory.mkdir(parents=True, exist_ok=True)
    if params["debug"]:
        port = os.environ.get("MODELFLEET_DEBUG_PORT") or str(DEBUG_PORT)
        forward = "" if os.environ.get("MODELFLEET_FOLDERS") else f": kubectl port-forward pod/{os.environ.get('HOSTNAME', 'POD')} {port}:{port}"
        say(PROGRAM, f"a debugger is awaited on 127.0.0.1:{port}{forward}")
    code = child.run(command, environ=environ, directory=workspace.work)
    say(PROGRAM, f"{params['entry_point'] or 'the drift check'} ended with exit code {code}")
    if code == 0 and child.signals:
        code = STOPPED  # it ended well because it was told to end: its outputs are not whole
    if code == 0:
        try:
            check_made(params, workspace)
            if params["debug"]:
                rescue(PROGRAM, params, workspace, transfer, seconds=RESCUE_SECONDS)
            else:
                pending = leave(PROGRAM, params, workspace, transfer)
                publish(PROGRAM, params, workspace, transfer, lambda: child.signals > 0)
                complete(PROGRAM, pending, workspace, transfer)
            # Last, because an output may lie in what is handed on. A debug run hands on too: the next step may be the one to look at.
            for name in hand_on(params, workspace):
                say(PROGRAM, f"artifact {name}: handed on")
            return 0
        except Failure as failure:
            say(PROGRAM, str(failure))
            code = STOPPED if child.signals else failure.code
    rescue(PROGRAM, params, workspace, transfer, seconds=RESCUE_SECONDS_STOPPED if child.signals else RESCUE_SECONDS)
    return code


if __name__ == "__main__":
    sys.exit(exit_code(PROGRAM, main))
