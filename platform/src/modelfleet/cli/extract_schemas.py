"""`modelfleet extract-schemas`: refresh `platform/schema/upstream/` from the versions that are pinned.

The pin is a Go module whose `go.sum` holds the checksum; for Argo Workflows the same that the conformance tests build the
real linter from. So the schemas and the linter cannot drift apart, and Go verifies what is read. Run it after a version
changes.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import yaml

from modelfleet.errors import UserError
from modelfleet.validate import extraction
from modelfleet.validate.structure import ARGO_CD, ARGO_WORKFLOWS, PROMETHEUS_OPERATOR, SPARK_OPERATOR, Product


@dataclass(frozen=True)
class Origin:
    """Where a product keeps its definitions: a Go module, and the file of a kind below it (`{kind}` in lower case)."""

    module: str
    file: str


ORIGINS = {
    ARGO_WORKFLOWS: Origin("github.com/argoproj/argo-workflows/", "manifests/base/crds/full/argoproj.io_{kind}s.yaml"),
    ARGO_CD: Origin("github.com/argoproj/argo-cd/", "manifests/crds/{kind}-crd.yaml"),
    PROMETHEUS_OPERATOR: Origin("github.com/prometheus-operator/prometheus-operator", "example/prometheus-operator-crd/monitoring.coreos.com_{kind}s.yaml"),
    SPARK_OPERATOR: Origin("github.com/kubeflow/spark-operator/", "config/crd/bases/sparkoperator.k8s.io_{kind}s.yaml"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the verb."""
    parser.add_argument("modules", nargs="+", type=Path, metavar="MODULE", help="directory with a go.mod that requires one version of one product")
    parser.add_argument("--out", type=Path, default=Path("platform/schema/upstream"), help="where the schemas go (default: %(default)s)")


def run(arguments: argparse.Namespace) -> int:
    """Write one schema a module directory; raises UserError when Go or the pinned version is not to be had."""
    for directory in arguments.modules:
        product, document = read_structure(directory)
        target = arguments.out / f"{product.file}-{document['version'].removeprefix('v')}.json"
        text = extraction.to_text(document)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        print(f"{target}: {len(text.encode()) // 1024} KiB from {document['module']} {document['version']}")
    return 0


def read_structure(directory: Path) -> tuple[Product, extraction.Schema]:
    """The product whose one version `directory`/go.mod requires, and its structure, read from Go's module cache."""
    go = shutil.which("go")
    if go is None:
        raise UserError.one("the Go toolchain is needed to read the pinned version", hint="install Go and put `go` on PATH")
    product, name = _required(directory)
    pinned = _download(go, directory, name)
    files = {kind: Path(pinned["Dir"]) / ORIGINS[product].file.format(kind=kind.lower()) for kind in product.kinds}
    definitions = {kind: _load_definition(path) for kind, path in files.items()}
    return product, extraction.structure(definitions, module=pinned["Path"], version=pinned["Version"], checksum=pinned["Sum"])


def _load_definition(path: Path) -> extraction.Schema:
    # libyaml, because a pure Python parser takes ten seconds for each of these files.
    return yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


def _required(directory: Path) -> tuple[Product, str]:
    """The product that a go.mod requires, and the module's whole name."""
    words = (directory / "go.mod").read_text(encoding="utf-8").split() if (directory / "go.mod").is_file() else []
    found = sorted({(word, product.file) for product, origin in ORIGINS.items() for word in words if word.startswith(origin.module)})
    if len(found) != 1:
        raise UserError.one(
            f"the module requires {len(found)} versions of {_either()}, expected one",
            file=str(directory / "go.mod"),
            hint=f"add one `require {ORIGINS[ARGO_WORKFLOWS].module}vN vN.N.N`, or one of the other products",
        )
    name, file = found[0]
    return next(product for product in ORIGINS if product.file == file), name


def _either() -> str:
    *names, last = (product.name for product in ORIGINS)
    return f"{', '.join(names)} and {last}"


def _download(go: str, directory: Path, name: str) -> dict[str, str]:
    done = subprocess.run([go, "mod", "download", "-json", name], cwd=directory, capture_output=True, text=True)
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        answer = {"Error": done.stderr}
    if "Error" in answer:
        reason = answer["Error"].strip().splitlines()
        raise UserError.one(
            f"Go cannot provide {name}: {reason[0] if reason else 'no reason given'}",
            file=str(directory / "go.mod"),
            hint="check the version in go.mod, the checksum in go.sum and the Go proxy",
        )
    return answer
