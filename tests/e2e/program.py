"""The programs of the cluster: built once from the wrapper modules, and kept outside the tree."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from e2e.place import cache
from e2e.trouble import Trouble
from e2e.wrapper import ARGO_CD, ARGO_WORKFLOWS, KUBERNETES, Wrapper, go


@dataclass(frozen=True)
class Program:
    """One program: the wrapper that pins it, its main package below the upstream module, and the linker's variables that name its version.

    `placeholder` is a file that the build embeds and the module leaves out (the built web page of argo-server).
    """

    name: str
    wrapper: Wrapper
    package: str
    variables: tuple[str, ...]
    placeholder: str | None = None

    @property
    def path(self) -> Path:
        """Where the built program is; its directory is named by the pins and by how it is built."""
        return cache() / "bin" / self.wrapper.digest[:16] / self.name

    def build(self) -> Path:
        """Build it unless it is there already; prints minutes and size. Raises Trouble with what the compiler says."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with (self.path.parent / f".{self.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not self.path.exists():
                self._build()
        return self.path

    def _build(self) -> None:
        print(f"{self.name}: building {self.wrapper.module} {self.wrapper.version}, which takes minutes the first time", file=sys.stderr, flush=True)
        start = time.monotonic()
        partial = self.path.with_name(f".{self.name}.partial")
        flags = ["-trimpath", f"-ldflags=-s -w {' '.join(f'-X {variable}' for variable in self.variables)}", "-o", str(partial)]
        # Compilers are many: two at once leave the machine usable.
        go("build", "-p", "2", *self._modules(), *flags, f"{self.wrapper.module}/{self.package}", directory=self.wrapper.directory)
        os.replace(partial, self.path)
        minutes, size = (time.monotonic() - start) / 60, self.path.stat().st_size / 2**20
        print(f"{self.name}: built in {minutes:.1f} minutes, {size:.0f} MiB", file=sys.stderr, flush=True)

    def _modules(self) -> list[str]:
        """Which go.mod holds: the wrapper's, or a copy of it that takes the upstream module from a directory with the placeholder in it."""
        if self.placeholder is None:
            return ["-mod=readonly"]
        copy = cache() / "source" / f"{self.wrapper.name}-{self.wrapper.digest[:16]}"
        tree = copy / "module"
        if not tree.exists():
            shutil.copytree(self.wrapper.source(), copy / "partial", dirs_exist_ok=True, copy_function=shutil.copyfile)
            for directory in (copy / "partial").rglob("*/"):
                directory.chmod(0o755)
            page = copy / "partial" / self.placeholder
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text("The web page is not built.\n", encoding="utf-8")
            (copy / "partial").rename(tree)
        for name in ("go.mod", "go.sum"):
            shutil.copyfile(self.wrapper.directory / name, copy / name)
        go("mod", "edit", f"-replace={self.wrapper.module}={tree}", str(copy / "go.mod"), directory=copy)
        return ["-mod=mod", f"-modfile={copy / 'go.mod'}"]


def _kubernetes(name: str) -> Program:
    version = KUBERNETES.version
    major, minor = version.removeprefix("v").split(".")[:2]
    # Unset, the API server calls itself v0.0.0, and its clients ask for its version.
    said = (f"gitVersion={version}", f"gitMajor={major}", f"gitMinor={minor}", "gitTreeState=clean")
    return Program(
        name, KUBERNETES, f"cmd/{name}", tuple(f"k8s.io/{place}.{value}" for place in ("component-base/version", "client-go/pkg/version") for value in said)
    )


def _argo_workflows(release: str, name: str, package: str, placeholder: str | None = None) -> Program:
    wrapper = ARGO_WORKFLOWS[release]
    return Program(name, wrapper, package, (f"{wrapper.module}.version={wrapper.version}", f"{wrapper.module}.gitTreeState=clean"), placeholder)


API_SERVER = _kubernetes("kube-apiserver")
CONTROLLER_MANAGER = _kubernetes("kube-controller-manager")
KUBECTL = _kubernetes("kubectl")
# One program under many names: it looks at the name that it is called by.
ARGOCD = Program("argocd", ARGO_CD, "cmd", (f"{ARGO_CD.module}/common.version={ARGO_CD.version.removeprefix('v')}",))
WORKFLOW_CONTROLLER = {release: _argo_workflows(release, "workflow-controller", "cmd/workflow-controller") for release in ARGO_WORKFLOWS}
# The command line and argo-server.
ARGO = {release: _argo_workflows(release, "argo", "cmd/argo", "ui/dist/app/index.html") for release in ARGO_WORKFLOWS}


def build_all(programs: tuple[Program, ...]) -> dict[Program, Trouble]:
    """Build programs; those that cannot be built, with the reason."""
    failed = {}
    for program in programs:
        try:
            program.build()
        except Trouble as trouble:
            failed[program] = trouble
    return failed
