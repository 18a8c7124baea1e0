"""Why a scenario fails, in one line that a page can hold."""

from __future__ import annotations

import re

from e2e.trouble import Trouble

LONGEST = 500  # characters; more is in the output of the run
# Directories of the machine say nothing to who reads the page.
DIRECTORIES = re.compile(r"(?:(?<=file://)|(?<![\w.~:…/-]))/(?:[\w.@+=-]+/)+")


def reason_of(error: BaseException) -> str:
    """What an error says, with the kind of it unless the suite itself said it."""
    text = error.what if isinstance(error, Trouble) else str(error)
    text = DIRECTORIES.sub("…/", " ".join(text.split()))
    if not isinstance(error, (Trouble, AssertionError, TimeoutError)):
        text = f"{type(error).__name__}: {text}"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
