"""A Git repository over the network: what its references are, and one commit of it. Bounded in time and size.

Git itself asks for credentials nowhere but in its own configuration: the person's credential helper or SSH agent.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from modelfleet.archive import remote_fault as faults
from modelfleet.archive.remote_fault import RemoteError
from modelfleet.git import Bounds, GitTimeoutError, Output, read_checked, read_output
from modelfleet.spec.revision import is_commit, is_revision

ASKING: Final = Bounds(seconds=60, size=1 << 20)
FETCHING: Final = Bounds(seconds=600, size=1 << 30)
HEADS, TAGS = "refs/heads/", "refs/tags/"

# The last one is for SSH: no question, and no half a minute for a host that does not answer.
_VARIABLES: Final = {"GIT_ALLOW_PROTOCOL": "http:https:ssh", "GIT_HTTP_LOW_SPEED_LIMIT": "1000", "GIT_HTTP_LOW_SPEED_TIME": "30"}
_SSH: Final = "ssh -o BatchMode=yes -o ConnectTimeout=20"


@dataclass(frozen=True)
class References:
    """What a server offers: `head` is its default branch, `commits` maps a full name to what it points to.

    Branches and tags whose names are no revisions (check_revision) are left out.
    """

    head: str | None
    commits: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Branches and tags by their short names, sorted."""
        return tuple(sorted({name.removeprefix(HEADS).removeprefix(TAGS) for name in self.commits}))


@dataclass(frozen=True)
class Point:
    """A commit and how a pod reaches it: by the history of a branch, or else by a tag."""

    commit: str
    branch: str
    tag: str | None = None


def read_references(url: str) -> References:
    """Ask the server. Raises RemoteError when it cannot be reached, refuses, or has no branch."""
    output = _run(["ls-remote", "--symref", "--", url, "HEAD", f"{HEADS}*", f"{TAGS}*"], url, ASKING)
    head, commits = None, {}
    for line in output.out.decode(errors="replace").splitlines():
        value, _, name = line.partition("\t")
        if value.startswith("ref: "):
            head = value.removeprefix(f"ref: {HEADS}")
        elif name.startswith((HEADS, TAGS)) and not name.endswith("^{}"):
            commits[name] = value
    if not any(name.startswith(HEADS) for name in commits):
        raise RemoteError("repo", faults.empty())
    # Names become a part of manifests, and Git allows them to be expressions of Argo: whoever may push could write one.
    commits = {name: commit for name, commit in commits.items() if is_revision(name.removeprefix(HEADS).removeprefix(TAGS))}
    if not any(name.startswith(HEADS) for name in commits):
        raise RemoteError("repo", faults.strange_branches())
    return References(head if head and HEADS + head in commits else None, commits)


def full_name(revision: str, references: References) -> str | None:
    """`refs/heads/…` or `refs/tags/…` of a revision; None for a commit. Raises RemoteError when there is no such revision."""
    if revision in references.commits:
        return revision
    found = [prefix + revision for prefix in (HEADS, TAGS) if prefix + revision in references.commits]
    if len(found) == 2:
        raise RemoteError("revision", faults.ambiguous(revision))
    if found:
        return found[0]
    if is_commit(revision):
        return None
    close = get_close_matches(revision, references.names, n=1)
    raise RemoteError("revision", faults.unknown_revision(revision, close[0] if close else None, references.head))


def fetch(url: str, revision: str, into: Path) -> Point:
    """Bring the commit of a revision into `into`, which becomes a bare repository. Raises RemoteError."""
    references = read_references(url)
    name = full_name(revision, references)
    read_checked(["init", "--quiet", "--bare", str(into)])
    if name is None:
        return _fetch_commit(url, revision, references, into)
    _fetch(url, into, [f"{name}:refs/modelfleet/code"], "--depth=1")
    commit = _commit(into, "refs/modelfleet/code")
    if commit is None:
        raise RemoteError("revision", faults.no_commit(revision))
    if name.startswith(HEADS):
        return Point(commit, name.removeprefix(HEADS))
    return Point(commit, references.head or _first_branch(references), name.removeprefix(TAGS))


def fetch_locked(url: str, point: Point, into: Path) -> None:
    """Bring a commit that is known already into `into`. Raises RemoteError when nothing leads to it any more."""
    read_checked(["init", "--quiet", "--bare", str(into)])
    # Most servers give a commit by its name; for the others the whole history has to come.
    if _try_fetch(url, into, [f"{point.commit}:refs/modelfleet/code"], "--depth=1").code:
        tag = [f"+{TAGS}{point.tag}:{TAGS}{point.tag}"] if point.tag else []
        _fetch(url, into, [f"+{HEADS}{point.branch}:{HEADS}{point.branch}", *tag])
    if _commit(into, point.commit) is None:
        raise RemoteError("revision", faults.gone(point.commit, point.branch))


def _fetch_commit(url: str, commit: str, references: References, into: Path) -> Point:
    """A commit alone does not say which branch a pod has to clone to get it, so all of them are asked."""
    _fetch(url, into, [f"+{HEADS}*:{HEADS}*", f"+{TAGS}*:{TAGS}*"])
    if _commit(into, commit) is None:
        raise RemoteError("revision", faults.unknown_commit(commit))
    found = read_checked(["--git-dir", str(into), "for-each-ref", "--contains", commit, "--format=%(refname)"]).decode(errors="replace").split()
    found = [name for name in found if name in references.commits]
    if not found:
        raise RemoteError("revision", faults.unknown_commit(commit))
    branches = [name.removeprefix(HEADS) for name in found if name.startswith(HEADS)]
    if references.head in branches:
        return Point(commit, references.head)
    if branches:
        return Point(commit, min(branches))
    tags = [name.removeprefix(TAGS) for name in found if name.startswith(TAGS)]
    return Point(commit, references.head or _first_branch(references), min(tags))


def _first_branch(references: References) -> str:
    return min(name.removeprefix(HEADS) for name in references.commits if name.startswith(HEADS))


def _commit(repository: Path, name: str) -> str | None:
    found = read_output(["--git-dir", str(repository), "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"])
    return None if found.code else found.out.decode().strip()


def _fetch(url: str, into: Path, references: list[str], *options: str) -> None:
    output = _try_fetch(url, into, references, *options)
    if output.code:
        raise faults.of_output(output.error)


def _try_fetch(url: str, into: Path, references: list[str], *options: str) -> Output:
    words = ["--git-dir", str(into), "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-auto-gc", *options, "--", url, *references]
    return _run(words, url, FETCHING, check=False)


def _run(words: list[str], url: str, bounds: Bounds, *, check: bool = True) -> Output:
    variables = dict(_VARIABLES)
    if url.startswith("ssh://") and "GIT_SSH_COMMAND" not in os.environ and not read_output(["config", "core.sshCommand"], configured=True).out:
        variables["GIT_SSH_COMMAND"] = _SSH
    try:
        output = read_output(words, configured=True, variables=variables, bounds=bounds)
    except GitTimeoutError as error:
        raise RemoteError("repo", faults.too_slow(int(error.seconds))) from None
    if check and output.code:
        raise faults.of_output(output.error)
    return output
