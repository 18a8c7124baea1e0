"""Evaluates Jsonnet: the only module that imports an engine."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from modelfleet.errors import UserError

# Where an import is looked for when it is not beside the importing file, relative to the repository's root.
SEARCH_PATH = ("", "platform/jsonnet")

# `platform/jsonnet/main.jsonnet:12:7-20`, or `file:(1:2)-(3:4)` for what spans lines.
_PLACE = re.compile(r"^\s*(?P<file>[^\s:]+\.(?:jsonnet|libsonnet)):\(?(?P<line>\d+)", re.MULTILINE)
_KIND = re.compile(r"^((RUNTIME|STATIC) ERROR: )?(importer error: |couldn't open import \"[^\"]*\": )?")

Evaluate = Callable[..., str]


class Jsonnet:
    """An engine that has the repository's root as its root. Files are read once and kept: a batch imports them often.

    `evaluate_snippet` is the function of that name of a Jsonnet binding; the official Go implementation unless told
    otherwise (the C++ one has the same interface, and serves as a second opinion in tests).
    """

    def __init__(self, root: Path, evaluate_snippet: Evaluate | None = None) -> None:
        if evaluate_snippet is None:
            import _gojsonnet  # heavy: a shared library of Go

            evaluate_snippet = _gojsonnet.evaluate_snippet
        self._evaluate_snippet = evaluate_snippet
        self._root = root
        self.files: dict[str, bytes | None] = {}
        self._absent = ""

    def evaluate_file(self, path: str) -> Any:
        """The value of a file that is not a function. `path` is relative to the root."""
        return self.evaluate(f"import {literal(path)}", {})

    def evaluate(self, snippet: str, arguments: Mapping[str, Any]) -> Any:
        """The value of a snippet, as JSON types.

        A snippet that is a function is called with `arguments`, by position; top-level arguments are the only way in, there
        are no external variables. They travel as JSON, which an engine reads four times faster than the same text as Jsonnet.
        Raises UserError with file and line for a fault in a Jsonnet file.
        """
        texts = {name: json.dumps(value) for name, value in arguments.items()}
        if texts:
            snippet = f"function({', '.join(texts)}) ({snippet})({', '.join(f'std.parseJson({name})' for name in texts)})"
        try:
            text = self._evaluate_snippet("render", snippet, tla_vars=texts, import_callback=self._load_import)
        except RuntimeError as error:
            raise problem_of(str(error)) from None
        except UnicodeDecodeError:
            raise problem_of(self._absent) from None
        return json.loads(text)

    def _load_import(self, directory: str, relative: str) -> tuple[str, bytes]:
        for base in (directory, *SEARCH_PATH):
            path = _joined(base, relative)
            content = self._load(path)
            if content is not None:
                return path, content
        places = ", ".join(path or "the root" for path in SEARCH_PATH)
        # The Go binding copies this text without its end: what happens to follow in memory, text or not, is appended. After
        # a line break it does no harm.
        self._absent = f"`{relative}` is neither beside the importing file nor in {places}\n"
        raise RuntimeError(self._absent)

    def _load(self, path: str) -> bytes | None:
        if path not in self.files:
            file = self._root / path
            self.files[path] = file.read_bytes() if file.is_file() else None
        return self.files[path]


def _joined(base: str, relative: str) -> str:
    """A path with its `..` resolved, so that one file has one name in the engine's cache."""
    parts: list[str] = []
    for part in f"{base}/{relative}".split("/"):
        if part == "..":
            if parts:
                parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def literal(text: str) -> str:
    """A text as a Jsonnet string: JSON is a subset of Jsonnet."""
    return json.dumps(text)


def problem_of(text: str) -> UserError:
    """What an engine said, as an error at the first place of its trace that is a file.

    The engine prints the message first, then the trace from the place of the fault outwards.
    """
    what = _KIND.sub("", text.splitlines()[0])
    at_start = _PLACE.match(what)
    place = at_start or _PLACE.search(text)
    if at_start:  # errors of syntax carry their place in the message: `file:1:2-3 Expected token ...`
        what = what[at_start.end() :].lstrip("0123456789:()-").strip()
    return UserError.one(
        what,
        file=place["file"] if place else "",
        line=int(place["line"]) if place else None,
        hint="the fault is in the platform's Jsonnet, not in a model.yaml",
    )
