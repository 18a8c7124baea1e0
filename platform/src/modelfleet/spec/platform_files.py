"""The platform's own files: stages and owners."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from modelfleet.errors import Problem, UserError
from modelfleet.spec.channel import Channel
from modelfleet.spec.control import is_repository_url
from modelfleet.spec.document import parse
from modelfleet.spec.fault import Fault
from modelfleet.spec.messages import channel as channel_messages
from modelfleet.spec.messages import control as control_messages
from modelfleet.spec.messages import document as document_messages
from modelfleet.spec.messages import stage as messages
from modelfleet.spec.node import Node
from modelfleet.spec.owners import Owner, Owners
from modelfleet.spec.place import problem_at
from modelfleet.spec.quantity import format_duration
from modelfleet.spec.stage import StageSpec
from modelfleet.spec.text import text_problems
from modelfleet.spec.validation import validate

STAGES = Path("platform/stages")
OWNERS = Path("platform/owners.yaml")
CHANNELS = STAGES / "channels"


@dataclass(frozen=True)
class Platform:
    """Stages and owners by name, each in the order of its name, and the channel of each stage that has one."""

    stages: dict[str, StageSpec]
    owners: dict[str, Owner]
    channels: dict[str, Channel] = field(default_factory=dict)


def load_platform(root: Path) -> Platform:
    """Read `platform/stages/*.yaml`, the channels below and `platform/owners.yaml` under `root`. Raises UserError with all their problems."""
    problems: list[Problem] = []
    stages: dict[str, StageSpec] = {}
    for path in sorted((root / STAGES).glob("*.yaml")):
        try:
            stages[path.stem] = _stage(path, (STAGES / path.name).as_posix())
        except UserError as error:
            problems += error.problems
            stages.pop(path.stem, None)
    if not stages and not problems:
        problems.append(_problem(STAGES.as_posix(), messages.no_stages(STAGES.as_posix())))
    names = [path.stem for path in sorted((root / STAGES).glob("*.yaml"))]
    try:
        owners = _owners(root / OWNERS, names, stages)
    except UserError as error:
        problems += error.problems
    channels: dict[str, Channel] = {}
    for path in sorted((root / CHANNELS).glob("*.yaml")):
        try:
            channels[path.stem] = _channel(path, names)
        except UserError as error:
            problems += error.problems
    if problems:
        raise UserError(problems)
    return Platform(stages, owners, channels)


def load_document(path: Path, file: str, absent: Fault | None = None) -> tuple[Node, list[Problem]]:
    """Read one YAML file, see `document.parse`. `absent` is said when the file does not exist. Raises UserError."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UserError([_problem(file, absent or document_messages.unreadable("there is no such file"))]) from None
    except OSError as error:
        raise UserError([_problem(file, document_messages.unreadable(error.strerror or type(error).__name__))]) from None
    return parse(data, file)


def _problem(file: str, fault: Fault) -> Problem:
    return Problem(file, None, "", fault.what, fault.hint)


def _stage(path: Path, file: str) -> StageSpec:
    tree, problems = load_document(path, file)
    checked = validate(tree, StageSpec, file)
    problems += [*text_problems(tree, file), *checked.problems]
    if isinstance(stage := checked.record, StageSpec):
        for field, uri in (("scratch", stage.scratch), ("trained", stage.trained)):
            scheme = (uri or "").partition("://")[0]
            if uri is not None and scheme not in stage.data and "data" in tree.value:
                problems.append(problem_at(checked.tree, (field,), messages.unknown_scratch(scheme, ", ".join(stage.data)), file))
        # Nobody polls a repository that only this work tree has.
        waits = stage.template_settle > 0 or is_repository_url(stage.deploy.repository)
        if waits and stage.template_settle < 2 * stage.argocd.polling:
            fault = control_messages.short_settle(format_duration(stage.template_settle), format_duration(stage.argocd.polling))
            problems.append(problem_at(checked.tree, ("template_settle",), fault, file))
    if problems or checked.record is None:
        raise UserError(problems)
    assert isinstance(checked.record, StageSpec)
    return checked.record


def _channel(path: Path, stages: list[str]) -> Channel:
    file = (CHANNELS / path.name).as_posix()
    tree, problems = load_document(path, file)
    checked = validate(tree, Channel, file)
    problems += [*text_problems(tree, file), *checked.problems]
    if path.stem not in stages:
        problems.append(_problem(file, channel_messages.unknown_stage(path.stem, ", ".join(stages))))
    if problems or not isinstance(checked.record, Channel):
        raise UserError(problems)
    return checked.record


def _owners(path: Path, names: list[str], stages: dict[str, StageSpec]) -> dict[str, Owner]:
    file = OWNERS.as_posix()
    tree, problems = load_document(path, file)
    checked = validate(tree, Owners, file)
    problems += [*text_problems(tree, file), *checked.problems]
    owners = checked.record.by_name if isinstance(checked.record, Owners) else {}
    problems += [problem_at(checked.tree, place, fault, file) for place, fault in _namespace_faults(owners, names, stages)]
    if problems:
        raise UserError(problems)
    return owners


def _namespace_faults(owners: dict[str, Owner], names: list[str], stages: dict[str, StageSpec]) -> Iterator[tuple[tuple[str, ...], Fault]]:
    taken: dict[tuple[str, str], str] = {}
    for name, owner in owners.items():
        for stage in names:
            if stage not in owner.namespaces:
                yield (name, "namespaces"), messages.owner_without_stage(name, stage)
        for stage in owner.network:
            if names and stage not in names:
                yield (name, "network", stage), messages.unknown_stage(stage, ", ".join(names))
        for stage, namespace in owner.namespaces.items():
            if names and stage not in names:
                yield (name, "namespaces", stage), messages.unknown_stage(stage, ", ".join(names))
            if stage in stages and namespace in stages[stage].controller_namespaces:
                yield (name, "namespaces", stage), control_messages.controllers_namespace(namespace, stage)
            if (other := taken.setdefault((stage, namespace), name)) != name:
                yield (name, "namespaces", stage), messages.shared_namespace(namespace, stage, other)
