"""The Python of a model, for verbs that must work while the rest of its model.yaml does not."""

from __future__ import annotations

from pathlib import Path

from pydantic import ConfigDict

from modelfleet.cli.model_document import load_tree, read_fields
from modelfleet.spec.model import PythonSpec
from modelfleet.spec.node import Node
from modelfleet.spec.record import Record


class _OnlyPython(Record):
    model_config = ConfigDict(title="model")
    python: PythonSpec


def load_python(model_directory: Path) -> PythonSpec:
    """The field `python` of a model. Raises UserError when that field is missing or wrong, or the file is no YAML."""
    return read_python(*load_tree(model_directory))


def read_python(tree: Node, file: str) -> PythonSpec:
    """The same for a file that is read already."""
    return read_fields(tree, _OnlyPython, file).python
