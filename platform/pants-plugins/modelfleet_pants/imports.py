"""Reads what a Jsonnet file imports. Pure: text in, imports out."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import Container, Iterable

# Comments, text blocks and strings are matched only to be passed over: an `import` inside them is none.
_TOKENS = re.compile(
    r"""
      //[^\n]* | \#[^\n]* | /\*.*?(?:\*/|\Z)
    | \|\|\|-?[^\S\n]*\n .*? \n[^\S\n]*\|\|\|
    | (?<![A-Za-z0-9_$]) (?P<keyword>importstr|importbin|import) (?![A-Za-z0-9_])
      (?: \s | //[^\n]*\n | \#[^\n]*\n | /\*.*?\*/ )*
      (?P<path> @"(?:[^"]|"")*" | @'(?:[^']|'')*' | "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' )
    | @"(?:[^"]|"")*" | @'(?:[^']|'')*' | "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*'
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True)
class Import:
    """One `import`, `importstr` or `importbin`: the path as Jsonnet sees it, and the line of the keyword, from 1."""

    keyword: str
    path: str
    line: int


def imports_of(text: str) -> tuple[Import, ...]:
    """The imports of a Jsonnet file in the order of the text."""
    found = []
    for token in _TOKENS.finditer(text):
        if token["keyword"]:
            found.append(Import(token["keyword"], _literal(token["path"]), text.count("\n", 0, token.start()) + 1))
    return tuple(found)


def _literal(quoted: str) -> str:
    if quoted.startswith("@"):
        return quoted[2:-1].replace(quoted[1] * 2, quoted[1])
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else _ESCAPES.get(match[2], match[2]), quoted[1:-1])


def candidates(path: str, importing_file: str, jpath: Iterable[str]) -> tuple[str, ...]:
    """Where Jsonnet looks for an imported path, in its order: beside the importing file, then the last directory of JPATH first."""
    directories = (posixpath.dirname(importing_file), *reversed(tuple(jpath)))
    return tuple(posixpath.normpath(posixpath.join(directory, path)) for directory in directories)


def resolve(path: str, importing_file: str, jpath: Iterable[str], known: Container[str]) -> str | None:
    """The file that an import means, or None when no candidate is among the known files."""
    return next((candidate for candidate in candidates(path, importing_file, jpath) if candidate in known), None)
