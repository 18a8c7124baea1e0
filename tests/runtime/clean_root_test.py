"""The jobs of a model from its unpacked archives, in a root that holds a Python and nothing else."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from modelfleet.archive.build import build_code, build_environment, build_runtime
from modelfleet.archive.cache import cache_directory
from modelfleet.archive.code import read_code
from modelfleet.archive.digest import code_digest, environment_digest, runtime_digest
from modelfleet.archive.interpreter import find_interpreter
from modelfleet.archive.runtime import read_runtime
from modelfleet.render.archives import ArchiveDigests
from modelfleet.render.settings import settings_of
from modelfleet.spec.graph import tasks_of
from modelfleet.spec.load import load_model, load_platform

MODEL = Path("models/fraud-detection")
USER = 65532
PYTHON_LEFT_OUT = shutil.ignore_patterns("__pycache__", "test", "tests", "site-packages", "dist-packages", "idlelib", "tkinter", "ensurepip", "lib2to3")


@dataclass
class Root:
    """A directory that becomes `/` of a process, as the root of a container does."""

    path: Path
    script: str
    digests: ArchiveDigests
    settings: Mapping[str, Mapping[str, object]]

    def run(self, *command: str, environ: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        def enter() -> None:
            os.chroot(self.path)
            os.chdir("/")
            os.setgroups([])
            os.setgid(USER)
            os.setuid(USER)

        variables = {"PATH": "/usr/local/bin", "PYTHONPATH": "/workspace/runtime", "PYTHONDONTWRITEBYTECODE": "1", "HOME": "/workspace/work", **environ}
        return subprocess.run(["/usr/local/bin/python3", *command], env=variables, preexec_fn=enter, capture_output=True, text=True, timeout=300, check=False)

    def run_job(self, job: str, logical_date: str) -> list[subprocess.CompletedProcess[str]]:
        """The containers of a pod, one after the other, in a workspace without a trace of another run."""
        for name in ("work", "run"):
            shutil.rmtree(self.path / "workspace" / name, ignore_errors=True)
        environ = {
            "MODELFLEET_SETTINGS": json.dumps(self.settings[job]),
            "MODELFLEET_RUN": f"{job}-1",
            "MODELFLEET_LOGICAL_DATE": logical_date,
            "MODELFLEET_PARAMETERS": "{}",
            "MODELFLEET_SCHEDULED_TIME": "",
            "MODELFLEET_DEBUG": "false",
        }
        archives = zip(("runtime", "code", "env"), (self.digests.runtime, self.digests.code, self.digests.environment), strict=True)
        verify = ["-I", "-c", self.script, "--index-digests", "/etc/modelfleet/archives"]
        for name, digest in archives:
            verify += ["--archive", f"{digest}=/workspace/{name}"]
        folders = {"MODELFLEET_FOLDERS": "/data"}
        return [
            self.run(*verify, "--", "python3", "-m", "modelfleet_runtime.extra_params", environ=environ),
            self.run("-m", "modelfleet_runtime.transfer_in", environ=folders),
            self.run("-m", "modelfleet_runtime.launcher", environ=folders),
        ]

    def stored(self, pattern: str) -> list[str]:
        data = self.path / "data"
        return sorted(path.relative_to(data).as_posix() for path in data.glob(pattern) if path.is_file())


def unpack(archive: Path, target: Path) -> None:
    """What Argo's executor does with an artifact: unpack it beside its place, and strip the one directory at its top.

    Source: workflow/executor/executor.go, `untar` and `unpack`; links and devices that Argo skips are refused here.
    """
    beside = target.with_name(f"{target.name}.tmpdir")
    beside.mkdir(parents=True)
    with tarfile.open(archive, "r:gz") as tar:
        for member in tar:
            assert member.isreg() or member.isdir() or member.issym(), f"Argo skips {member.name}"
            assert not member.name.startswith(("./", "/")), f"Argo refuses {member.name}"
            tar.extract(member, beside, filter="tar")
    (top,) = beside.iterdir()
    top.rename(target)
    beside.rmdir()


def copy_python(interpreter: Path, root: Path) -> None:
    """Copy an interpreter with its standard library, and the system libraries that it and binary wheels need."""
    question = "import os, sys, sysconfig; print(os.path.realpath(sys.executable)); print(sysconfig.get_path('stdlib'))"
    program, library = subprocess.run([interpreter, "-c", question], capture_output=True, text=True, check=True).stdout.split()
    within(root, program).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(program, within(root, program))
    shutil.copytree(library, within(root, library), ignore=PYTHON_LEFT_OUT)
    objects = [program, *map(str, Path(library, "lib-dynload").glob("*.so"))]
    told = subprocess.run(["ldd", *objects], capture_output=True, text=True, check=False).stdout
    listed = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True).stdout
    needed = set(re.findall(r"(/\S+) \(0x", told)) | set(re.findall(r"lib(?:stdc\+\+|gcc_s|m|dl|rt|pthread|c)\.so\.\d+ \(libc6,x86-64[^)]*\) => (\S+)", listed))
    for path in needed:
        within(root, path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, within(root, path))
    place = root / "usr" / "local" / "bin"
    place.mkdir(parents=True, exist_ok=True)
    (place / "python3").unlink(missing_ok=True)
    (place / "python3").symlink_to(program)


def within(root: Path, path: str) -> Path:
    return root / path.lstrip("/")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Root]:
    if os.geteuid() != 0 or not hasattr(os, "chroot"):
        pytest.skip("only root may change the root directory of a process")
    path = tmp_path_factory.mktemp("root")
    here = Path(__file__).resolve()
    repository = next(parent for parent in here.parents if (parent / "platform" / "stages").is_dir())
    before = Path.cwd()
    os.chdir(repository)
    try:
        yield make_root(path)
    finally:
        os.chdir(before)
        shutil.rmtree(path, ignore_errors=True)


def make_root(path: Path) -> Root:
    cache = cache_directory(None, os.environ)
    platform = load_platform(Path())
    spec = load_model(MODEL / "model.yaml", platform).on["local"]
    lock, files, (sources, runtime_lock) = MODEL / spec.python.lock, read_code(MODEL), read_runtime(Path())
    digests = ArchiveDigests(code_digest(files), environment_digest(lock.read_bytes(), spec.python.version), runtime_digest(sources, runtime_lock))
    built = {
        "code": (digests.code, build_code(files, path / "code.tgz")),
        "env": (digests.environment, build_environment(lock, spec.python.version, path / "env.tgz", cache)),
        "runtime": (digests.runtime, build_runtime(Path(), path / "runtime.tgz", cache)),
    }
    root = path / "root"
    recorded = root / "etc" / "modelfleet" / "archives"
    recorded.mkdir(parents=True)
    for name, (digest, archive) in built.items():
        unpack(archive.path, root / "workspace" / name)
        (recorded / digest).write_text(archive.index_digest, encoding="utf-8")
    copy_python(find_interpreter(spec.python.version), root)
    for writable in ("workspace", "data", "tmp", "dev/shm"):
        (root / writable).mkdir(parents=True, exist_ok=True)
        os.chown(root / writable, USER, USER)
    (root / "dev" / "null").touch()
    settings = {name: settings_of(spec, name, tasks_of(name, job)[0], platform.stages["local"], digests) for name, job in spec.jobs.items()}
    script = Path("clusterworkflowtemplates/verify.py").read_text(encoding="utf-8")
    return Root(root, script, digests, settings)


def ended_well(steps: list[subprocess.CompletedProcess[str]]) -> None:
    for step in steps:
        assert step.returncode == 0, f"{step.stdout}\n{step.stderr}"


def test_the_source_tree_is_not_visible(root: Root) -> None:
    look = f"import os, sys; print(os.path.exists({os.getcwd()!r}), os.getuid(), sorted(os.listdir('/workspace')))"
    done = root.run("-c", look, environ={})
    assert (done.stdout, done.stderr) == (f"False {USER} ['code', 'env', 'runtime']\n", "")


def test_training_inference_and_monitoring(root: Root) -> None:
    ended_well(root.run_job("training", "2026-11-19"))
    run = "logical_date=2026-11-18T210000Z/run=training-1"
    assert root.stored("bank-models/fraud-detection/*/*/*/_SUCCESS") == [f"bank-models/fraud-detection/reference/{run}/_SUCCESS"]
    (trained,) = root.stored("modelfleet-trained/fraud-detection/training/*/_SUCCESS")
    night = root.path / "data" / "bank-dwh" / "transactions" / "date=2026-11-20"
    shutil.copytree(MODEL / "sample", night)
    for folder in (night.parent, night.parent.parent):
        os.chown(folder, USER, USER)
    ended_well(root.run_job("inference", "2026-11-20T12:00"))
    scores = "bank-dwh/scores/logical_date=2026-11-20T090000Z/run=inference-1"
    assert f"{scores}/_SUCCESS" in root.stored("bank-dwh/scores/**/*")
    params = json.loads((root.path / "workspace" / "run" / "params.json").read_text(encoding="utf-8"))
    assert {one["name"]: one["selected"] for one in params["inputs"]} == {"transactions": None}
    assert [one["run"] for one in params["uses"]] == [Path(trained).parent.name]
    assert params["digests"] == root.digests.as_mapping()
    ended_well(root.run_job("monitoring", "2026-11-20T13:00"))
    (place,) = (root.path / "data" / "bank-dwh" / "scores-drift").glob("*/*")
    assert (place / "_SUCCESS").is_file()
    report = json.loads((place / "report.json").read_text(encoding="utf-8"))
    assert report["drifted"] == []
    assert report["scores"]["run"] == "logical_date=2026-11-20T090000Z/run=inference-1"
    assert report["reference"]["run"] == run
    assert {one["name"] for one in report["columns"]} == {"amount", "hour", "abroad", "category", "score"}


def test_an_altered_archive_runs_nothing(root: Root) -> None:
    entry_point = root.path / "workspace" / "code" / "train.py"
    original = entry_point.read_bytes()
    entry_point.write_bytes(original + b"\n")
    try:
        first, *_ = root.run_job("training", "2026-11-19")
    finally:
        entry_point.write_bytes(original)
    assert first.returncode == 1
    assert first.stderr.endswith("verify: 1 of 3 archives refused; nothing in them was executed\n")
    assert not (root.path / "workspace" / "run").exists()
