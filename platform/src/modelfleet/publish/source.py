"""Where the fleet comes from: the commit of the work tree, for metadata and for refusals."""

from __future__ import annotations

import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from modelfleet.errors import UserError
from modelfleet.git import Output, read_output
from modelfleet.publish.repository import without_credentials

NAME, EMAIL = "Modelfleet publisher", "publisher@modelfleet.invalid"


@dataclass(frozen=True)
class Source:
    """The commit that was rendered; `author` is `Name <address>`, `date` ISO 8601, `url` the remote without credentials."""

    commit: str
    author: str
    date: str
    subject: str
    body: str
    url: str | None


@dataclass(frozen=True)
class WorkTree:
    """What Git knows of the workspace. `source` is None without a commit; `under_git` says whether it is a work tree at all."""

    under_git: bool
    source: Source | None
    dirty: bool
    shallow: bool
    name: str = NAME
    email: str = EMAIL

    @property
    def note(self) -> str:
        """The source in a few words, as a summary shows it."""
        if not self.under_git:
            return "not under Git: no commit is recorded"
        if self.source is None:
            return "a work tree without commits: no commit is recorded"
        return f"{self.source.commit[:12]} {self.source.subject}" + (" (and uncommitted changes)" if self.dirty else "")


def load_work_tree(workspace: Path) -> WorkTree:
    """Ask Git about the workspace; a directory that is not under Git is a valid answer. Raises UserError when Git fails.

    The user's own configuration counts here: their name and address, and what they ignore.
    """
    questions = (
        ("rev-parse", "--is-inside-work-tree", "--is-shallow-repository"),
        ("log", "-1", "--no-show-signature", "--format=%H%x00%an <%ae>%x00%aI%x00%s%x00%b", "HEAD"),
        ("status", "--porcelain", "--untracked-files=normal"),
        ("config", "--get-regexp", r"^(user\.name|user\.email|remote\.origin\.url)$"),
    )
    with ThreadPoolExecutor(len(questions)) as pool:
        inside, log, status, config = pool.map(lambda words: read_output(words, directory=workspace, configured=True), questions)
    settings = _settings(config)
    person = _person(settings, os.environ)
    if inside.code:
        if "not a git repository" not in inside.error:
            raise _unreadable(inside)
        return WorkTree(False, None, False, False, **person)
    if status.code:
        raise _unreadable(status)
    shallow = inside.out.split()[1:] == [b"true"]
    return WorkTree(True, _source(log, settings.get("remote.origin.url")), bool(status.out), shallow, **person)


def _person(settings: Mapping[str, str], variables: Mapping[str, str]) -> dict[str, str]:
    """Name and address of the user, by the variables that Git reads first, then by its configuration; neither, or both."""
    name = variables.get("GIT_COMMITTER_NAME") or settings.get("user.name")
    email = variables.get("GIT_COMMITTER_EMAIL") or settings.get("user.email")
    return {"name": name, "email": email} if name and email else {}


def _unreadable(output: Output) -> UserError:
    return UserError.one(f"Git cannot read the work tree: {output.error.splitlines()[0]}", hint="`git status` in it must work")


def _settings(config: Output) -> Mapping[str, str]:
    pairs = (line.partition(" ") for line in config.out.decode(errors="replace").splitlines())
    return {name: value for name, _, value in pairs}


def _source(log: Output, url: str | None) -> Source | None:
    if log.code:  # no commit yet
        return None
    commit, author, date, subject, body = log.out.decode(errors="replace").split("\0")
    return Source(commit, author, date, subject, body.strip(), None if url is None else without_credentials(url))
