"""`model.yaml` → the complete model on every stage, or all its problems at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from modelfleet.errors import Problem, UserError, in_order
from modelfleet.spec.advice import model_warnings
from modelfleet.spec.code_lock import NAME as CODE_LOCK
from modelfleet.spec.code_lock import CodeLock, load_code_lock
from modelfleet.spec.completion import complete
from modelfleet.spec.document import parse
from modelfleet.spec.fault import Fault
from modelfleet.spec.files import environment_problems, file_faults
from modelfleet.spec.messages import document as document_messages
from modelfleet.spec.messages import name as name_messages
from modelfleet.spec.model import ModelSpec
from modelfleet.spec.monitoring import monitoring_faults
from modelfleet.spec.node import Node
from modelfleet.spec.overrides import apply_overrides
from modelfleet.spec.place import is_broken, problem_at
from modelfleet.spec.platform_files import Platform, load_document, load_platform
from modelfleet.spec.rules import Surroundings, model_faults
from modelfleet.spec.shape import Place
from modelfleet.spec.source import FIELD as SOURCE
from modelfleet.spec.source import is_pointer, load_pointed
from modelfleet.spec.step_rules import graph_faults
from modelfleet.spec.text import text_problems
from modelfleet.spec.trained_rules import trained_faults
from modelfleet.spec.validation import Validated, validate
from modelfleet.spec.work import work_problems
from modelfleet.spec.written import WrittenModel

__all__ = ["LoadedModel", "Platform", "load_model", "load_platform", "parse_model"]


@dataclass(frozen=True)
class LoadedModel:
    """A model without problems: `source` is its file, `on` the complete model of each stage, by the stage's name.

    `warnings` have the form of problems and stop nothing.
    """

    source: str
    on: dict[str, ModelSpec]
    warnings: tuple[Problem, ...] = ()


def load_model(path: Path, platform: Platform, root: Path | None = None) -> LoadedModel:
    """Read one `model.yaml`. `path` is relative to the working directory. Raises UserError with all problems, by line.

    With `root`, the directory that `path` starts from, the files beside it are judged too: entry points, requirements, lock.
    """
    file = path.as_posix()
    tree, problems = load_document(path, file, absent=document_messages.missing_file())
    if not is_pointer(tree):
        return _model(tree, problems, file, platform, root)
    tree, problems, copy, _ = load_pointed(tree, problems, path, file)
    try:
        return _model(tree, problems, copy, platform, root)
    except UserError as error:
        # What the copy leaves to its pointer is written in the pointer.
        raise UserError(replace(one, file=file) if one.path.startswith(f"{SOURCE}.") else one for one in error.problems) from None


def parse_model(data: bytes, file: str, platform: Platform) -> LoadedModel:
    """The same for bytes that are read already; `file` is where they come from."""
    tree, problems = parse(data, file)
    return _model(tree, problems, file, platform)


def _model(tree: Node, known: list[Problem], file: str, platform: Platform, root: Path | None = None) -> LoadedModel:
    overridden = apply_overrides(tree, platform.stages, file)
    problems = _Staged(tuple(platform.stages), [*known, *text_problems(tree, file), *overridden.problems])
    lock = _code_lock(tree, (root or Path()) / PurePosixPath(file).parent, file, problems)
    checked: dict[str, Validated] = {}
    for stage, top in overridden.on.items():
        same = next((checked[other] for other, seen in overridden.on.items() if seen is top and other in checked), None)
        checked[stage] = same or validate(top, WrittenModel, file, _stand_ins(file))
        problems.add(stage, (*checked[stage].problems, *work_problems(top, file)))
        if isinstance(written := checked[stage].record, WrittenModel):
            faults = _faults(written, checked[stage].whole, Surroundings(platform.owners, platform.stages[stage]), file)
            # What could not be read is left out of the record, where it looks like something that nobody has written.
            unread = {one.path for one in checked[stage].problems}
            problems.add(stage, (one for one in _located(faults, checked[stage].tree, file) if one.path not in unread))
            if root is not None:
                problems.add(stage, _beside(written, checked[stage].tree, file, root, lock))
    if root is not None and (written := next((valid.record for valid in checked.values() if valid.record), None)):
        # `python` cannot be overridden, so any stage speaks for all.
        inside = tuple(environment_problems(written.python, PurePosixPath(file).parent, root))
        for stage in checked:
            problems.add(stage, inside)
    if found := problems.all():
        raise UserError(found)
    # Stages without overrides share one tree, and so all that follows from it.
    completed = {id(valid): complete(valid.record, lock) for valid in checked.values()}
    advice = {id(valid): _located(model_warnings(completed[id(valid)]), valid.tree, file) for valid in checked.values()}
    on = {stage: completed[id(valid)] for stage, valid in checked.items()}
    warnings = _Staged(tuple(on), [])
    for stage, valid in checked.items():
        warnings.add(stage, advice[id(valid)])
    return LoadedModel(file, on, warnings.all())


def _faults(written: WrittenModel, whole: bool, surroundings: Surroundings, file: str) -> Iterator[tuple[Place, Fault]]:
    directory = PurePosixPath(file).parent.name
    if written.name != directory:
        yield ("name",), name_messages.other_directory(written.name, directory)
    yield from model_faults(written, surroundings)
    # What one job or step makes for another is only known when all of them could be read.
    if whole:
        yield from monitoring_faults(written.jobs)
        yield from graph_faults(written, surroundings.stage.parameters)
        yield from trained_faults(written, surroundings.stage)


def _beside(written: WrittenModel, tree: Node, file: str, root: Path, lock: CodeLock | None) -> list[Problem]:
    return _located(file_faults(written, PurePosixPath(file).parent, root, lock), tree, file)


def _code_lock(tree: Node, directory: Path, file: str, problems: _Staged) -> CodeLock | None:
    """The lock of a model with `code`; None when there is none, or when it is wrong, which becomes a problem of every stage."""
    if "code" not in tree.value or not (directory / CODE_LOCK).is_file():
        return None
    try:
        return load_code_lock(directory / CODE_LOCK, f"{PurePosixPath(file).parent}/{CODE_LOCK}")
    except UserError as error:
        for stage in problems.stages:
            problems.add(stage, error.problems)
    return None


def _located(faults: Iterable[tuple[Place, Fault]], tree: Node, file: str) -> list[Problem]:
    return [problem_at(tree, place, fault, file) for place, fault in faults if not is_broken(tree, place)]


def _stand_ins(file: str) -> dict[str, Node]:
    def text(value: str) -> Node:
        return Node(value, 1, "", value, broken=True)

    return {
        "name": text(PurePosixPath(file).parent.name),
        "description": text("description"),
        "owner": text("owner"),
        "entry_point": text("entry_point.py"),
        "version": text("3.11"),
        "python": Node({"version": text("3.11")}, 1, "", broken=True),
        "jobs": Node({}, 1, "", broken=True),
    }


class _Staged:
    """Problems with the stages on which they appear; a stage is named only where others are free of the problem."""

    def __init__(self, stages: tuple[str, ...], everywhere: Iterable[Problem]) -> None:
        self.stages = stages
        self.found: dict[tuple[str, int | None, str, str], tuple[Problem, set[str]]] = {}
        for problem in everywhere:
            self._add(problem, stages)

    def add(self, stage: str, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self._add(problem, (stage,))

    def _add(self, problem: Problem, stages: Iterable[str]) -> None:
        # Hints may differ, since they name what a stage has: the first one stays.
        self.found.setdefault((problem.file, problem.line, problem.path, problem.what), (problem, set()))[1].update(stages)

    def all(self) -> tuple[Problem, ...]:
        return in_order(self._named(problem, stages) for problem, stages in self.found.values())

    def _named(self, problem: Problem, stages: set[str]) -> Problem:
        if len(stages) == len(self.stages) or problem.path.startswith("stages."):
            return problem
        return replace(problem, what=f"{problem.what} (on {', '.join(sorted(stages))})")
