"""Rules of the image that a job or a step chooses: its stage has it, with the model's Python."""

from __future__ import annotations

from collections.abc import Iterator

from modelfleet.spec.fault import Fault
from modelfleet.spec.messages import image as messages
from modelfleet.spec.shape import Place
from modelfleet.spec.stage import Images
from modelfleet.spec.translate import suggestion


def image_faults(name: str | None, python: str, images: Images) -> Iterator[tuple[Place, Fault]]:
    """Faults of an image by its name, None for the plain image of the Python version. `images` are those of one stage."""
    if name is None:
        return
    if name not in images.named:
        yield ("image",), messages.unknown_image(name, ", ".join(images.named), suggestion(name, images.named))
    elif python not in images.named[name]:
        yield ("image",), messages.no_python(name, python, ", ".join(images.named[name]))
