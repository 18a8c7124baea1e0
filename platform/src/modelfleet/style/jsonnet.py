"""The formatting of a Jsonnet file, as far as it can be judged without jsonnetfmt: indentation, quotes, trailing commas.

The rules are those of `jsonnetfmt -n 2 --string-style s`, so a file that jsonnetfmt wrote has no problem here; the reverse
does not hold, because jsonnetfmt knows more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from modelfleet.errors import Problem, in_order

_TOKEN: Final = re.compile(
    r"""
      (?P<comment> //[^\n]* | \#[^\n]* | /\*.*?(?:\*/|\Z) )
    | (?P<block> \|\|\|-?[^\S\n]*\n .*? \n[^\S\n]*\|\|\| )
    | (?P<verbatim> @"(?:[^"]|"")*" | @'(?:[^']|'')*' )
    | (?P<string> "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' )
    | (?P<word> [A-Za-z_][A-Za-z0-9_]* )
    | (?P<other> \S )
    """,
    re.VERBOSE | re.DOTALL,
)
_CLOSES: Final = {"]": "[", "}": "{", ")": "("}
_KEYWORDS: Final = frozenset(["assert", "else", "error", "for", "function", "if", "import", "importbin", "importstr", "in", "local", "tailstrict", "then"])
_VALUE_ENDS: Final = frozenset(")]}")


@dataclass(frozen=True)
class Token:
    """A piece of a Jsonnet file that is not white space; `line` counts from 1."""

    kind: str
    text: str
    line: int


@dataclass
class _Bracket:
    text: str
    line: int
    is_index: bool
    is_comprehension: bool = False


def jsonnet_problems(file: str, text: str) -> tuple[Problem, ...]:
    """All problems of one file's formatting, from the top of the file.

    `file` is the path that the problems name.
    """
    tokens = tuple(_tokens(text))
    found = [*_indentation(file, text, tokens), *_quotes(file, tokens), *_commas(file, tokens)]
    if text and not text.endswith("\n"):
        found.append(Problem(file, text.count("\n") + 1, "", "the last line has no line break", "end the file with a line break"))
    return in_order(found)


def _tokens(text: str) -> Iterator[Token]:
    line, position = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        yield Token(str(match.lastgroup), match.group(), line)


def _indentation(file: str, text: str, tokens: tuple[Token, ...]) -> Iterator[Problem]:
    # Lines inside a text block or a long comment are text, whose white space means something.
    inside = {token.line + offset for token in tokens if token.kind in ("block", "comment", "verbatim") for offset in range(1, token.text.count("\n") + 1)}
    for number, line in enumerate(text.split("\n"), 1):
        if number in inside:
            continue
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in line:
            yield Problem(file, number, "", "a tab", "indent by two spaces")
        elif line != line.rstrip():
            yield Problem(file, number, "", "white space at the end of the line", "delete it")
        elif len(indent) % 2:
            yield Problem(file, number, "", f"indented by {len(indent)} spaces", "indent by two spaces a level")


def _quotes(file: str, tokens: tuple[Token, ...]) -> Iterator[Problem]:
    for token in tokens:
        if token.kind == "string" and token.text.startswith('"') and "'" not in token.text:
            yield Problem(file, token.line, "", "a string in double quotes", "use single quotes, unless the string holds one")


def _commas(file: str, tokens: tuple[Token, ...]) -> Iterator[Problem]:
    """A list or object whose closing bracket stands on a line of its own has a comma after its last element; any other has none."""
    opened: list[_Bracket] = []
    before: Token | None = None
    for token in tokens:
        if token.kind == "comment":
            continue
        if token.kind == "other" and token.text in _CLOSES.values():
            opened.append(_Bracket(token.text, token.line, token.text == "[" and _ends_value(before)))
        elif token.kind == "other" and token.text in _CLOSES:
            if opened and opened[-1].text == _CLOSES[token.text]:
                bracket = opened.pop()
                yield from _comma(file, bracket, before, token)
        elif token.kind == "word" and token.text == "for" and opened:
            opened[-1].is_comprehension = True
        before = token


def _ends_value(token: Token | None) -> bool:
    if token is None or token.kind == "word":
        return token is not None and token.text not in _KEYWORDS
    return token.kind != "other" or token.text in _VALUE_ENDS


def _comma(file: str, bracket: _Bracket, last: Token | None, closing: Token) -> Iterator[Problem]:
    if bracket.text == "(" or bracket.is_index or bracket.is_comprehension or last is None or last.text == bracket.text:
        return
    ends = last.line + last.text.count("\n")
    if closing.line > ends and last.text != ",":
        yield Problem(
            file, ends, "", "no comma after the last element of a list or object of several lines", "add the comma, so that a new element is one changed line"
        )
    elif closing.line == ends and last.text == ",":
        yield Problem(file, ends, "", f"a comma before `{closing.text}` on one line", "delete the comma")
