"""The summary at the end of a publish: for a person as aligned text, for a machine as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from modelfleet.errors import Problem
from modelfleet.publish.listing import NAMED, listed

Row = tuple[str, str]


@dataclass(frozen=True)
class ArchiveLine:
    """One archive that this run put into the store: `how` is built or copied; `size` in bytes."""

    title: str
    digest: str
    size: int
    seconds: float
    how: str


@dataclass(frozen=True)
class CommitLine:
    """One commit that this run made."""

    id: str
    subject: str


@dataclass(frozen=True)
class Manifests:
    """How many manifests the commits of this run add, change and remove."""

    added: int = 0
    changed: int = 0
    removed: int = 0


@dataclass(frozen=True)
class Summary:
    """What one publish did. `rendered` counts the models of the package that have no problem."""

    stage: str
    rendered: int
    bad: tuple[str, ...]
    kept: tuple[str, ...]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    deleted: tuple[str, ...]
    supplied: tuple[ArchiveLine, ...]
    reused: int
    reused_size: int
    manifests: Manifests
    commits: tuple[CommitLine, ...]
    branch: str
    repository: str
    store: str
    source: str
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, object]:
        """The same for a machine."""
        return asdict(self)


def to_rows(summary: Summary) -> tuple[Row, ...]:
    """The summary as pairs of label and text; an empty label continues the row above."""
    rows = [("stage", summary.stage), ("source", summary.source), ("models", _models(summary))]
    rows += _list("deleted", summary.deleted)
    rows.append(("archives", _archives(summary)))
    rows += [("", f"{line.title}: {line.how}, {_size(line.size)} in {line.seconds:.1f} s, {line.digest[:12]}") for line in summary.supplied[:NAMED]]
    if len(summary.supplied) > NAMED:
        rows.append(("", f"and {len(summary.supplied) - NAMED} more"))
    changes = summary.manifests
    rows.append(("manifests", f"{changes.added} added, {changes.changed} changed, {changes.removed} removed"))
    commits = [f"{commit.id[:12]} {commit.subject}" for commit in summary.commits] or ["nothing changed: no commit"]
    rows += [("commit" if position == 0 else "", text) for position, text in enumerate(commits)]
    return (*rows, ("branch", summary.branch), ("repository", summary.repository), ("store", summary.store))


def to_text(rows: Iterable[Row]) -> str:
    """Rows as aligned plain text."""
    lines = list(rows)
    width = max(len(label) for label, _ in lines)
    return "\n".join(f"{label:<{width}}  {text}" for label, text in lines)


def _models(summary: Summary) -> str:
    parts = [f"{summary.rendered} rendered", f"{len(summary.added)} added", f"{len(summary.changed)} changed", f"{len(summary.deleted)} deleted"]
    if not summary.bad:
        return ", ".join(parts)
    kept = f", {len(summary.kept)} of them stay as last published" if summary.kept else ""
    return f"{', '.join(parts)}, {len(summary.bad)} bad{kept}: {listed(summary.bad)}"


def _list(label: str, names: tuple[str, ...]) -> list[Row]:
    return [(label, listed(names))] if names else []


def _archives(summary: Summary) -> str:
    built = [line for line in summary.supplied if line.how == "built"]
    other = len(summary.supplied) - len(built)
    parts = [f"{len(built)} built" + (f" ({_size(sum(line.size for line in built))})" if built else "")]
    parts += [f"{other} stored again"] if other else []
    parts.append(f"{summary.reused} reused" + (f" ({_size(summary.reused_size)})" if summary.reused else ""))
    return ", ".join(parts)


def _size(size: int) -> str:
    amount, unit = float(size), "B"
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            break
        amount /= 1000
    return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
