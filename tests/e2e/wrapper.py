"""The Go modules that the cluster's programs are built from: one wrapper module for each upstream project, pinned and checksummed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from e2e.trouble import Trouble

HERE = Path(__file__).resolve().parent / "go"
# Pins of products that nothing is built of: the schemas of the product come from them.
PINS = Path(__file__).resolve().parents[1] / "conformance"
# Where distributions put Go when it is not on PATH, as inside a sandbox that hands over no variables.
USUAL_PLACES = ("/usr/local/go/bin", "/usr/lib/go/bin", "/usr/lib/golang/bin")


@dataclass(frozen=True)
class Wrapper:
    """One wrapper module: its directory below `home` and the path of the upstream module that it requires."""

    name: str
    module: str
    home: Path = HERE

    @property
    def directory(self) -> Path:
        return self.home / self.name

    @property
    def version(self) -> str:
        """The pinned version of the upstream module, such as `v4.1.4`."""
        found = re.search(rf"^\s*(?:require )?{re.escape(self.module)} (v\S+)", self._read("go.mod"), re.MULTILINE)
        assert found is not None, f"{self.name}/go.mod requires {self.module}"
        return found[1]

    @property
    def digest(self) -> str:
        """What names a build: equal files of the wrapper give equal programs."""
        return hashlib.sha256((self._read("go.mod") + self._read("go.sum")).encode()).hexdigest()

    def source(self) -> Path:
        """The upstream module's directory in Go's module cache, downloaded when it is not there; its checksum stands in go.sum."""
        done = go("mod", "download", "-json", f"{self.module}@{self.version}", directory=self.directory)
        return Path(json.loads(done)["Dir"])

    def _read(self, name: str) -> str:
        return (self.directory / name).read_text(encoding="utf-8")


KUBERNETES = Wrapper("kubernetes", "k8s.io/kubernetes")
ARGO_CD = Wrapper("argo-cd", "github.com/argoproj/argo-cd/v3")
ARGO_WORKFLOWS = {
    "4.1": Wrapper("argo-workflows-4.1", "github.com/argoproj/argo-workflows/v4"),
    "3.7": Wrapper("argo-workflows-3.7", "github.com/argoproj/argo-workflows/v3"),
}
ALL = (KUBERNETES, ARGO_CD, *ARGO_WORKFLOWS.values())
PROMETHEUS_OPERATOR = Wrapper("prometheus-operator", "github.com/prometheus-operator/prometheus-operator", PINS)
SPARK_OPERATOR = Wrapper("spark-operator", "github.com/kubeflow/spark-operator/v2", PINS)


def find_go() -> str:
    """The Go command; raises Trouble when there is none."""
    found = shutil.which("go", path=os.pathsep.join([os.environ.get("PATH", ""), *USUAL_PLACES]))
    if found is None:
        raise Trouble("no Go toolchain", "install Go 1.26.5 or newer and put `go` on PATH: the cluster's programs are built from Go modules")
    return found


def go(*words: str, directory: Path) -> str:
    """What a Go command prints on standard output; raises Trouble with what it says when it fails."""
    # GOWORK off: a go.work of the machine must not change what is built; cgo off: no C compiler is needed.
    environment = {**os.environ, "HOME": str(Path.home()), "CGO_ENABLED": "0", "GOWORK": "off"}
    done = subprocess.run([find_go(), *words], cwd=directory, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise Trouble(
            f"`go {' '.join(words)}` in {directory.name} fails:\n{done.stderr.strip()[-4000:]}", "the module proxy that GOPROXY names has to serve it"
        )
    return done.stdout
