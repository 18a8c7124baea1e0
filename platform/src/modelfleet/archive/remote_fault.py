"""What is said when a Git repository cannot be used: which field of `code.git` is at fault, why, and how to mend it."""

from __future__ import annotations

import re

from modelfleet.spec.fault import Fault

_ACCESS = (
    *("Authentication failed", "could not read Username", "could not read Password", "terminal prompts disabled", "Permission denied"),
    *("The requested URL returned error: 401", "The requested URL returned error: 403", "HTTP 401", "HTTP 403"),
)
_ABSENT = ("not found", "does not appear to be a git repository", "The requested URL returned error: 404", "does not exist")
_TOO_LARGE = ("signal 25", "File too large", "File size limit")
_HOST_KEY = "Host key verification failed"
_NOISE = re.compile(r"^(fatal|error|remote|ssh|warning): |^unable to access '[^']*': |^unable to access \"[^\"]*\": ")


class RemoteError(Exception):
    """A repository that cannot be used. `field` is the field of `code.git` that is at fault."""

    def __init__(self, field: str, fault: Fault) -> None:
        self.field, self.fault = field, fault
        super().__init__(fault.what)


def of_output(text: str) -> RemoteError:
    """Why Git failed, by what it printed on standard error."""
    if any(words in text for words in _TOO_LARGE):
        return RemoteError("repo", too_large_repository())
    if _HOST_KEY in text:
        return RemoteError("repo", unknown_host())
    if any(words in text for words in _ACCESS):
        return RemoteError("repo", no_access())
    if any(words in text for words in _ABSENT):
        return RemoteError("repo", absent())
    return RemoteError("repo", unreachable(_reason(text)))


def _reason(text: str) -> str:
    """The last line that says something, without addresses: they stand in model.yaml."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and "make sure you have the correct" not in line and "and the repository" not in line]
    reason = lines[-1] if lines else "Git gave no reason"
    while (shorter := _NOISE.sub("", reason)) != reason:
        reason = shorter
    return re.sub(r"\w+://\S+@", "…@", reason).rstrip(".")


def unreachable(reason: str) -> Fault:
    return Fault(f"the repository cannot be read: {reason}", "is the URL right, and does `git ls-remote URL` work in this shell?")


def no_access() -> Fault:
    return Fault(
        "you may not read this repository",
        "`git ls-remote URL` must work in this shell without a question: set up a credential helper or an SSH agent; `secret` is for pods only",
    )


def absent() -> Fault:
    return Fault("there is no such repository, or you may not see it", "`git ls-remote URL` must work in this shell; many servers say the same in both cases")


def unknown_host() -> Fault:
    return Fault("the key of this host is not known here", "compare it with what the server's people publish, then add it to ~/.ssh/known_hosts")


def too_slow(seconds: int) -> Fault:
    return Fault(f"the repository was not read in {seconds} s", "try again; if it is always so, give the model a repository of its own")


def too_large_repository() -> Fault:
    return Fault("the commit is larger than 1 GiB", "code belongs here, data does not: give the model a repository of its own")


def empty() -> Fault:
    return Fault("the repository has no branch", "push the code first")


def strange_branches() -> Fault:
    return Fault("no branch of the repository has a name that a manifest can hold", "letters, digits, `.`, `_`, `+`, `-` and `/`, e.g. `main`")


def unknown_revision(revision: str, suggestion: str | None, head: str | None) -> Fault:
    hint = f'did you mean "{suggestion}"?' if suggestion else f"its default branch is `{head}`" if head else "`git ls-remote URL` lists them"
    if re.fullmatch(r"[0-9a-f]{7,39}", revision):
        hint = "a commit is written in full: `git rev-parse` shows all its 40 digits"
    return Fault(f"the repository has no branch and no tag `{revision}`", hint)


def unknown_commit(commit: str) -> Fault:
    return Fault(f"no branch and no tag of the repository leads to the commit {commit[:12]}", "push it to a branch, so that pods can fetch it")


def gone(commit: str, branch: str) -> Fault:
    return Fault(
        f"the locked commit {commit[:12]} is no longer in branch `{branch}`", "somebody has rewritten the branch: push the commit again, or lock again"
    )


def ambiguous(revision: str) -> Fault:
    return Fault(f"`{revision}` is a branch and a tag", f"write `refs/heads/{revision}` or `refs/tags/{revision}`")


def no_commit(revision: str) -> Fault:
    return Fault(f"`{revision}` does not point to a commit", "name a branch, or a tag of a commit")


def no_files() -> Fault:
    return Fault("the commit holds no files", "push the code first")


def no_directory(path: str, suggestion: str | None) -> Fault:
    return Fault(f"the commit has no directory `{path}`", f'did you mean "{suggestion}"?' if suggestion else "paths start at the top of the repository")


def too_many_files(count: int, limit: int) -> Fault:
    return Fault(f"the commit has {count} files, at most {limit} are taken", "each run clones the repository: give the model a repository of its own")


def too_much(size: int, limit: int) -> Fault:
    return Fault(
        f"the files of the commit have {size / 1e6:.0f} MB, at most {limit / 1e6:.0f} are taken", "code belongs here, data does not: jobs have `inputs` for it"
    )


def submodule(path: str) -> Fault:
    return Fault(f"`{path}` is a submodule, which pods do not fetch", "make it a package in the requirements, or copy its files")


def large_file_storage(path: str) -> Fault:
    return Fault(f"`{path}` is kept in Git LFS, which pods do not fetch", "code belongs here, data does not: jobs have `inputs` for it")


def bad_link(path: str, target: str) -> Fault:
    return Fault(f"`{path}` is a link to `{target}`, outside the repository", "put the file itself in its place")


def bad_name(path: str) -> Fault:
    return Fault(f"the name of the file `{path}` cannot stand in a lock", "rename it: no control characters, no white space at its end")


def no_file(path: str, known: str) -> Fault:
    return Fault(f"the commit has no file `{path}`", f"its YAML files are {known}" if known else "the commit has no YAML file at all")


def points_on(path: str) -> Fault:
    return Fault(f"`{path}` points to another repository itself", "point to the one that describes the model")


def no_requirements(path: str) -> Fault:
    return Fault(f"the commit has no file `{path}`, which lists the model's packages", "push it beside the model.yaml there; it may be empty")


def strange_requirements(path: str) -> Fault:
    return Fault(f"`{path}` would be copied beside model.yaml, and is no list of packages by its name", "call it requirements.txt in the repository")
