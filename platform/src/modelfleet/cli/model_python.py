"""The Python of a model, for verbs that must work while the rest of its model.yaml does not."""

from __future__ import annotations

from pathlib import Path

from pydantic import ConfigDict

from modelfleet.cli.model_directory import DESCRIPTION
from modelfleet.errors import UserError
from modelfleet.spec.model import PythonSpec
from modelfleet.spec.node import Node
from modelfleet.spec.platform_files import load_document
from modelfleet.spec.record import Record
from modelfleet.spec.validation import validate


class _OnlyPython(Record):
    model_config = ConfigDict(title="model")
    python: PythonSpec


def load_python(model_directory: Path) -> PythonSpec:
    """The field `python` of a model. Raises UserError when that field is missing or wrong, or the file is no YAML."""
    file = (model_directory / DESCRIPTION).as_posix()
    tree, _ = load_document(model_directory / DESCRIPTION, file)
    python = tree.at("python")
    validated = validate(Node({} if python is None else {"python": python}, tree.line, tree.path), _OnlyPython, file)
    if validated.problems:
        raise UserError(validated.problems)
    record: _OnlyPython = validated.record
    return record.python
