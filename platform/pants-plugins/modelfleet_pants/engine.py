"""The only module that talks to the engine of Pants: everything here is one `Get` or `MultiGet` with a name.

Rules await these helpers and hold no `Get` themselves, so a Pants that wants its rules called by name is a rewrite of
this file.
"""

from __future__ import annotations

from typing import Iterable

from pants.backend.python.target_types import ConsoleScript, EntryPoint, PexLayout
from pants.backend.python.util_rules.interpreter_constraints import InterpreterConstraints
from pants.backend.python.util_rules.pex import Pex, PexRequest, VenvPex, VenvPexProcess
from pants.backend.python.util_rules.pex_from_targets import PexFromTargetsRequest
from pants.backend.python.util_rules.pex_requirements import EntireLockfile, Lockfile, Resolve
from pants.backend.python.util_rules.python_sources import PythonSourceFiles, PythonSourceFilesRequest
from pants.core.util_rules.source_files import SourceFiles, SourceFilesRequest
from pants.core.util_rules.system_binaries import BinaryPathRequest, BinaryPaths
from pants.engine.addresses import Address, Addresses, UnparsedAddressInputs
from pants.engine.env_vars import EnvironmentVars, EnvironmentVarsRequest
from pants.engine.fs import AddPrefix, Digest, DigestContents, DigestSubset, MergeDigests, PathGlobs, Paths, RemovePrefix, Snapshot
from pants.engine.process import FallibleProcessResult, Process
from pants.engine.rules import Get, MultiGet
from pants.engine.target import SourcesField, Target, Targets, TransitiveTargets, TransitiveTargetsRequest

from modelfleet_pants.requests import (
    Entries,
    EntriesRequest,
    Outcome,
    OutcomeRequest,
    RenderedBatch,
    RenderRequest,
    VerbRun,
    VerbSources,
    VerbSourcesRequest,
)


async def merge(digests: Iterable[Digest]) -> Digest:
    return await Get(Digest, MergeDigests(digests))


async def subset(digest: Digest, globs: Iterable[str]) -> Digest:
    return await Get(Digest, DigestSubset(digest, PathGlobs(globs)))


async def add_prefix(digest: Digest, prefix: str) -> Digest:
    return await Get(Digest, AddPrefix(digest, prefix))


async def remove_prefix(digest: Digest, prefix: str) -> Digest:
    return await Get(Digest, RemovePrefix(digest, prefix))


async def snapshot(digest: Digest) -> Snapshot:
    return await Get(Snapshot, Digest, digest)


async def contents(digest: Digest) -> dict[str, bytes]:
    files = await Get(DigestContents, Digest, digest)
    return {file.path: file.content for file in files}


async def texts(globs: Iterable[str]) -> dict[str, str]:
    files = await Get(DigestContents, PathGlobs(globs))
    return {file.path: file.content.decode("utf-8", "replace") for file in files}


async def workspace_files(globs: Iterable[str]) -> Snapshot:
    return await Get(Snapshot, PathGlobs(globs))


async def paths(globs: PathGlobs) -> tuple[str, ...]:
    found = await Get(Paths, PathGlobs, globs)
    return found.files


async def sources(fields: Iterable[SourcesField], types: Iterable[type[SourcesField]]) -> Snapshot:
    found = await Get(SourceFiles, SourceFilesRequest(fields, for_sources_types=types))
    return found.snapshot


async def addresses(specs: Iterable[str], origin: str) -> Addresses:
    return await Get(Addresses, UnparsedAddressInputs(specs, owning_address=None, description_of_origin=origin))


async def targets(found: Addresses) -> Targets:
    return await Get(Targets, Addresses, found)


async def closure(roots: Iterable[Address]) -> tuple[Target, ...]:
    found = await Get(TransitiveTargets, TransitiveTargetsRequest(roots))
    return tuple(found.closure)


async def environment(names: Iterable[str]) -> EnvironmentVars:
    return await Get(EnvironmentVars, EnvironmentVarsRequest(tuple(names)))


async def installed_resolve(resolve: str, constraints: InterpreterConstraints, entry_point: str) -> VenvPex:
    """A whole resolve as an environment, with a program to start in it.

    The first request is the one that core makes for tests of this resolve, so that its result is shared.
    """
    lockfile = await Get(Lockfile, Resolve(resolve, use_entire_lockfile=True))
    installed = await Get(
        Pex,
        PexRequest(
            output_filename=f"{resolve}_lockfile.pex",
            internal_only=True,
            requirements=EntireLockfile(lockfile),
            interpreter_constraints=constraints,
            layout=PexLayout.PACKED,
            description=f"Installing {lockfile.url} for the resolve `{resolve}`",
        ),
    )
    return await Get(
        VenvPex,
        PexRequest(
            output_filename=f"{resolve}.pex",
            internal_only=True,
            interpreter_constraints=constraints,
            main=EntryPoint.parse(entry_point),
            pex_path=(installed,),
            # The sources lie beside the PEX and are found by PEX_EXTRA_SYS_PATH, which must reach Python.
            additional_args=("--no-strip-pex-env",),
        ),
    )


async def console_script(roots: Iterable[Address], script: str) -> VenvPex:
    request = await Get(
        PexRequest,
        PexFromTargetsRequest(roots, output_filename=f"{script}.pex", internal_only=True, main=ConsoleScript(script), include_source_files=False),
    )
    return await Get(VenvPex, PexRequest, request)


async def python_sources(found: Iterable[Target]) -> PythonSourceFiles:
    return await Get(PythonSourceFiles, PythonSourceFilesRequest(found))


async def binary(name: str, search_path: Iterable[str]) -> str | None:
    found = await Get(BinaryPaths, BinaryPathRequest(binary_name=name, search_path=search_path, check_file_entries=True))
    return found.first_path.path if found.first_path else None


async def venv_process(request: VenvPexProcess) -> Process:
    return await Get(Process, VenvPexProcess, request)


async def verb_process(request: VerbRun) -> Process:
    return await Get(Process, VerbRun, request)


async def run(process: Process) -> FallibleProcessResult:
    return await Get(FallibleProcessResult, Process, process)


async def run_verb(request: VerbRun) -> FallibleProcessResult:
    return await Get(FallibleProcessResult, VerbRun, request)


async def run_venv(request: VenvPexProcess) -> FallibleProcessResult:
    return await Get(FallibleProcessResult, VenvPexProcess, request)


async def verb_sources(request: VerbSourcesRequest) -> VerbSources:
    return await Get(VerbSources, VerbSourcesRequest, request)


async def entries(request: EntriesRequest) -> Entries:
    return await Get(Entries, EntriesRequest, request)


async def rendered(requests: Iterable[RenderRequest]) -> tuple[RenderedBatch, ...]:
    return await MultiGet(Get(RenderedBatch, RenderRequest, request) for request in requests)


async def outcomes(models: Iterable[Address]) -> tuple[Outcome, ...]:
    return await MultiGet(Get(Outcome, OutcomeRequest(model)) for model in models)
