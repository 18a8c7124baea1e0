"""`tests/e2e/run`: the cluster up, the scenarios, the report, the cluster down."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from e2e import credential, lifecycle
from e2e.component import credentials
from e2e.report import load_results, write_report
from e2e.trouble import Trouble
from e2e.wrapper import ARGO_WORKFLOWS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def main(words: list[str]) -> int:
    """Run the scenarios; 1 when one fails, 2 for wrong words."""
    parser = argparse.ArgumentParser(prog="tests/e2e/run", description="Runs the scenarios on real control planes.")
    parser.add_argument(
        "--argo-workflows", choices=sorted(ARGO_WORKFLOWS), action="append", help="only this release (default: all; only a run of all writes docs/proof.md)"
    )
    parser.add_argument(
        "--kubeconfig", type=Path, default=_path(os.environ.get("KUBECONFIG")), help="an existing cluster (default: $KUBECONFIG, else one is brought up)"
    )
    parser.add_argument("--record", action="store_true", help="write the golden pods anew")
    parser.add_argument("--keep", action="store_true", help="leave the cluster up afterwards")
    parser.add_argument("--results", type=Path, metavar="DIR", help="keep there what each release proved, and report on all that is there")
    parser.add_argument("scenario", nargs="*", help="words of pytest that choose scenarios, such as `-k delivery` behind `--`")
    arguments = parser.parse_args(words)
    try:
        return _run(arguments)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1


def _run(arguments: argparse.Namespace) -> int:
    releases = arguments.argo_workflows or (sorted(ARGO_WORKFLOWS, reverse=True) if arguments.kubeconfig is None else ["4.1"])
    with tempfile.TemporaryDirectory(prefix="modelfleet-e2e-") as temporary:
        results = arguments.results or Path(temporary)
        results.mkdir(parents=True, exist_ok=True)
        try:
            failed = [release for release in releases if _scenarios(_kubeconfig(arguments, release), release, results / f"{release}.json", arguments)]
        finally:
            if arguments.kubeconfig is None and not arguments.keep:
                lifecycle.down()
        found = [load_results(path) for release in sorted(ARGO_WORKFLOWS, reverse=True) if (path := results / f"{release}.json").exists()]
        # A choice of scenarios says nothing of the others, unless earlier runs left here what they proved.
        if arguments.results or (len(found) == len(ARGO_WORKFLOWS) and not arguments.scenario):
            write_report(ROOT / "docs/proof.md", found)
    return 1 if failed else 0


def _kubeconfig(arguments: argparse.Namespace, release: str) -> Path:
    """The cluster to use; one is brought up when none is given."""
    if arguments.kubeconfig is not None:
        return Path(arguments.kubeconfig)
    for name, trouble in lifecycle.up(release).missing.items():
        lifecycle.say(f"without {name}: {trouble}")
    return credentials().kubeconfig(credential.ADMIN)


def _scenarios(kubeconfig: Path, release: str, report: Path, arguments: argparse.Namespace) -> int:
    files = sorted(str(path) for path in HERE.glob("*_scenario_test.py"))
    flags = [f"--kubeconfig={kubeconfig}", f"--argo-workflows={release}", f"--report={report}", *(["--record"] if arguments.record else [])]
    path = os.pathsep.join([str(ROOT / "platform/src"), str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "pytest", "-v", "-rs", "-p", "no:cacheprovider", *flags, *files, *arguments.scenario]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": path}).returncode


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None
