"""Refuses answers that would make a broken model: the rules of `model.yaml`, for cookiecutter without the platform.

Cookiecutter fills ANSWERS in, starts this in the new directory, and removes that directory when the exit code is not 0.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import yaml  # cookiecutter's own dependency

ANSWERS = r"""{{ cookiecutter | tojson }}"""

# As `modelfleet.spec.name` has them; a test keeps them equal.
NAME = r"^[a-z]([-a-z0-9]*[a-z0-9])?$"
# A model's name, a hyphen and a job's name have 50 characters at most, and the longest job here is `monitoring`.
LONGEST_NAME = 39
# It stands between quotes in YAML, and braces are for templates.
DESCRIPTION = r"""(?=.*\S)[^"\\{}\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+"""


def load_owners(start: Path) -> tuple[str, ...] | None:
    """The owners of the repository that holds `start`; None outside of one."""
    for directory in (start, *start.parents):
        path = directory / "platform" / "owners.yaml"
        if path.is_file():
            return tuple(yaml.safe_load(path.read_text(encoding="utf-8")))
    return None


def problems(answers: dict[str, str], owners: tuple[str, ...] | None, timezones: frozenset[str]) -> list[str]:
    """Everything that is wrong with the answers, each with a hint. An empty `timezones` judges no timezone."""
    found = []
    name = answers["name"]
    if not re.fullmatch(NAME, name):
        found.append(f"name: `{name}` is no name of a model\n  hint: lower-case letters, digits and hyphens, a letter first, for example fraud-detection")
    elif len(name) > LONGEST_NAME:
        found.append(f"name: `{name}` has {len(name)} characters\n  hint: {LONGEST_NAME} at most, so that `{name[:4]}…-monitoring` fits into 50")
    if not re.fullmatch(DESCRIPTION, answers["description"]):
        found.append("description: is empty, or has a line break, a double quote, a backslash or a brace\n  hint: one plain sentence")
    if owners is None:
        found.append("the new directory is in no repository of models\n  hint: cookiecutter templates/model -o models, in the repository's root")
    elif answers["owner"] not in owners:
        found.append(f"owner: `{answers['owner']}` is not in platform/owners.yaml\n  hint: one of {', '.join(sorted(owners))}")
    if timezones and answers["timezone"] not in timezones:
        found.append(f"timezone: `{answers['timezone']}` is no IANA timezone\n  hint: for example Europe/Moscow or UTC")
    return found


def load_timezones() -> frozenset[str]:
    """The timezones that this machine knows; none on a machine without the database."""
    from zoneinfo import available_timezones

    return frozenset(available_timezones())


if __name__ == "__main__":
    PROBLEMS = problems(json.loads(ANSWERS), load_owners(Path.cwd()), load_timezones())
    print("\n".join(PROBLEMS), file=sys.stderr, end="\n" if PROBLEMS else "")
    sys.exit(1 if PROBLEMS else 0)
