"""The Python that runs the model: the image's interpreter with the model's own packages, and nothing else.

A virtual environment is made around the unpacked environment archive, so that `.pth` files work, a package never hides a
module of the standard library, packages of the image stay out, and processes that the model starts (by `sys.executable`,
by `multiprocessing`, by a console script) get the same packages.
"""

from __future__ import annotations

import os
import sys
import venv
from pathlib import Path

from modelfleet_runtime.failure import BROKEN, Failure
from modelfleet_runtime.workspace import Workspace


def check_version(wanted: str) -> None:
    """Refuse an image whose Python is not `wanted` (`3.11`): compiled packages would fail with a riddle."""
    found = f"{sys.version_info.major}.{sys.version_info.minor}"
    if found != wanted:
        hint = f"the stage's `images` must map {wanted} to an image with that Python"
        raise Failure(f"the model wants Python {wanted}, this image has {found}", hint=hint, code=BROKEN)


def make_interpreter(workspace: Workspace) -> Path:
    """Make the virtual environment of the run and return its `python`; a second call makes it anew."""
    root = workspace.run / "venv"
    venv.EnvBuilder(clear=True, symlinks=True, with_pip=False).create(root)
    packages = root / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    # The archive's bytecode names the mount path, so the packages are read from there and not through a link.
    (packages / "environment.pth").write_text(f"import site; site.addsitedir({str(workspace.environment)!r})\n", encoding="utf-8")
    return root / "bin" / "python"


def search_path(python: Path, workspace: Workspace, inherited: str) -> str:
    """PATH for the model: the virtual environment first, so that `#!/usr/bin/env python3` finds it, then the archive's scripts."""
    return os.pathsep.join([str(python.parent), str(workspace.environment / "bin"), inherited or os.defpath])
