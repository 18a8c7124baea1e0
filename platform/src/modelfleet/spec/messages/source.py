"""What is said about a `model.yaml` that points to another repository."""

from __future__ import annotations

from modelfleet.spec.fault import Fault


def beside_source(field: str) -> Fault:
    return Fault(f"`{field}` cannot stand beside `source`", "the model is described in the other repository: write it there, and lock again")


def not_yaml(path: str) -> Fault:
    return Fault(f"`{path}` is no YAML file", "the model.yaml in the repository, e.g. `path: models/scoring/model.yaml`")


def not_locked(directory: str) -> Fault:
    return Fault("the model has not been copied from its repository", f"`./pants lock {directory}` copies it")


def lock_of_other(locked: str, directory: str) -> Fault:
    return Fault(f"the copy was made of `{locked}`", f"`./pants lock {directory}` copies it again")


def changed(repository: str, directory: str) -> Fault:
    return Fault("is not the file that was locked", f"it is a copy: change it in {repository}, then `./pants lock {directory}`")


def bad_digest(digest: str) -> Fault:
    return Fault(f"`{digest[:64]}` is no SHA-256")


def write_anew(directory: str) -> str:
    """The hint of everything that is wrong inside a lock, which people do not write."""
    return f"`./pants lock {directory}` writes it anew"
