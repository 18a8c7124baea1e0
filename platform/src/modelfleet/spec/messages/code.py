"""What is said about code in another Git repository, and about its lock."""

from __future__ import annotations

from modelfleet.spec.fault import Fault


def short_ssh(url: str) -> Fault:
    return Fault("is not written as a URL", f"write `{url}`")


def other_scheme(scheme: str) -> Fault:
    known = "`https://git.bank.invalid/team/model.git` or `ssh://git@git.bank.invalid/team/model.git`"
    return Fault(f"pods cannot read a repository by `{scheme}://`" if scheme else "is no URL", f"e.g. {known}")


def credentials_in_url() -> Fault:
    return Fault("the URL holds a user or a password", "take them out; `secret` names the owner's secret by which pods read a private repository")


def bad_repository() -> Fault:
    return Fault(
        "is no URL of a repository", "a host and a path of letters, digits, `.`, `_`, `~`, `+` and `-`, e.g. `https://git.bank.invalid/team/model.git`"
    )


def bad_revision(revision: str) -> Fault:
    return Fault(f"`{revision}` is no branch, tag or commit", "e.g. `main`, `v1.2` or the 40 hex digits of a commit")


def head() -> Fault:
    return Fault("`HEAD` is whatever the server says", "name the branch, e.g. `main`")


def secret_in_the_clear() -> Fault:
    return Fault("the password of this secret would travel unencrypted", "read the repository by `https://` or `ssh://`")


def ssh_without_secret() -> Fault:
    return Fault("nobody reads a repository by `ssh://` without a key", "add `secret: …`, the owner's secret with the keys `ssh-privatekey` and `known_hosts`")


def not_locked(directory: str) -> Fault:
    return Fault("the code has no lock", f"`./pants lock {directory}` resolves the revision to a commit")


def lock_of_other(field: str, locked: str, directory: str) -> Fault:
    what = f"the lock was made for {field} `{locked}`" if locked else f"the lock was made without {field}"
    return Fault(what, f"`./pants lock {directory}` resolves it again")


def no_entry_point(path: str, place: str, suggestion: str | None) -> Fault:
    return Fault(f"there is no file {path} in {place}", f'did you mean "{suggestion}"?' if suggestion else "name a file of the locked commit")


def bad_commit(commit: str) -> Fault:
    return Fault(f"`{commit}` is no commit")


def bad_file_line(line: str) -> Fault:
    return Fault(f"`{line[:60]}` is no line of a file index" if line else "holds no files")


def unsorted_files() -> Fault:
    return Fault("the lines are not in their order")


def write_anew(directory: str) -> str:
    """The hint of everything that is wrong inside a lock, which people do not write."""
    return f"`./pants lock {directory}` writes it anew"
