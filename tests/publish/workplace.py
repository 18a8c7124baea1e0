"""A small fleet in a temporary directory, packaged and ready to be published: the sources, and what rendering would leave.

The manifests are stand-ins of one line, because publishing looks into none of them; digests, archives, store, Git and the
command line are the real ones. The environment comes from a wheel that is made here, so no index is asked.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import zipfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from modelfleet.archive.code import read_code
from modelfleet.archive.digest import code_digest, environment_digest, runtime_digest
from modelfleet.archive.runtime import read_runtime
from modelfleet.publish.publisher import Clock, Request
from modelfleet.render.app import app_of, to_json

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PYTHON = "3.11"


def find_root() -> Path:
    """The directory that holds the stages: the repository's root, or a sandbox that mirrors it."""
    return next(parent for parent in Path(__file__).resolve().parents if (parent / "platform/stages").is_dir())


def write_wheel(directory: Path) -> str:
    """A pure wheel `tinypure` 1.0; returns the line of a lock that names it by its hash."""
    directory.mkdir(parents=True, exist_ok=True)
    files = {
        "tinypure/__init__.py": b"ANSWER = 42\n",
        "tinypure-1.0.dist-info/METADATA": b"Metadata-Version: 2.1\nName: tinypure\nVersion: 1.0\n",
        "tinypure-1.0.dist-info/WHEEL": b"Wheel-Version: 1.0\nGenerator: by-hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b'=').decode()},{len(content)}\n" for name, content in files.items()
    )
    files["tinypure-1.0.dist-info/RECORD"] = f"{record}tinypure-1.0.dist-info/RECORD,,\n".encode()
    wheel = directory / "tinypure-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as packed:
        for name, content in files.items():
            packed.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content)
    return f"tinypure==1.0 \\\n    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


@dataclass
class Workplace:
    """The directory of one test. `templates` are the shared templates that the package holds, `control` what Argo CD is told."""

    root: Path
    cache: Path
    lock: str
    templates: set[str] = field(default_factory=lambda: {"batch-0123456789"})
    bad: dict[str, str] = field(default_factory=dict)
    used: dict[str, tuple[str, ...]] = field(default_factory=dict)
    control: dict[str, str] = field(default_factory=dict)
    # Model → digest of the runtime that its channel holds back.
    held: dict[str, str] = field(default_factory=dict)

    @property
    def deploy(self) -> Path:
        return self.root / ".modelfleet/deploy.git"

    @property
    def store(self) -> Path:
        return self.root / ".modelfleet/store"

    def add(self, name: str, code: str = "print('scores')\n", lock: str | None = None) -> None:
        """Write the sources of a model, or change them."""
        directory = self.root / "models" / name
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "model.yaml").write_text(f"name: {name}\n")
        (directory / "predict.py").write_text(code)
        (directory / "requirements.lock").write_text(self.lock if lock is None else lock)

    def remove(self, name: str) -> None:
        shutil.rmtree(self.root / "models" / name)

    def edit_stage(self, stage: str, **values: object) -> None:
        """Change top-level fields of a stage's file; a mapping is merged into what is there, None removes a field."""
        path = self.root / f"platform/stages/{stage}.yaml"
        yaml = YAML(typ="safe")
        content = yaml.load(path)
        for name, value in values.items():
            merged = {**content.get(name, {}), **value} if isinstance(value, dict) else value
            content[name] = {key: inner for key, inner in merged.items() if inner is not None} if isinstance(merged, dict) else merged
        content = {name: value for name, value in content.items() if value is not None}
        with path.open("w") as file:
            yaml.dump(content, file)

    def edit_owner(self, owner: str, **values: object) -> None:
        """Change fields of an owner; None removes one."""
        path = self.root / "platform/owners.yaml"
        yaml = YAML(typ="safe")
        content = yaml.load(path)
        content[owner] = {name: value for name, value in {**content[owner], **values}.items() if value is not None}
        with path.open("w") as file:
            yaml.dump(content, file)

    def package(self, stage: str = "local") -> Path:
        """Write what rendering leaves, for one stage."""
        directory = self.root / "package"
        shutil.rmtree(directory, ignore_errors=True)
        for name in sorted(self.templates):
            _write(directory / stage / f"clusterworkflowtemplates/manifests/clusterworkflowtemplate-{name}.yaml", f"name: {name}\n")
        for name, content in self.control.items():
            _write(directory / stage / f"argocd/manifests/{name}.yaml", content)
        _write(directory / stage / "platform/antifraud/manifests/resourcequota-jobs.yaml", "kind: ResourceQuota\n")
        runtime = runtime_digest(*read_runtime(self.root))
        for source in sorted((self.root / "models").glob("*")):
            self._package_model(directory, stage, source, runtime)
        return directory

    def _package_model(self, directory: Path, stage: str, source: Path, runtime: str) -> None:
        name = source.name
        inventory = {"format": 1, "model": name, "source": f"models/{name}", "problems": [], "warnings": [], "stages": {}, "archives": {}}
        if name in self.bad:
            inventory["problems"] = [{"file": f"models/{name}/model.yaml", "line": 3, "path": "jobs", "what": self.bad[name], "hint": None}]
        else:
            code = read_code(source)
            lock = (source / "requirements.lock").read_bytes()
            digests = {"code": code_digest(code), "environment": environment_digest(lock, PYTHON), "runtime": self.held.get(name, runtime)}
            templates = self.used.get(name, ("batch-0123456789",))
            inventory["stages"] = {stage: {"owner": "team-antifraud", "namespace": "antifraud", "templates": list(templates), "archives": digests}}
            inventory["archives"] = {
                digests["code"]: {"kind": "code", "model": name, "python": None, "lock": None, "files": sorted(f"models/{name}/{path}" for path in code)},
                digests["environment"]: {"kind": "environment", "model": None, "python": PYTHON, "lock": f"models/{name}/requirements.lock", "files": []},
                digests["runtime"]: {"kind": "runtime", "model": None, "python": None, "lock": "3rdparty/python/runtime.lock", "files": []},
            }
            if name in self.held:
                inventory["archives"][digests["runtime"]]["pinned"] = True
            _write(directory / stage / "models" / name / "app.json", to_json(app_of(name, "antifraud", "team-antifraud")).decode())
            _write(directory / stage / "models" / name / f"manifests/cronworkflow-{name}-inference.yaml", f"digests: {json.dumps(digests)}\n")
        _write(directory / "inventory" / f"{name}.json", json.dumps(inventory))

    def request(self, stage: str = "local", **options: object) -> Request:
        """A publish of what the sources are now."""
        return Request(root=self.root, package=self.package(stage), stage=stage, workspace=self.root, cache=self.cache, **options)  # type: ignore[arg-type]

    def git(self, *words: str) -> str:
        """Ask the deploy repository."""
        return subprocess.run(["git", f"--git-dir={self.deploy}", *words], check=True, capture_output=True, text=True).stdout

    def tree(self) -> dict[str, str]:
        """Path → object id of everything on the branch."""
        entries = (line.split("\t") for line in self.git("ls-tree", "-r", "deploy/local").splitlines())
        return {path: meta.split()[2] for meta, path in entries}

    def show(self, path: str) -> str:
        """One file of the branch."""
        return self.git("show", f"deploy/local:{path}")

    def fleet(self) -> dict[str, dict]:
        return json.loads(self.show("fleet.json"))

    def log(self) -> list[str]:
        """Subjects of the branch's commits, oldest first."""
        return self.git("log", "--reverse", "--format=%s", "deploy/local").splitlines()

    def objects(self) -> set[str]:
        """Keys of everything in the store."""
        return {path.relative_to(self.store).as_posix() for path in self.store.rglob("*") if path.is_file()}


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)


def make_workplace(directory: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """An empty fleet: stages, owners, a runtime of one file, and a wheel; the index is never asked.

    `cache` keeps unpacked environments from test to test.
    """
    root = directory / "fleet"
    shutil.copytree(find_root() / "platform/stages", root / "platform/stages")
    shutil.copy(find_root() / "platform/owners.yaml", root / "platform/owners.yaml")
    _write(root / "platform/src/modelfleet_runtime/__init__.py", "")
    _write(root / "platform/src/modelfleet_runtime/launcher.py", "print('runs')\n")
    lock = write_wheel(directory / "wheels")
    _write(root / "3rdparty/python/runtime.lock", lock)
    monkeypatch.setenv("UV_FIND_LINKS", str(directory / "wheels"))
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(directory))
    return Workplace(root, cache, lock)


def fixed_clock(at: datetime = NOW) -> Clock:
    """A clock that only sleeping moves."""
    now = [at]

    def sleep(seconds: float) -> None:
        now[0] += timedelta(seconds=seconds)

    return Clock(lambda: now[0], sleep)
