"""What is said about the image that a job or a step chooses."""

from __future__ import annotations

from modelfleet.spec.fault import Fault


def unknown_image(name: str, known: str, suggestion: str | None) -> Fault:
    own = f"its images are {known}" if known else "it has none"
    meant = f'did you mean "{suggestion}"? ' if suggestion else ""
    return Fault(f"the stage has no image `{name}`", f"{meant}{own}; the platform adds others as `images.named` in platform/stages")


def no_python(name: str, python: str, known: str) -> Fault:
    return Fault(
        f"the stage has no image `{name}` for Python {python}",
        f"there are images for {known}; the platform adds others as `images.named.{name}` in platform/stages",
    )
