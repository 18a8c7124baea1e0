"""`modelfleet reference [--check]`: writes the JSON schema and the reference pages, or compares them with what is there."""

from __future__ import annotations

import argparse
from pathlib import Path

from modelfleet.errors import Problem, UserError
from modelfleet.spec.reference import model_page, owners_page, stages_page
from modelfleet.spec.schema import model_schema, to_text


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file is not what it would be")


def run(arguments: argparse.Namespace) -> int:
    """Write or compare every generated file under the working directory. Raises UserError when one is stale."""
    texts = generated()
    if arguments.check:
        stale = [name for name, text in texts.items() if read_text(Path(name)) != text]
        if stale:
            raise UserError(Problem(name, None, "", "is not what the records say", "`modelfleet reference` writes it anew") for name in stale)
        return 0
    for name, text in texts.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, "utf-8")
    return 0


def generated() -> dict[str, str]:
    """The whole text of every generated file, by its path from the repository's root."""
    return {
        "platform/schema/model.schema.json": to_text(model_schema()),
        "docs/reference/model-yaml.md": model_page(),
        "docs/reference/owners.md": owners_page(),
        "docs/reference/stages.md": stages_page(),
    }


def read_text(path: Path) -> str | None:
    """The text of a file, None if there is none."""
    return path.read_text("utf-8") if path.is_file() else None
