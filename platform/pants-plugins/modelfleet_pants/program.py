"""How the goals run the command line of the platform: its requirements as a PEX, its sources beside it.

A process sees only the sources of its own verb, so that editing what publishes does not render a model anew.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Mapping

from pants.backend.python.subsystems.setup import PythonSetup
from pants.backend.python.util_rules.interpreter_constraints import InterpreterConstraints
from pants.backend.python.util_rules.pex import VenvPex, VenvPexProcess
from pants.engine.env_vars import EnvironmentVars
from pants.engine.process import Process
from pants.engine.rules import collect_rules, rule
from pants.util.logging import LogLevel

from modelfleet_pants import engine
from modelfleet_pants.requests import VerbRun, VerbSources, VerbSourcesRequest
from modelfleet_pants.subsystem import Modelfleet

ENTRY_POINT = "modelfleet.cli.sandbox:main"
_MODULES = {"pytest-in-environment": "model_tests"}


def module_of(verb: str) -> str:
    """The module of a verb in the directory of the command line: its name, or one of the few exceptions."""
    return _MODULES.get(verb, verb.replace("-", "_"))


def verb_files(program: str, verb: str) -> tuple[str, ...]:
    """Addresses of the files that a verb starts from, given the directory of the program."""
    return f"//{program}/sandbox.py", f"//{program}/{module_of(verb)}.py"


def search_path(modelfleet: Modelfleet, environment: EnvironmentVars) -> str:
    """PATH of a process: the option, with the user's own PATH where it says so."""
    entries = []
    for entry in modelfleet.search_path:
        entries.extend(environment.get("PATH", "").split(os.pathsep) if entry == "<PATH>" else [entry])
    return os.pathsep.join(dict.fromkeys(entry for entry in entries if entry))


def with_own_path(environment: Mapping[str, str]) -> dict[str, str]:
    """PATH under another name: a PEX replaces PATH by its own, and the program puts this one back."""
    return {"MODELFLEET_PATH" if name == "PATH" else name: value for name, value in environment.items()}


@dataclass(frozen=True)
class Program:
    requirements: VenvPex


@rule(desc="Install what the platform imports", level=LogLevel.DEBUG)
async def install_program(modelfleet: Modelfleet, python: PythonSetup) -> Program:
    constraints = InterpreterConstraints(python.interpreter_constraints)
    return Program(await engine.installed_resolve(modelfleet.resolve, constraints, ENTRY_POINT))


@rule(desc="Find the sources of a verb", level=LogLevel.DEBUG)
async def find_verb_sources(request: VerbSourcesRequest, modelfleet: Modelfleet) -> VerbSources:
    roots = await engine.addresses(verb_files(modelfleet.program, request.verb), f"the verb `{request.verb}`")
    found = await engine.python_sources(await engine.closure(roots))
    return VerbSources(found.source_files.snapshot.digest, tuple(found.source_roots))


@rule
async def verb_to_process(request: VerbRun, program: Program) -> Process:
    sources = await engine.verb_sources(VerbSourcesRequest(request.verb))
    return await engine.venv_process(
        VenvPexProcess(
            program.requirements,
            argv=(request.verb, *request.arguments),
            description=request.description,
            level=LogLevel.DEBUG,
            input_digest=await engine.merge((request.input_digest, sources.digest)),
            extra_env={**with_own_path(request.env), "PEX_EXTRA_SYS_PATH": os.pathsep.join(sources.roots), "LANG": "C.UTF-8"},
            output_files=request.output_files,
            output_directories=request.output_directories,
            append_only_caches=request.append_only_caches,
            cache_scope=request.cache_scope,
            timeout_seconds=request.timeout_seconds,
        )
    )


def rules():
    return collect_rules()
