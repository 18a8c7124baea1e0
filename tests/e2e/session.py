"""`tests/e2e/run`: the cluster up, the scenarios, the report, the cluster down."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from e2e import credential, lifecycle
from e2e.commit import PAGE, Commit, load_commit
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
    """The scenarios on each release. The page is of one run of everything on one commit, so that nobody can put it together from the best of many."""
    releases = arguments.argo_workflows or (sorted(ARGO_WORKFLOWS, reverse=True) if arguments.kubeconfig is None else ["4.1"])
    whole = not (arguments.argo_workflows or arguments.kubeconfig or arguments.scenario or arguments.record)
    judged = load_commit(ROOT) if whole else None
    if whole and judged is None:
        lifecycle.say(f"{PAGE} stays as it is: the work tree differs from its commit")
    with tempfile.TemporaryDirectory(prefix="modelfleet-e2e-") as results:
        paths = {release: Path(results) / f"{release}.json" for release in releases}
        try:
            codes = [_scenarios(_kubeconfig(arguments, release), release, path, arguments) for release, path in paths.items()]
        finally:
            if arguments.kubeconfig is None and not arguments.keep:
                lifecycle.down()
        if judged is not None:
            _report(judged, paths)
    return 1 if any(codes) else 0


def _report(judged: Commit, paths: Mapping[str, Path]) -> None:
    if load_commit(ROOT) != judged:
        raise Trouble(f"{PAGE} is not written: the work tree changed while it was judged", "run again, and leave the tree alone meanwhile")
    write_report(ROOT / PAGE, [load_results(path) for path in paths.values()], judged)


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
    # Options of the user's own could choose scenarios unseen.
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTEST_ADDOPTS", "PYTEST_PLUGINS")}
    code = subprocess.run(command, cwd=ROOT, env={**environment, "PYTHONPATH": path}).returncode
    if code not in (0, 1):
        raise Trouble(f"the scenarios on Argo Workflows {release} end early, with {code}", "see what pytest says above")
    return code


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None
