"""Dependencies of Jsonnet files, inferred from what they import."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from pants.core.target_types import FileSourceField
from pants.engine.addresses import Address
from pants.engine.rules import collect_rules, rule
from pants.engine.target import AllTargets, FieldSet, InferDependenciesRequest, InferredDependencies
from pants.engine.unions import UnionRule
from pants.util.frozendict import FrozenDict
from pants.util.logging import LogLevel

from modelfleet_pants import engine
from modelfleet_pants.imports import candidates, imports_of, resolve
from modelfleet_pants.subsystem import Modelfleet
from modelfleet_pants.target_types import JsonnetDependenciesField, JsonnetSourceField


class UnresolvedImport(Exception):
    """A Jsonnet file imports what is not in the repository."""


@dataclass(frozen=True)
class Importable:
    """Path → address of every file that Jsonnet may import: Jsonnet files, and `file` targets for `importstr`."""

    owner: FrozenDict[str, Address]


@rule(desc="Find what Jsonnet may import", level=LogLevel.DEBUG)
async def find_importable(all_targets: AllTargets) -> Importable:
    found = {}
    for target in all_targets:
        if target.has_field(FileSourceField):
            path = target[FileSourceField].file_path
            # A Jsonnet target wins over a plain file: only it has imports of its own.
            if path not in found or target.has_field(JsonnetSourceField):
                found[path] = target.address
    return Importable(FrozenDict(found))


@dataclass(frozen=True)
class JsonnetInferenceFieldSet(FieldSet):
    required_fields = (JsonnetSourceField, JsonnetDependenciesField)

    source: JsonnetSourceField


class InferJsonnetDependencies(InferDependenciesRequest):
    infer_from = JsonnetInferenceFieldSet


@rule(desc="Infer the dependencies of a Jsonnet file")
async def infer_jsonnet_dependencies(request: InferJsonnetDependencies, importable: Importable, modelfleet: Modelfleet) -> InferredDependencies:
    file = request.field_set.source.file_path
    text = (await engine.texts([file]))[file]
    found, problems = [], []
    for imported in imports_of(text):
        path = resolve(imported.path, file, modelfleet.jpath, importable.owner)
        if path is not None:
            found.append(importable.owner[path])
            continue
        where = candidates(imported.path, file, modelfleet.jpath)
        close = get_close_matches(where[-1], importable.owner, n=1) or get_close_matches(where[0], importable.owner, n=1)
        hint = (
            f"did you mean {close[0]}?" if close else f"it is none of {', '.join(dict.fromkeys(where))}; does a BUILD file own it? `./pants tailor` writes one"
        )
        problems.append(f"{file}:{imported.line}: {imported.keyword} {imported.path!r}: no such file\n  hint: {hint}")
    if problems:
        raise UnresolvedImport("\n".join(problems))
    return InferredDependencies(sorted(set(found)))


def rules():
    return (*collect_rules(), UnionRule(InferDependenciesRequest, InferJsonnetDependencies))
