"""Which model a person means by a name or a path."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from modelfleet.errors import UserError

MODELS: Final = "models"
DESCRIPTION: Final = "model.yaml"


def find_model(argument: str) -> Path:
    """The directory of a model, relative to the working directory, which is the repository's root.

    `argument` is the model's name, its directory, or any file or directory inside. Raises UserError when it is no model.
    """
    given = Path(os.path.relpath(argument)) if os.path.isabs(argument) else Path(os.path.normpath(argument))
    candidates = [given, *given.parents] if ".." not in given.parts else []
    if len(given.parts) == 1:
        candidates = [Path(MODELS) / given, *candidates]
    for candidate in candidates:
        if candidate != Path() and (candidate / DESCRIPTION).is_file():
            return candidate
    known = sorted(path.parent.name for path in Path(MODELS).glob(f"*/{DESCRIPTION}"))
    name = given.parts[1] if given.parts[:1] == (MODELS,) and len(given.parts) > 1 else given.name
    close = get_close_matches(name, known, n=1)
    hint = f'did you mean "{close[0]}"?' if close else f"a model is a directory under {MODELS}/ that holds a {DESCRIPTION}; ./pants new makes one"
    raise UserError.one("there is no such model", file=argument, hint=hint)
