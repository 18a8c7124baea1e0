"""One pod of a run on this machine: a workspace as in a pod, and the containers of a pod as processes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from modelfleet.archive.code import read_code
from modelfleet.archive.code_resolution import code_tree
from modelfleet.archive.digest import SourceFile, code_digest, environment_digest, git_code_digest, runtime_digest
from modelfleet.archive.environment import environment_tree
from modelfleet.archive.interpreter import find_interpreter
from modelfleet.archive.runtime import LOCK, SOURCES, read_runtime
from modelfleet.cli.left_out import demands_left_out
from modelfleet.cli.local_spark import spark_left_out, spark_variables, with_folders
from modelfleet.cli.local_trained import command, left, missing_runs
from modelfleet.errors import Problem, UserError
from modelfleet.render.archives import ArchiveDigests
from modelfleet.render.settings import settings_of
from modelfleet.spec.graph import Task, outputs_of
from modelfleet.spec.job import Job
from modelfleet.spec.model import ModelSpec
from modelfleet.spec.stage import StageSpec

KEPT_RUNS = 5
"""Workspaces of a job that stay for a person to look at."""

# What belongs to the process that started this one, and must not reach the Python of the model.
_FOREIGN = ("MODELFLEET_", "PYTHON", "PEX", "VIRTUAL_ENV", "__PEX")


@dataclass(frozen=True)
class LocalRun:
    """A prepared pod: everything is on disk, nothing has been started. `run` and `created` are those of the run that it belongs to."""

    model: ModelSpec
    name: str
    task: Task
    stage: str
    run: str
    created: str
    workspace: Path
    data: Path
    interpreter: Path
    search_path: str
    settings: Mapping[str, Any]
    variables: Mapping[str, str]

    @property
    def job(self) -> Job:
        return self.task.job

    @property
    def title(self) -> str:
        """The job, and in a job with steps the task of it."""
        return self.name if self.task.step is None else f"{self.name}, step {self.task.name},"

    def left_out(self, environment: Mapping[str, str]) -> Iterator[str]:
        """What a pod would have and this run has not, one line each."""
        job = self.job
        yield f"run: {self.model.name} {self.title} in {self.workspace}; no limits of CPU, memory, disk and time here"
        if code := self.model.code:
            yield f"run: the code of {code.git.repo} at {code.lock.commit[:12]}, not what is beside model.yaml; lock again for a newer commit"
        yield from (f"run: {line}" for line in demands_left_out(job))
        if job.spark is not None:
            yield f"run: {spark_left_out(job.spark)}"
        if job.kerberos:
            yield f"run: no Kerberos ticket of {job.kerberos.principal}; one of your own is used if the job looks for it"
        for secret in job.secrets:
            if secret.env not in environment:
                yield f"run: {secret.env} is not set: a pod takes it from the secret {secret.name}, here your shell must set it"

    def go(self, mapped: Mapping[str, Mapping[str, str]], parameters: Mapping[str, Any], logical_date: str, debug: bool) -> int:
        """Start the steps one after the other; returns the exit code of the first that fails, else the job's."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
        environ = {
            **inherited,
            **self.variables,
            "PYTHONPATH": self.search_path,
            "PYTHONDONTWRITEBYTECODE": "1",
            "MODELFLEET_WORKSPACE": os.path.abspath(self.workspace),
            "MODELFLEET_FOLDERS": os.path.abspath(self.data),
            "MODELFLEET_FOLDER_MAP": json.dumps(mapped),
            "MODELFLEET_SETTINGS": json.dumps(self.settings),
            "MODELFLEET_RUN": self.run,
            # One moment for all steps of a run, as in the cluster.
            "MODELFLEET_CREATED": self.created,
            "MODELFLEET_PARAMETERS": json.dumps(parameters),
            "MODELFLEET_LOGICAL_DATE": logical_date,
            "MODELFLEET_DEBUG": json.dumps(debug),
        }
        if code := self._step("extra_params", environ):
            return code
        params = json.loads((self.workspace / "run" / "params.json").read_text(encoding="utf-8"))
        self._refuse_missing(params, mapped["inputs"])
        if submit := environ.get("PYSPARK_SUBMIT_ARGS") if self.job.spark else None:
            environ["PYSPARK_SUBMIT_ARGS"] = with_folders(submit, params, self.data)
        code = self._step("transfer_in", environ) or self._step("launcher", environ)
        for line in self._results(params, mapped["outputs"], code):
            print(line, file=sys.stderr)
        return code

    def _step(self, step: str, environ: Mapping[str, str]) -> int:
        """Run one step. Ctrl-C reaches the launcher by the terminal, which tells the job; this process waits for both."""
        with subprocess.Popen([self.interpreter, "-m", f"modelfleet_runtime.{step}"], env=dict(environ)) as process:
            before = {
                signal.SIGINT: signal.signal(signal.SIGINT, lambda *_: None),
                signal.SIGTERM: signal.signal(signal.SIGTERM, lambda number, _: process.send_signal(number)),
            }
            try:
                code = process.wait()
            finally:
                for number, handler in before.items():
                    signal.signal(number, handler)
        return code if code >= 0 else 128 - code

    def _refuse_missing(self, params: Mapping[str, Any], mapped: Mapping[str, str]) -> None:
        """Raises UserError with every input whose folder is not there, and the exact words that mend it."""
        problems = list(
            missing_runs(f"models/{self.model.name}", self.name, self.stage, params, {one["job"]: folder_of(self.data, one["place"]) for one in params["uses"]})
        )
        for one, written in zip(params["inputs"], self.job.inputs, strict=True):
            folder = folder_of(self.data, one["uri"])
            if one["name"] in mapped or folder.exists():
                continue
            writer = next((name for name, job in self.model.jobs.items() if any(_same(output.uri, written.uri) for _, output in outputs_of(job))), None)
            address = f"models/{self.model.name}"
            sample = f"{address}/sample" if Path(address, "sample").is_dir() else "DIRECTORY"
            hint = command(f"{address}:{self.name}", self.stage, "--input", f"{one['name']}={sample}")
            if writer is not None:
                hint = f"{self.name} reads what {writer} writes, so first: " + command(f"{address}:{writer}", self.stage)
            elif spark := next((name for name, job in self.model.jobs.items() if job.spark is not None and _named(written.uri, job.args)), None):
                hint = f"{spark} names it to Spark, so if it writes there, first: " + command(f"{address}:{spark}", self.stage)
            step = "" if self.task.step is None else f"steps.{self.task.step}."
            place = f"jobs.{self.name}.{step}inputs.{one['name']}"
            problems.append(Problem(f"{address}/model.yaml", None, place, f"there is no {folder}", hint))
        if problems:
            raise UserError(problems)

    def _results(self, params: Mapping[str, Any], mapped: Mapping[str, str], code: int) -> Iterator[str]:
        for one in params["outputs"]:
            target = Path(os.path.relpath(mapped[one["name"]])) if one["name"] in mapped else folder_of(self.data, one["uri"])
            place = target / params["run_path"]
            kept = folder_of(self.data, params["scratch"]) / params["run_path"] / one["name"]
            if (place / "_SUCCESS").is_file():
                yield f"run: {one['name']} is in {place}/"
            elif kept.is_dir():
                yield f"run: {one['name']} was not published; what there is of it is in {kept}/"
        yield from left(params, folder_of(self.data, params["artifacts"]["place"]) if params["artifacts"] else None, self.workspace)
        if code:
            yield f"run: ended with exit code {code}; the workspace stays in {self.workspace}"


def folder_of(data: Path, uri: str) -> Path:
    """The folder that stands for a URI: `s3://bucket/path` is `<data>/bucket/path`."""
    return data.joinpath(*[part for part in uri.partition("://")[2].split("/") if part])


def _named(uri: str, args: Sequence[str]) -> bool:
    """Whether an argument of a Spark job is this place; Spark's name of the scheme `s3` is `s3a`."""
    return any(_same(arg.rpartition("=")[2].replace("s3a://", "s3://"), uri) for arg in args)


def _same(one: str, other: str) -> bool:
    return one.rstrip("/") == other.rstrip("/")


def prepare(
    root: Path,
    runs: Path,
    data: Path,
    model: ModelSpec,
    name: str,
    tasks: Sequence[Task],
    stage_name: str,
    stage: StageSpec,
    cache: Path,
    *,
    keep: Collection[Path] = (),
) -> tuple[LocalRun, ...]:
    """Make the workspaces of a run's tasks: the code as the code archive holds it, and the environment as its archive holds it.

    `root` is the repository's root, `runs` (of this job) and `data` are below it; old runs go, but those that hold `keep`.
    Installs the environment when the cache lacks it. Raises UserError when there is no such Python, or the environment cannot be installed.
    """
    directory = root / "models" / model.name
    python = model.python.version
    interpreter = find_interpreter(python)
    lock = directory / model.python.lock
    environment = environment_tree(lock, python, cache)
    vendored = environment_tree(root / LOCK, python, cache)
    files, runtime_lock = read_runtime(root)
    code = read_code(directory) if model.code is None else {}
    clone = None if model.code is None else code_tree(model.code.lock, cache, (directory / "model.yaml").as_posix())
    code_name = code_digest(code) if model.code is None else git_code_digest(model.code.lock.files)
    digests = ArchiveDigests(code_name, environment_digest(lock.read_bytes(), python), runtime_digest(files, runtime_lock))
    top, created = _new_workspace(runs, keep), datetime.now(UTC).isoformat(timespec="seconds")
    data.mkdir(parents=True, exist_ok=True)
    search_path = os.pathsep.join([os.path.abspath(root / SOURCES), str(vendored)])
    prepared = []
    for task in tasks:
        workspace = top if task.step is None else top / task.name
        if clone is None:
            write_code(code, workspace / "code")
        else:
            shutil.copytree(clone, workspace / "code", symlinks=True)
        (workspace / "env").symlink_to(environment)
        settings = settings_of(model, name, task, stage, digests)
        variables = {}
        if task.job.spark is not None and stage.spark is not None:
            variables = spark_variables(task.job.spark, stage.spark.version, workspace, environment, os.environ)
        prepared.append(LocalRun(model, name, task, stage_name, top.name, created, workspace, data, interpreter, search_path, settings, variables))
    return tuple(prepared)


def write_code(files: Mapping[str, SourceFile], into: Path) -> None:
    """Write the files of a code archive below the directory `into`."""
    into.mkdir(parents=True)
    for path, file in files.items():
        target = into / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
        target.chmod(0o755 if file.executable else 0o644)


def _new_workspace(runs: Path, keep: Collection[Path]) -> Path:
    """A new directory, named by the time; the oldest ones of the job go, but those that hold a path of `keep`."""
    runs.mkdir(parents=True, exist_ok=True)
    old = sorted(path for path in runs.glob("local-*") if path.is_dir() and not any(kept.is_relative_to(path) for kept in keep))
    for path in old[: max(0, len(old) - KEPT_RUNS + 1)]:
        shutil.rmtree(path, ignore_errors=True)
    stamp = datetime.now().strftime("local-%Y%m%d-%H%M%S")
    for number in range(1, 100):
        workspace = runs / (stamp if number == 1 else f"{stamp}-{number}")
        try:
            workspace.mkdir()
        except FileExistsError:
            continue
        return workspace
    raise UserError.one(f"{runs} is full of runs of this second", hint="try again")
