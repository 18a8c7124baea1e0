"""`tailor`: writes the three lines of a model's BUILD file, and targets for Jsonnet and Python elsewhere."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Iterable

from pants.backend.python.target_types import PythonSourcesGeneratorTarget, PythonTestsGeneratorTarget, PythonTestUtilsGeneratorTarget
from pants.core.goals.tailor import AllOwnedSources, PutativeTarget, PutativeTargets, PutativeTargetsRequest
from pants.engine.rules import collect_rules, rule
from pants.engine.target import Target
from pants.engine.unions import UnionRule
from pants.util.dirutil import group_by_dir

from modelfleet_pants import engine
from modelfleet_pants.subsystem import Modelfleet
from modelfleet_pants.target_types import EnvironmentTarget, JsonnetSourcesTarget, ModelTarget, ModelTestsTarget

_TEST_NAMES = ("test_*.py", "*_test.py", "tests.py")
_TEST_UTIL_NAMES = ("conftest.py", "test_*.pyi", "*_test.pyi", "tests.pyi")


@dataclass(frozen=True)
class PutativeFleetTargetsRequest(PutativeTargetsRequest):
    pass


def model_directory(path: str) -> str | None:
    """The directory of the model that a file belongs to, if any."""
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] == "models" and len(parts) > 2 else None


def model_targets(files: Iterable[str], owned: Iterable[str]) -> tuple[PutativeTarget, ...]:
    """`model`, `environment` and `model_tests` for each directory with a model.yaml that no target owns."""
    found = []
    for file in sorted(set(files) - set(owned)):
        directory = posixpath.dirname(file)
        if model_directory(file) == directory:
            found.append(PutativeTarget.for_target_type(ModelTarget, directory, "model", ["model.yaml"]))
            found.append(PutativeTarget.for_target_type(EnvironmentTarget, directory, "env", []))
            found.append(PutativeTarget.for_target_type(ModelTestsTarget, directory, "tests", []))
    return tuple(found)


def python_target(name: str) -> type[Target]:
    """The kind of target that a Python file belongs to, by its name."""
    if any(fnmatchcase(name, pattern) for pattern in _TEST_UTIL_NAMES):
        return PythonTestUtilsGeneratorTarget
    return PythonTestsGeneratorTarget if any(fnmatchcase(name, pattern) for pattern in _TEST_NAMES) else PythonSourcesGeneratorTarget


def source_targets(files: Iterable[str], owned: Iterable[str]) -> tuple[PutativeTarget, ...]:
    """Targets for Jsonnet and Python files outside models that no target owns."""
    found = []
    for directory, names in sorted(group_by_dir(file for file in set(files) - set(owned) if model_directory(file) is None).items()):
        groups: dict[tuple[type[Target], str | None], list[str]] = {}
        for name in sorted(names):
            if not name.endswith(".py"):
                groups.setdefault((JsonnetSourcesTarget, "jsonnet"), []).append(name)
                continue
            kind = python_target(name)
            own_name = {PythonTestsGeneratorTarget: "tests", PythonTestUtilsGeneratorTarget: "test_utils"}.get(kind)
            groups.setdefault((kind, own_name), []).append(name)
        if (JsonnetSourcesTarget, "jsonnet") in groups and len(groups) == 1:
            groups = {(JsonnetSourcesTarget, None): groups[JsonnetSourcesTarget, "jsonnet"]}
        found.extend(PutativeTarget.for_target_type(kind, directory, name, triggers) for (kind, name), triggers in groups.items())
    return tuple(found)


@rule(desc="Find files without a target")
async def find_putative_targets(request: PutativeFleetTargetsRequest, owned: AllOwnedSources, modelfleet: Modelfleet) -> PutativeTargets:
    if modelfleet.skip:
        return PutativeTargets()
    models = await engine.paths(request.path_globs("model.yaml"))
    sources = await engine.paths(request.path_globs("*.jsonnet", "*.libsonnet", "*.py"))
    return PutativeTargets((*model_targets(models, owned), *source_targets(sources, owned)))


def rules():
    return (*collect_rules(), UnionRule(PutativeTargetsRequest, PutativeFleetTargetsRequest))
