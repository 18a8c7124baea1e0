"""The fields of a model, for verbs that must work while the rest of its model.yaml does not."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from modelfleet.cli.model_directory import DESCRIPTION
from modelfleet.errors import UserError
from modelfleet.spec.node import Node
from modelfleet.spec.platform_files import load_document
from modelfleet.spec.record import Record
from modelfleet.spec.source import is_pointer, load_pointed
from modelfleet.spec.validation import validate

R = TypeVar("R", bound=Record)


def load_tree(model_directory: Path) -> tuple[Node, str]:
    """A model's description and the file that holds it: model.yaml, or the copy that it points to.

    Raises UserError when the file is no YAML, or when the copy is missing or not the one that was locked.
    """
    path = model_directory / DESCRIPTION
    tree, problems = load_document(path, path.as_posix())
    if not is_pointer(tree):
        return tree, path.as_posix()
    pointed = load_pointed(tree, problems, path, path.as_posix())
    return pointed.tree, pointed.file


def read_fields(tree: Node, record: type[R], file: str) -> R:
    """The fields of `record` alone. Raises UserError with what is wrong with them."""
    known = {name: node for name in record.model_fields if (node := tree.at(name)) is not None}
    validated = validate(Node(known, tree.line, tree.path), record, file)
    if validated.problems:
        raise UserError(validated.problems)
    found: R = validated.record
    return found
