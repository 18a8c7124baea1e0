"""Runs `uv`, which resolves and installs Python packages, with the user's own index and certificates."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from modelfleet.errors import UserError

# What would change the content of an environment, or where it goes, without a trace in the lock.
_DROPPED: Final = (
    *("UV_BUILD_CONSTRAINT", "UV_COMPILE_BYTECODE", "UV_CONSTRAINT", "UV_EXCLUDE", "UV_FORK_STRATEGY", "UV_LINK_MODE", "UV_NO_BINARY"),
    *("UV_NO_BUILD", "UV_OVERRIDE", "UV_PRERELEASE", "UV_PYTHON", "UV_REQUIRE_HASHES", "UV_RESOLUTION", "UV_SYSTEM_PYTHON", "UV_TORCH_BACKEND"),
    *("VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONPATH", "PYTHONHOME"),
)
# pip's names of settings that uv has under another name.
_FROM_PIP: Final = {"UV_DEFAULT_INDEX": "PIP_INDEX_URL", "UV_INDEX": "PIP_EXTRA_INDEX_URL", "SSL_CERT_FILE": "PIP_CERT"}
_OWN: Final = {"UV_DEFAULT_INDEX": ("UV_INDEX_URL",), "UV_INDEX": ("UV_EXTRA_INDEX_URL",), "SSL_CERT_FILE": ()}


_CONCLUSION: Final = (r",? we can conclude that your requirements are unsatisfiable$", "")


@dataclass(frozen=True)
class Failure:
    """Why uv stopped: its message, the lines that explain it, and its own hint; each without the labels of the output."""

    message: str
    causes: tuple[str, ...]
    hint: str | None

    @property
    def reason(self) -> str:
        """The most telling line, as one sentence without the conclusion that every failed resolution ends with."""
        if not self.causes:
            return self.message
        text = self.causes[0].rstrip(".")
        for old, new in (_CONCLUSION, (". And because ", "; and "), (" we can conclude that ", " so ")):
            text = re.sub(old, new, text)
        return text.removeprefix("Because ")

    @property
    def told(self) -> str:
        """Everything that uv said, to look for words in it."""
        return " ".join((self.message, *self.causes, self.hint or ""))

    @property
    def is_about_the_index(self) -> bool:
        """Whether uv could not read the index, rather than not find something in it."""
        return self.message.startswith("Failed to fetch") or "error sending request" in self.told


class PackagerError(Exception):
    """uv stopped with an error; `failure` says why. The caller turns it into an error of the file that it works on."""

    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        super().__init__(failure.message)


def run_packager(arguments: Sequence[str], *, directory: Path, extra: Mapping[str, str] | None = None) -> str:
    """Run `uv` in `directory` and return its standard output.

    `extra` holds variables for this call. Raises PackagerError when uv fails, UserError when there is no uv.
    """
    environment = packager_environment(os.environ) | dict(extra or {})
    command = [find_packager(), "--color", "never", "--no-progress", "--no-python-downloads", *arguments]
    result = subprocess.run(command, cwd=directory, env=environment, capture_output=True, text=True, errors="replace", check=False, stdin=subprocess.DEVNULL)
    if result.returncode != 0:
        raise PackagerError(parse_failure(result.stderr))
    return result.stdout


def packager_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The variables that uv gets: the user's own, those of pip under uv's names, none that would change an environment."""
    kept = {name: value for name, value in environment.items() if name not in _DROPPED}
    for name, pip_name in _FROM_PIP.items():
        if pip_name in environment and not any(own in environment for own in (name, *_OWN[name])):
            kept[name] = environment[pip_name]
    return kept


def parse_failure(text: str) -> Failure:
    """Take apart what uv prints on standard error: `error: …`, `  cause: …` (possibly of several lines), `hint: …`."""
    message, causes, hints = "", [], []
    lines: list[str] | None = None
    for line in text.splitlines():
        label, _, rest = line.strip().partition(": ")
        if label == "error" and line.startswith("error"):
            message, lines = rest, None
        elif label == "cause" and line.startswith("  cause"):
            causes.append(lines := [rest])
        elif label == "hint":
            hints.append(lines := [rest])
        elif lines is not None and line.strip(" ^"):
            lines.append(line.strip())
        elif lines and "^" in line:  # the line before shows the place of a fault in a file, which has a line of its own in our messages
            lines.pop()
    return Failure(
        message=message or (text.strip().splitlines() or ["it gave no reason"])[-1].strip(),
        causes=tuple(" ".join(cause) for cause in causes),
        hint=" ".join(hints[0]) if hints else None,
    )


@cache
def find_packager() -> str:
    """The path of uv: the one that is installed with this program, else the one on PATH. Raises UserError without either."""
    import uv

    try:
        return uv.find_uv_bin()
    except FileNotFoundError:
        found = shutil.which("uv")
    if found is None:
        raise UserError.one("the program `uv` is missing", hint="install it so that `uv` is on PATH")
    return found
