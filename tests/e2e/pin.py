"""Writes the go.mod of a wrapper module: `python -m e2e.pin kubernetes v1.36.3` (in `tests/`), then `go mod tidy` checks and completes it.

A wrapper has to repeat what only the main module of a build may say: upstream's replacements. Those that lead into a directory of
upstream's repository become the published module of it. Kubernetes publishes each as v0.<its own minor and patch>. Argo CD's
gitops-engine is a module in a directory and has no tags: give the version to take as a third word.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from e2e.program import API_SERVER, ARGO, ARGOCD, CONTROLLER_MANAGER, KUBECTL, WORKFLOW_CONTROLLER
from e2e.wrapper import ALL, Wrapper, go

PROGRAMS = (API_SERVER, CONTROLLER_MANAGER, KUBECTL, ARGOCD, *WORKFLOW_CONTROLLER.values(), *ARGO.values())


def main(words: list[str]) -> int:
    """Pin one wrapper; 2 for wrong words."""
    wrappers = {wrapper.name: wrapper for wrapper in ALL}
    if len(words) not in (2, 3) or words[0] not in wrappers:
        print(f"usage: python -m e2e.pin {{{','.join(wrappers)}}} VERSION [VERSION OF A NESTED MODULE]", file=sys.stderr)
        return 2
    wrapper, version = wrappers[words[0]], words[1]
    nested = words[2] if len(words) == 3 else f"v0.{version.removeprefix('v').partition('.')[2]}"
    upstream = json.loads(go("mod", "download", "-json", f"{wrapper.module}@{version}", directory=wrapper.directory))
    described = json.loads(go("mod", "edit", "-json", upstream["GoMod"], directory=wrapper.directory))
    (wrapper.directory / "go.mod").write_text(to_go_mod(wrapper, version, described, nested), encoding="utf-8")
    # What the checksum database does not have, upstream's own go.sum may: it is part of the module, which is checksummed itself.
    (wrapper.directory / "go.sum").write_bytes((Path(upstream["Dir"]) / "go.sum").read_bytes())
    go("mod", "tidy", directory=wrapper.directory)
    return 0


def to_go_mod(wrapper: Wrapper, version: str, upstream: dict, nested: str) -> str:
    """The text of a wrapper's go.mod before `go mod tidy`; `upstream` is upstream's, as `go mod edit -json` prints it."""
    packages = sorted({f"\t{wrapper.module}/{program.package}" for program in PROGRAMS if program.wrapper == wrapper})
    lines = [f"module modelfleet.invalid/e2e-{wrapper.name}", "", f"go {upstream['Go']}", "", f"require {wrapper.module} {version}", ""]
    lines += ["tool (", *packages, ")"]
    replacements = [f"\t{one['Old']['Path']} => {_target(one, nested)}" for one in upstream.get("Replace") or ()]
    return "\n".join(lines + (["", "replace (", *replacements, ")"] if replacements else [])) + "\n"


def _target(replacement: dict, nested: str) -> str:
    new = replacement["New"]
    return f"{new['Path']} {new['Version']}" if "Version" in new else f"{replacement['Old']['Path']} {nested}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
