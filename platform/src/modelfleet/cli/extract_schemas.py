"""`modelfleet extract-schemas`: refresh `platform/schema/upstream/` from the versions of Argo Workflows that are pinned.

The pin is a Go module whose `go.sum` holds the checksum, the same that the conformance tests build the real linter from.
So the schemas and the linter cannot drift apart, and Go verifies what is read. Run it after a version changes.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
from pathlib import Path

import yaml

from modelfleet.errors import UserError
from modelfleet.validate import extraction

KINDS = ("ClusterWorkflowTemplate", "CronWorkflow", "WorkflowTemplate")
MODULE = "github.com/argoproj/argo-workflows/"


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the verb."""
    parser.add_argument("modules", nargs="+", type=Path, metavar="MODULE", help="directory with a go.mod that requires one version of Argo Workflows")
    parser.add_argument("--out", type=Path, default=Path("platform/schema/upstream"), help="where the schemas go (default: %(default)s)")


def run(arguments: argparse.Namespace) -> int:
    """Write one schema a module directory; raises UserError when Go or the pinned version is not to be had."""
    for directory in arguments.modules:
        document = read_structure(directory)
        target = arguments.out / f"argo-workflows-{document['version'].removeprefix('v')}.json"
        text = extraction.to_text(document)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        print(f"{target}: {len(text.encode()) // 1024} KiB from {document['module']} {document['version']}")
    return 0


def read_structure(directory: Path) -> extraction.Schema:
    """The structure of the Argo Workflows version that `directory`/go.mod requires, read from Go's module cache."""
    pinned = _pinned_module(directory)
    full = Path(pinned["Dir"]) / "manifests" / "base" / "crds" / "full"
    definitions = {kind: _load_definition(full / f"argoproj.io_{kind.lower()}s.yaml") for kind in KINDS}
    return extraction.structure(definitions, module=pinned["Path"], version=pinned["Version"], checksum=pinned["Sum"])


def _load_definition(path: Path) -> extraction.Schema:
    # libyaml, because a pure Python parser takes ten seconds for each of these files.
    return yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


def _pinned_module(directory: Path) -> dict[str, str]:
    go = shutil.which("go")
    if go is None:
        raise UserError.one("the Go toolchain is needed to read the pinned version of Argo Workflows", hint="install Go and put `go` on PATH")
    words = (directory / "go.mod").read_text(encoding="utf-8").split() if (directory / "go.mod").is_file() else []
    names = sorted({word for word in words if word.startswith(MODULE)})
    if len(names) != 1:
        raise UserError.one(
            f"the module requires {len(names)} versions of Argo Workflows, expected one",
            file=str(directory / "go.mod"),
            hint=f"add one `require {MODULE}vN vN.N.N`",
        )
    done = subprocess.run([go, "mod", "download", "-json", names[0]], cwd=directory, capture_output=True, text=True)
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        answer = {"Error": done.stderr}
    if "Error" in answer:
        reason = answer["Error"].strip().splitlines()
        raise UserError.one(
            f"Go cannot provide {names[0]}: {reason[0] if reason else 'no reason given'}",
            file=str(directory / "go.mod"),
            hint="check the version in go.mod, the checksum in go.sum and the Go proxy",
        )
    return answer
