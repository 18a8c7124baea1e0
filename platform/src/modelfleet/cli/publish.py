"""`modelfleet publish`: the packaged fleet to a stage's store and deploy branch."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from modelfleet.publish.publisher import Request, publish
from modelfleet.publish.summary import Summary, to_rows, to_text


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the verb."""
    parser.add_argument("--package", type=Path, required=True, metavar="DIR", help="what `render` and `render-fleet` wrote")
    parser.add_argument("--stage", default="local", help="the stage to publish to (default: local)")
    parser.add_argument("--workspace", type=Path, required=True, metavar="DIR", help="the work tree; the stage's relative paths start there")
    parser.add_argument("--allow-deletions", action="store_true", help="delete as many models as are gone")
    parser.add_argument("--cache", type=Path, default=None, metavar="DIR", help="where unpacked environments are kept between runs")
    parser.add_argument("--parallel", type=int, default=3, metavar="N", help="archives that are built at once (default: 3)")
    parser.add_argument("--output", choices=("text", "json"), default="text", help="form of the summary (default: text)")


def run(arguments: argparse.Namespace) -> int:
    """Publish; 1 when a model is bad or the publish is refused."""
    cache = arguments.cache or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "modelfleet"
    request = Request(
        root=Path(),
        package=arguments.package,
        stage=arguments.stage,
        workspace=arguments.workspace.absolute(),
        cache=cache,
        allow_deletions=arguments.allow_deletions,
        parallel=max(1, arguments.parallel),
    )
    summary = publish(request)
    for problem in summary.problems:
        print(problem, file=sys.stderr)
    _print(summary, arguments.output)
    return 1 if summary.problems else 0


def _print(summary: Summary, output: str) -> None:
    if output == "json":
        print(json.dumps(summary.as_json(), indent=2))
    elif not sys.stdout.isatty():
        print(to_text(to_rows(summary)))
    else:
        from rich.console import Console
        from rich.table import Table

        table = Table.grid(padding=(0, 2))
        table.add_column(style="bold")
        table.add_column(overflow="fold")
        for label, text in to_rows(summary):
            table.add_row(label, text)
        Console(markup=False, highlight=False).print(table)
