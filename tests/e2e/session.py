"""`tests/e2e/run`: the cluster up, the scenarios, the report, the cluster down."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
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
    parser.add_argument("scenario", nargs="*", help="words of pytest that choose scenarios, such as `-k delivery` behind `--`")
    arguments = parser.parse_args(words)
    try:
        return _run(arguments)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1


def _run(arguments: argparse.Namespace) -> int:
    start = time.monotonic()
    releases = arguments.argo_workflows or (sorted(ARGO_WORKFLOWS, reverse=True) if arguments.kubeconfig is None else ["4.1"])
    failed, results = 0, []
    with tempfile.TemporaryDirectory(prefix="modelfleet-e2e-") as directory:
        try:
            for release in releases:
                kubeconfig = arguments.kubeconfig
                if kubeconfig is None:
                    for name, trouble in lifecycle.up(release).missing.items():
                        lifecycle.say(f"without {name}: {trouble}")
                    kubeconfig = credentials().kubeconfig(credential.ADMIN)
                report = Path(directory) / f"{release}.json"
                failed += _scenarios(kubeconfig, release, report, arguments)
                results.append(load_results(report))
        finally:
            if arguments.kubeconfig is None and not arguments.keep:
                lifecycle.down()
    whole = set(releases) == set(ARGO_WORKFLOWS) and not arguments.scenario and arguments.kubeconfig is None
    if whole:
        write_report(ROOT / "docs/proof.md", results, (time.monotonic() - start) / 60)
    return 1 if failed else 0


def _scenarios(kubeconfig: Path, release: str, report: Path, arguments: argparse.Namespace) -> int:
    files = sorted(str(path) for path in HERE.glob("*_scenario_test.py"))
    flags = [f"--kubeconfig={kubeconfig}", f"--argo-workflows={release}", f"--report={report}", *(["--record"] if arguments.record else [])]
    path = os.pathsep.join([str(ROOT / "platform/src"), str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "pytest", "-v", "-rs", "-p", "no:cacheprovider", *flags, *files, *arguments.scenario]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": path}).returncode


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None
