"""The command line: finds the verb, runs it, and turns what the user did wrong into text and an exit code.

Exit codes: 0 done, 1 a problem that the user can mend, 2 the command was misspelt. A verb's module is imported only
when the verb is used, because most verbs need a tenth of what all of them together import.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from types import ModuleType

from modelfleet.errors import UserError

VERBS = {
    "new": ("new", "make a new model from the scaffold"),
    "lock": ("lock", "lock a model's requirements, and its code in another repository"),
    "venv": ("venv", "make a virtual environment of a model, for an editor or a notebook"),
    "adopt": ("adopt", "list the trained runs of a job, and take one into use"),
    "promote": ("promote", "give all models of a stage what its canaries have"),
    "run": ("run", "run a job on this machine"),
    "schedule": ("schedule", "tell when the jobs of models run next"),
    "catalog": ("catalog", "write a site about all models"),
    "archive": ("archive", "build one archive to look into it"),
    "render": ("render", "render models for every stage"),
    "render-fleet": ("render_fleet", "render what the whole fleet shares"),
    "crowding": ("crowding", "warn when many jobs start in the same minute"),
    "entries": ("entries", "name the Jsonnet files that models are rendered with"),
    "publish": ("publish", "publish the packaged fleet to a stage"),
    "pytest-in-environment": ("model_tests", "run a model's tests in its own environment"),
    "reference": ("reference", "write the generated reference and the JSON schema"),
    "jsonnet-style": ("jsonnet_style", "check the formatting of Jsonnet files"),
    "tree-style": ("tree_style", "check the rules of the repository's own tree"),
    "extract-schemas": ("extract_schemas", "extract the structure of upstream resource definitions"),
}


def usage() -> str:
    """The list of verbs, as `modelfleet --help` prints it."""
    width = max(map(len, VERBS))
    lines = [f"  {verb:<{width}}  {summary}" for verb, (_, summary) in VERBS.items()]
    return "\n".join(["usage: modelfleet VERB ...", "", *lines, "", "`modelfleet VERB --help` explains one verb."])


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb.

    `argv` holds the words after the program's name. Returns the exit code; never raises for bad input.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in ("-h", "--help", "help"):
        print(usage())
        return 0 if words else 2
    verb = words[0]
    if verb not in VERBS:
        print(f"unknown verb `{verb}`", file=sys.stderr)
        close = get_close_matches(verb, VERBS, n=1)
        print(f"  hint: did you mean `{close[0]}`?" if close else f"  hint: one of {', '.join(VERBS)}", file=sys.stderr)
        return 2
    name, summary = VERBS[verb]
    module = importlib.import_module(f"modelfleet.cli.{name}")
    parser = argparse.ArgumentParser(prog=f"modelfleet {verb}", description=summary)
    module.configure(parser)
    try:
        arguments = parser.parse_args(words[1:])
    except SystemExit as stop:  # argparse has printed its reason: 0 after --help, 2 for wrong words
        return int(stop.code or 0)
    return _run(module, arguments)


def _run(module: ModuleType, arguments: argparse.Namespace) -> int:
    try:
        code: int = module.run(arguments)
        sys.stdout.flush()
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader, `head` for example, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


if __name__ == "__main__":
    sys.exit(main())
