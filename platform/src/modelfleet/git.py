"""Git as a subprocess: obeys the publisher's own configuration, never a hook, a prompt or a variable of the caller."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from modelfleet.errors import UserError

# Variables that redirect a command to another repository, index or object store; a Git hook that calls the publisher sets them.
REDIRECTING = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_GRAFT_FILE",
    "GIT_REPLACE_REF_BASE",
    "GIT_DEFAULT_HASH",
    "GIT_TEMPLATE_DIR",
)
CONFIGURING = ("GIT_CONFIG", "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT", "GIT_CONFIG_SYSTEM")
# The stage names the repository, so its owner on disk is no reason to refuse it (containers often run as another user).
SETTINGS = ("core.hooksPath=/dev/null", "core.fsmonitor=false", "core.filesRefLockTimeout=2000", "gc.auto=0", "safe.directory=*")


@dataclass(frozen=True)
class Output:
    """What one command of Git said: exit code, standard output as bytes, standard error as text without trailing space."""

    code: int
    out: bytes
    error: str


class GitError(Exception):
    """A command of Git that failed for a reason its caller did not expect; `output` is what it said."""

    def __init__(self, words: Sequence[str], output: Output) -> None:
        self.output = output
        super().__init__(f"git {words[0]}: {output.error or f'exit code {output.code}'}")


class GitTimeoutError(Exception):
    """A command of Git that was stopped after `seconds`, with all processes that it had started."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"stopped after {seconds:g} s")


@dataclass(frozen=True)
class Bounds:
    """How long a command may take, in seconds, and how large a file it may write, in bytes."""

    seconds: float
    size: int


def environment(variables: Mapping[str, str], *, configured: bool) -> dict[str, str]:
    """The variables for Git, from those of this process.

    `configured`: whether the user's and the machine's configuration counts. It does for the work tree and for the network
    (credentials, proxies), it does not where objects and references are written.
    """
    dropped = REDIRECTING if configured else (*REDIRECTING, *CONFIGURING)
    kept = {name: value for name, value in variables.items() if name not in dropped}
    kept |= {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_REPLACE_OBJECTS": "1"}
    if not configured:
        kept |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    return kept


def read_output(
    words: Sequence[str],
    *,
    directory: Path | None = None,
    feed: bytes | None = None,
    configured: bool = False,
    variables: Mapping[str, str] | None = None,
    bounds: Bounds | None = None,
) -> Output:
    """Run `git WORDS` and wait for it; the exit code is the caller's to judge.

    `variables` come on top of those that every command gets. Raises UserError when Git is not installed, GitTimeoutError
    when it takes longer than `bounds` say.
    """
    where = () if directory is None else ("-C", str(directory))
    command = ["git", *where, *(word for setting in SETTINGS for word in ("-c", setting)), *words]
    own = {**environment(os.environ, configured=configured), **(variables or {})}
    stdin = subprocess.DEVNULL if feed is None else subprocess.PIPE
    try:
        process = subprocess.Popen(
            command,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=own,
            # A session of its own, because Git leaves helpers behind when only Git itself is killed.
            start_new_session=bounds is not None,
            preexec_fn=None if bounds is None else lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (bounds.size, bounds.size)),
        )
    except FileNotFoundError:
        raise UserError.one("git is not on the PATH", hint="install Git 2.32 or newer: the deploy branch is kept in a Git repository") from None
    with process:
        try:
            out, error = process.communicate(feed, timeout=None if bounds is None else bounds.seconds)
        except BaseException as stopped:
            os.killpg(process.pid, signal.SIGKILL) if bounds is not None else process.kill()
            if bounds is not None and isinstance(stopped, subprocess.TimeoutExpired):
                raise GitTimeoutError(bounds.seconds) from None
            raise
    return Output(process.returncode, out, error.decode(errors="replace").strip())


def read_checked(words: Sequence[str], *, directory: Path | None = None, feed: bytes | None = None, configured: bool = False) -> bytes:
    """The standard output of `git WORDS`; raises GitError when it fails."""
    output = read_output(words, directory=directory, feed=feed, configured=configured)
    if output.code:
        raise GitError([word for word in words if not word.startswith("--git-dir")], output)
    return output.out
