"""The fleet that the scenarios publish: the platform of this tree, and models of the suite's own, in a directory that a scenario may edit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from e2e.trouble import Trouble
from golden import root as repository
from ruamel.yaml import YAML

MODELS = Path(__file__).resolve().parent / "example"
# What rendering and publishing read beside the models.
SOURCES = (
    "platform/argocd",
    "platform/jsonnet",
    "platform/schema",
    "platform/stages",
    "platform/owners.yaml",
    "platform/src/modelfleet_runtime",
    "clusterworkflowtemplates",
)
Object = dict


@dataclass(frozen=True)
class Fleet:
    """A work tree of its own below `root`, with its deploy branch of stage `local` beside it."""

    root: Path

    @property
    def deploy(self) -> Path:
        """The bare repository that Argo CD reads."""
        return self.root / ".modelfleet/deploy.git"

    def add(self, name: str, source: str = "ledger") -> Path:
        """A copy of one of the suite's models under another name; returns its directory."""
        directory = self.root / "models" / name
        shutil.copytree(MODELS / source, directory)
        self.edit(name, f"name: {source}", f"name: {name}")
        return directory

    def edit(self, name: str, old: str, new: str, file: str = "model.yaml") -> None:
        """Replace a text in a file of a model; the text has to be there."""
        _replace(self.root / "models" / name / file, old, new)

    def edit_source(self, path: str, old: str, new: str) -> None:
        """Replace a text in a file of the platform, such as a template."""
        _replace(self.root / path, old, new)

    def remove(self, name: str) -> None:
        shutil.rmtree(self.root / "models" / name)

    def render(self) -> Path:
        """What `package` would leave: `<stage>/…` and `inventory/`. Raises Trouble with what the program says."""
        out = self.root / "package"
        shutil.rmtree(out, ignore_errors=True)
        self._modelfleet("render-fleet", "--out", "package")
        self._modelfleet("render", "--out", "package", *sorted(path.relative_to(self.root).as_posix() for path in self.root.glob("models/*/model.yaml")))
        for inventory in sorted((out / "inventory").glob("*.json")):
            problems = json.loads(inventory.read_text(encoding="utf-8"))["problems"]
            if problems:
                raise Trouble(f"{inventory.stem} is not rendered: {problems}", "a scenario made a model that is wrong")
        return out

    def publish(self, *options: str) -> dict:
        """Render and publish to stage `local`; the summary of the program."""
        self.render()
        text = self._modelfleet("publish", "--package", "package", "--stage", "local", "--workspace", str(self.root), "--output", "json", *options)
        return json.loads(text)

    def git(self, *words: str) -> str:
        """Ask the deploy repository."""
        return subprocess.run(["git", f"--git-dir={self.deploy}", *words], check=True, capture_output=True, text=True).stdout

    def checkout(self) -> Path:
        """The tip of the deploy branch, as files."""
        place = self.root / "deployed"
        shutil.rmtree(place, ignore_errors=True)
        subprocess.run(["git", "clone", "--quiet", "--branch", "deploy/local", str(self.deploy), str(place)], check=True, capture_output=True)
        return place

    def commit(self, message: str) -> None:
        """Commit and push what was changed by hand below `deployed`, past the publisher."""
        place = self.root / "deployed"
        who = ("-c", "user.name=somebody", "-c", "user.email=somebody@example.invalid")
        for words in (("add", "--all"), (*who, "commit", "--quiet", f"--message={message}"), ("push", "--quiet")):
            subprocess.run(["git", *words], cwd=place, check=True, capture_output=True)

    def _modelfleet(self, *words: str) -> str:
        # The product of this tree, and the caches of this user: the environment's wheel is fetched once.
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(os.path.abspath(path) for path in sys.path if path)}
        done = subprocess.run([sys.executable, "-m", "modelfleet.cli.main", *words], cwd=self.root, env=environment, capture_output=True, text=True)
        if done.returncode:
            raise Trouble(f"`modelfleet {words[0]}` exits with {done.returncode}:\n{done.stdout}{done.stderr}", "see what it says")
        return done.stdout


def new_fleet(root: Path, *models: str) -> Fleet:
    """A fleet in an empty directory, with the suite's models; a name that is none of theirs is a copy of `ledger`."""
    tree = repository()
    for source in SOURCES:
        target = root / source
        target.parent.mkdir(parents=True, exist_ok=True)
        if (tree / source).is_dir():
            shutil.copytree(tree / source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(tree / source, target)
    (root / "3rdparty/python").mkdir(parents=True)
    shutil.copyfile(tree / "3rdparty/python/runtime.lock", root / "3rdparty/python/runtime.lock")
    fleet = Fleet(root)
    # Argo CD reads the bare repository itself, and looks often, so that a scenario waits seconds.
    where = f'repository: "file://{fleet.deploy}"\n  polling: 15s'
    fleet.edit_source("platform/stages/local.yaml", 'repository: "https://git.local.invalid/modelfleet-deploy.git"', where)
    for name in models:
        fleet.add(name, name if (MODELS / name).is_dir() else "ledger")
    return fleet


def load_manifests(directory: Path) -> dict[str, Object]:
    """Every object of every `manifests` directory below a directory, by path: of a deploy branch, or of what is rendered for one stage."""
    yaml = YAML(typ="safe")
    files = sorted(directory.glob("**/manifests/*.yaml"))
    return {path.relative_to(directory).as_posix(): yaml.load(path.read_text(encoding="utf-8")) for path in files}


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path} holds {old!r}"
    path.write_text(text.replace(old, new), encoding="utf-8")
