"""What is said about the files beside a model's `model.yaml`."""

from __future__ import annotations

from modelfleet.spec.fault import Fault


def _shown(text: str) -> str:
    """The start of a line, without what may be a credential: a URL is cut after its scheme."""
    scheme, separator, _ = text.partition("://")
    return f"{scheme}{separator}…" if separator else text[:60]


def no_entry_point(path: str, directory: str, suggestion: str | None) -> Fault:
    return Fault(f"there is no file {directory}/{path}", f'did you mean "{suggestion}"?' if suggestion else "write the file, or name the one that the job runs")


def no_requirements(path: str) -> Fault:
    return Fault(f"there is no file {path}", "it lists the packages that the model imports, one a line; it may be empty")


def no_lock(directory: str) -> Fault:
    return Fault("the model has no lock", f"`./pants lock {directory}` resolves its requirements")


def not_text(file: str) -> Fault:
    return Fault(f"{file} is no UTF-8 text", "save it with the encoding UTF-8")


def bad_requirement(text: str) -> Fault:
    return Fault(f"`{_shown(text)}` is no requirement", "a package and its versions, e.g. `pandas>=2.2,<3`")


def requirement_with_url(text: str) -> Fault:
    return Fault(f"`{_shown(text)}` names a place instead of a version", "only packages of the index can be locked and archived")


def lock_with_option(text: str, directory: str) -> Fault:
    return Fault(f"the lock holds the option `{_shown(text)}`", f"a lock holds packages and hashes only: `./pants lock {directory}` writes it anew")


def lock_with_url(text: str, directory: str) -> Fault:
    return Fault(f"the lock names a place: `{_shown(text)}`", f"a lock holds no URLs and no paths: `./pants lock {directory}` writes it anew")


def lock_line(text: str, directory: str) -> Fault:
    return Fault(f"`{_shown(text)}` is no line of a lock", f"`./pants lock {directory}` writes it anew")


def not_pinned(name: str, directory: str) -> Fault:
    return Fault(f"{name} is not pinned to one version", f"`./pants lock {directory}` writes it anew")


def no_hash(name: str, directory: str) -> Fault:
    return Fault(f"{name} has no `--hash=sha256:…`", f"`./pants lock {directory}` writes it anew")


def not_locked(name: str, directory: str) -> Fault:
    return Fault(f"{name} is not in the lock", f"`./pants lock {directory}` resolves the requirements again")


def not_satisfied(name: str, wanted: str, locked: str, directory: str) -> Fault:
    return Fault(f"the lock has {name} {locked}, the requirement is `{wanted}`", f"`./pants lock {directory}` resolves the requirements again")
