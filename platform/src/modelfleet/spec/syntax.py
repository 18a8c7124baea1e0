"""libyaml's errors in the words of somebody who writes `model.yaml`."""

from __future__ import annotations

from typing import Any

import yaml

from modelfleet.errors import Problem
from modelfleet.spec.fault import Fault
from modelfleet.spec.messages import document as messages


def syntax_problem(error: yaml.YAMLError, text: str, file: str, last: Any) -> Problem:
    """The problem that a parser's error stands for, at the line that has to be changed. `last` is the last scalar's event."""
    mark = getattr(error, "problem_mark", None)
    opened = _line(getattr(error, "context_mark", None))
    problem, context = str(getattr(error, "problem", None) or error), str(getattr(error, "context", None) or "")
    if "quoted scalar" in context and "escape" not in problem:
        fault, line = messages.open_quote(opened), opened
    elif "flow" in context:
        fault, line = messages.open_bracket(opened), opened
    elif "could not find expected ':'" in problem:
        fault, line = messages.missing_colon(), opened
    elif "expected key" in problem and last is not None and last.style in ("'", '"') and last.end_mark.line > last.start_mark.line:
        # The next quote, lines below, has closed what was meant to end in its own line.
        line = _line(last.start_mark)
        fault = messages.open_quote(line)
    else:
        lines = text.splitlines()
        row = lines[mark.line] if mark is not None and mark.line < len(lines) else ""
        fault, line = _fault(problem, context, row, mark.column if mark is not None else 0), _line(mark)
    return Problem(file, line, "", fault.what, fault.hint)


def _line(mark: Any) -> int:
    return mark.line + 1 if mark is not None else 1


def _fault(problem: str, context: str, row: str, column: int) -> Fault:
    letter = row[column : column + 1]
    if "tab character" in problem or letter == "\t":
        return messages.tab()
    if "scanning an alias" in context:
        return messages.bare_star()
    if "scanning an anchor" in context or "tag" in context:
        return messages.bare_indicator("&" if "anchor" in context else "!")
    if "cannot start any token" in problem or "expected node content" in problem:
        return messages.bare_indicator(letter)
    if "mapping values are not allowed" in problem:
        return messages.colon_in_value() if ": " in row[:column] else messages.field_in_value()
    if "quoted scalar" in context:
        return messages.bad_escape()
    if "expected key" in problem or "block end" in problem or "'-' indicator" in problem:
        return messages.after_value() if row[:column].strip() else messages.bad_indentation()
    if "block sequence entries" in problem:
        return messages.dash_in_line()
    if "block scalar" in context:
        return messages.bad_block()
    if "document start" in problem:
        return messages.second_document()
    return messages.other_syntax(problem)
