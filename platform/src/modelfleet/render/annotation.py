"""What Argo's own user interface shows of a job: a title and a description, which it reads as Markdown."""

from __future__ import annotations

import re

from modelfleet.spec.model import ModelSpec

# Marks within a line: emphasis, code, links, HTML, entities, strike-through, tables. An underscore within a word is none.
_MARKS = re.compile(r"[\\`*\[\]<>&~|]|(?<![^\W_])_|_(?![^\W_])")
# Marks of a block, at the start of a line: headings, quotes, lists, rules, and what underlines the line before.
_START = re.compile(r"^(?:[#>+\-=:]|(?P<number>\d+)(?=[.)]))")


def shown_of(model: ModelSpec, job: str) -> dict[str, str]:
    """The annotations of a WorkflowTemplate, a CronWorkflow and every run.

    The names are Argo's (docs/title-and-description.md, since 3.4.4; read as Markdown since 3.6). The lists of the user
    interface put the title in the place of the object's name, on one line with the description below it.
    """
    return {"workflows.argoproj.io/title": f"{model.name} {job}", "workflows.argoproj.io/description": to_markdown(model.description)}


def to_markdown(text: str) -> str:
    """Text that Markdown shows as it is, on one line: what a person wrote cannot become a link, an image or a heading.

    A bare URL still becomes a link to what it says, since the user interface makes links of those itself (remark-gfm).
    """
    line = _MARKS.sub(r"\\\g<0>", " ".join(text.split()))
    return _START.sub(lambda match: f"{match['number']}\\" if match["number"] else f"\\{match[0]}", line)
