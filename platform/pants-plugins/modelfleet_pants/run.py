"""`run` of a job: each key under `jobs:` of a model.yaml is a target that has no line in a BUILD file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Iterable

import yaml
from pants.core.goals.run import RunFieldSet, RunInSandboxBehavior, RunRequest
from pants.engine.internals.synthetic_targets import SyntheticAddressMaps, SyntheticTargetsRequest
from pants.engine.internals.target_adaptor import TargetAdaptor
from pants.engine.rules import collect_rules, rule
from pants.util.frozendict import FrozenDict

from modelfleet_pants import engine
from modelfleet_pants.program import search_path
from modelfleet_pants.requests import VerbRun
from modelfleet_pants.subsystem import Modelfleet
from modelfleet_pants.target_types import JobField, VerbField

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# A model with this job is watched, whether its model.yaml says how or not.
_WATCHED, _WATCHER = "inference", "monitoring"
_MODELS = "models/"
COPY = "source.yaml"


def jobs_of(text: str) -> tuple[str, ...]:
    """The names of a model's jobs, sorted; none when the text is not YAML, which is for `check` to say."""
    try:
        document = yaml.compose(text, Loader=_LOADER)
    except (yaml.YAMLError, ValueError):
        return ()
    if not isinstance(document, yaml.MappingNode):
        return ()
    jobs = next((value for key, value in document.value if key.value == "jobs"), None)
    if not isinstance(jobs, yaml.MappingNode):
        return ()
    names = {key.value for key, _ in jobs.value if isinstance(key, yaml.ScalarNode) and _is_name(key.value)}
    return tuple(sorted({*names, _WATCHER} if _WATCHED in names else names))


def _is_name(word: str) -> bool:
    return word.replace("-", "").isalnum() and word.isascii()


@dataclass(frozen=True)
class JobTargetsRequest(SyntheticTargetsRequest):
    path: str = SyntheticTargetsRequest.REQUEST_TARGETS_PER_DIRECTORY


@rule
async def find_jobs(request: JobTargetsRequest) -> SyntheticAddressMaps:
    # The request without a path asks for targets of all directories at once: there are none.
    if not request.path.startswith(_MODELS) or request.path.count("/") != 1:
        return SyntheticAddressMaps()
    file = f"{request.path}/model.yaml"
    texts = await engine.texts([file, f"{request.path}/{COPY}"])
    # A pointer has its jobs in the copy of what it points to.
    jobs = jobs_of(texts.get(file, "")) or jobs_of(texts.get(f"{request.path}/{COPY}", ""))
    if not jobs:
        return SyntheticAddressMaps()
    targets = [TargetAdaptor("job", job, f"the job {job} of {file}", job=job) for job in jobs]
    return SyntheticAddressMaps.for_targets_request(request, [("BUILD.jobs", targets)])


@dataclass(frozen=True)
class JobRunFieldSet(RunFieldSet):
    required_fields = (JobField,)
    run_in_sandbox_behavior = RunInSandboxBehavior.NOT_SUPPORTED

    job: JobField


@dataclass(frozen=True)
class VerbRunFieldSet(RunFieldSet):
    required_fields = (VerbField,)
    run_in_sandbox_behavior = RunInSandboxBehavior.NOT_SUPPORTED

    verb: VerbField


async def in_work_tree(verb: str, arguments: Iterable[str], modelfleet: Modelfleet) -> RunRequest:
    """The command line with its first words, to be run in the work tree; the program itself stays in a sandbox."""
    variables = await engine.environment(("PATH",))
    path = os.pathsep.join((variables.get("PATH", ""), search_path(modelfleet, variables)))
    process = await engine.verb_process(VerbRun(verb=verb, arguments=tuple(arguments), description=f"Run {verb}", env=FrozenDict({"PATH": path})))
    sources = os.pathsep.join(f"{{chroot}}/{root}" for root in process.env["PEX_EXTRA_SYS_PATH"].split(os.pathsep))
    return RunRequest(
        digest=process.input_digest,
        args=(f"{{chroot}}/{process.argv[0]}", *process.argv[1:]),
        extra_env={**process.env, "PEX_EXTRA_SYS_PATH": sources},
        immutable_input_digests=process.immutable_input_digests,
        append_only_caches=process.append_only_caches,
    )


@rule(desc="Run a job")
async def run_job(field_set: JobRunFieldSet, modelfleet: Modelfleet) -> RunRequest:
    return await in_work_tree("run", (f"{field_set.address.spec_path}:{field_set.job.value}",), modelfleet)


@rule(desc="Run a verb")
async def run_verb(field_set: VerbRunFieldSet, modelfleet: Modelfleet) -> RunRequest:
    return await in_work_tree(str(field_set.verb.value), (), modelfleet)


def rules():
    return (*collect_rules(), *JobTargetsRequest.rules(), *JobRunFieldSet.rules(), *VerbRunFieldSet.rules())
