"""`tests/e2e/cluster`: real control planes on this machine, without a node and without a container."""

from __future__ import annotations

import argparse
import sys
import time

from e2e import lifecycle
from e2e.trouble import Trouble
from e2e.wrapper import ARGO_WORKFLOWS


def main(words: list[str]) -> int:
    """Run one verb; 1 when the cluster does not come up or is not whole, 2 for wrong words."""
    parser = argparse.ArgumentParser(prog="tests/e2e/cluster", description=__doc__.partition(": ")[2].strip())
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb, explanation in (("up", "bring it up, or what is missing of it"), ("down", "stop it and remove what it left"), ("status", "say how each part is")):
        added = verbs.add_parser(verb, help=explanation)
        added.add_argument("--without-node", action="store_true", help="pods are made and never run; the only kind of cluster there is so far")
        if verb == "up":
            added.add_argument("--argo-workflows", choices=sorted(ARGO_WORKFLOWS), default="4.1", help="its release (default: 4.1)")
    arguments = parser.parse_args(words)
    if arguments.verb == "up" and not arguments.without_node:
        parser.error("say --without-node: a cluster with a node is not there yet")
    try:
        return _run(arguments)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1


def _run(arguments: argparse.Namespace) -> int:
    if arguments.verb == "down":
        lifecycle.down()
        return 0
    missing: dict[str, Trouble] = {}
    if arguments.verb == "up":
        start = time.monotonic()
        missing = lifecycle.up(arguments.argo_workflows).missing
        lifecycle.say(f"up after {time.monotonic() - start:.0f} s")
    rows = lifecycle.status()
    width = max(len(name) for name, _ in rows)
    for name, state in rows:
        print(f"{name:{width}}  {missing[name].what if name in missing else state}")
    return 0 if all(state.startswith(("up", "runs")) for _, state in rows) else 1
