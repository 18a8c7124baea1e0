"""What is said about channels: the files that `promote` writes."""

from __future__ import annotations

from modelfleet.spec.fault import Fault

_WRITTEN = "`./pants promote` writes this file; take it from Git, or promote again"


def bad_digest(digest: str) -> Fault:
    return Fault(f"`{digest}` is no digest", f"64 hexadecimal digits; {_WRITTEN}")


def bad_template(shape: str, name: str) -> Fault:
    return Fault(f"`{name}` is no template of the shape `{shape}`", f"the shape, `-` and ten hexadecimal digits; {_WRITTEN}")


def unknown_stage(stage: str, known: str) -> Fault:
    return Fault(f"there is no stage `{stage}`", f"the stages are {known}; delete the file if the stage is gone")
