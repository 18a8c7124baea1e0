"""Revisions of a Git repository by their names: what may stand in `revision`, in a lock, and so in a manifest."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

from modelfleet.spec.fault import FaultError
from modelfleet.spec.messages import code as messages

_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")


def check_revision(revision: str) -> str:
    """A branch, a tag, `refs/heads/…`, `refs/tags/…` or a whole commit, by the part of git-check-ref-format that people need.

    Raises FaultError.
    """
    if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._+-]*(/[A-Za-z0-9_][A-Za-z0-9._+-]*)*", revision) or ".." in revision or revision.endswith((".", ".lock")):
        raise FaultError(messages.bad_revision(revision))
    if revision == "HEAD":
        raise FaultError(messages.head())
    return revision


def is_revision(name: str) -> bool:
    """Whether a name that a server offers can stand in `revision`, and so in a manifest."""
    try:
        check_revision(name)
    except FaultError:
        return False
    return True


def is_commit(revision: str) -> bool:
    """Whether a revision is a commit in full, rather than the name of a branch or a tag."""
    return _COMMIT.fullmatch(revision) is not None


Revision = Annotated[str, AfterValidator(check_revision)]
