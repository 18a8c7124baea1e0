"""libyaml's errors in the words of somebody who writes `model.yaml`."""

from __future__ import annotations

from typing import Any

import yaml

from modelfleet.errors import Problem
from modelfleet.spec.fault import Fault
from modelfleet.spec.messages import document as messages


def syntax_problem(error: yaml.YAMLError, text: str, file: str) -> Problem:
    """The problem that a parser's error stands for, at the line that has to be changed."""
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark is not None else None
    opened = _line(getattr(error, "context_mark", None))
    fault = _fault(str(getattr(error, "problem", None) or error), str(getattr(error, "context", None) or ""), mark, opened, text)
    if fault == messages.open_quote(opened) or fault == messages.open_bracket(opened) or fault == messages.missing_colon():
        line = opened
    return Problem(file, line, "", fault.what, fault.hint)


def _line(mark: Any) -> int:
    return mark.line + 1 if mark is not None else 1


def _fault(problem: str, context: str, mark: Any, opened: int, text: str) -> Fault:
    lines = text.splitlines() or [""]
    row = lines[mark.line] if mark is not None and mark.line < len(lines) else ""
    column = mark.column if mark is not None else 0
    if "tab character" in problem or row[column : column + 1] == "\t":
        return messages.tab()
    if "scanning an alias" in context:
        return messages.bare_star()
    if "cannot start any token" in problem or "expected node content" in problem or "scanning an anchor" in context or "tag" in context:
        return messages.bare_indicator(
            row[column : column + 1] if "scanning an anchor" not in context and "tag" not in context else ("&" if "anchor" in context else "!")
        )
    if "mapping values are not allowed" in problem:
        return messages.colon_in_value() if ": " in row[:column] else messages.field_in_value()
    if "quoted scalar" in context:
        return messages.open_quote(opened) if "end of stream" in problem or "document indicator" in problem else messages.bad_escape()
    if "flow" in context:
        return messages.open_bracket(opened)
    if "expected key" in problem or "block end" in problem or "'-' indicator" in problem:
        return messages.after_value() if row[:column].strip() else messages.bad_indentation()
    if "could not find expected ':'" in problem:
        return messages.missing_colon()
    if "block sequence entries" in problem:
        return messages.dash_in_line()
    if "block scalar" in context:
        return messages.bad_block()
    if "document start" in problem:
        return messages.second_document()
    return messages.other_syntax(problem)
