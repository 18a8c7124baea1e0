"""Rules of code in another repository: the owner's secret, and the lock that must fit what is written."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import PurePosixPath

from modelfleet.spec.code import Code, GitSource
from modelfleet.spec.code_lock import CodeLock
from modelfleet.spec.fault import Fault
from modelfleet.spec.messages import code as messages
from modelfleet.spec.messages import reference as reference_messages
from modelfleet.spec.owners import Owner
from modelfleet.spec.shape import Place
from modelfleet.spec.translate import suggestion

GIT: Place = ("code", "git")
_NAMED = (("repo", "the repository"), ("revision", "the revision"), ("path", "the directory"))


def code_faults(code: Code | None, name: str, owner: Owner | None) -> Iterator[tuple[Place, Fault]]:
    """What is wrong with `code`, measured by the owner called `name`."""
    if code is None:
        return
    if (secret := code.git.secret) is None:
        if code.git.repo.startswith("ssh://"):
            yield (*GIT, "repo"), messages.ssh_without_secret()
        return
    if owner is not None and secret not in owner.secrets:
        yield (*GIT, "secret"), reference_messages.foreign_secret(name, secret, ", ".join(owner.secrets), suggestion(secret, owner.secrets))
    if is_in_the_clear(code.git):
        yield (*GIT, "secret"), messages.secret_in_the_clear()


def is_in_the_clear(source: GitSource) -> bool:
    """Whether whoever stands between could read the password."""
    return source.repo.startswith("http://")


def lock_faults(code: Code, lock: CodeLock | None, directory: PurePosixPath) -> Iterator[tuple[Place, Fault]]:
    """What keeps a lock from being that of `code`. `directory` is the model's."""
    if lock is None:
        yield GIT, messages.not_locked(str(directory))
        return
    for field, title in _NAMED:
        if getattr(code.git, field) != getattr(lock, field):
            yield (*GIT, field), messages.lock_of_other(title, getattr(lock, field) or "", str(directory))


def missing_entry_point(entry_point: str, code: Code, lock: CodeLock) -> Fault | None:
    """What is said when the locked commit has no such file; None when it has."""
    files = lock.below(code.git.path or "")
    if entry_point in files:
        return None
    close = get_close_matches(entry_point, [path for path in files if path.endswith(".py")], n=1)
    where = f"{lock.repo} at {lock.commit[:12]}" + (f", directory {code.git.path}" if code.git.path else "")
    return messages.no_entry_point(entry_point, where, close[0] if close else None)
