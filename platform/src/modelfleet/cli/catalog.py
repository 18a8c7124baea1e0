"""`modelfleet catalog`: writes a site about all models into a directory."""

from __future__ import annotations

import argparse
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from modelfleet.archive.progress import announced
from modelfleet.catalog.fleet import Described, fleet_of
from modelfleet.catalog.site import GENERATOR, pages_of
from modelfleet.cli.model_directory import DESCRIPTION, MODELS
from modelfleet.cli.moment import add_at, moment_of
from modelfleet.errors import Problem, UserError
from modelfleet.spec.load import Platform, load_model, load_platform

OUT = Path("dist/catalog")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, default=OUT, metavar="DIR", help=f"directory of the site; {OUT} if left out")
    parser.add_argument("--stage", default=None, help="whose runs and data are told; if left out, the stage on which most jobs run by the clock")
    add_at(parser, "next runs and the week")


def run(arguments: argparse.Namespace) -> int:
    """Write the site. Models with problems are named in it, and make the exit code 1."""
    at = moment_of(arguments.at)
    platform = load_platform(Path())
    if arguments.stage is not None and arguments.stage not in platform.stages:
        raise UserError.one(f"there is no stage `{arguments.stage}`", hint=f"one of: {', '.join(platform.stages)}")
    refuse_other(arguments.out)
    with announced("reading the models"):
        described, refused = load_models(platform)
    with announced("writing the pages"):
        pages = pages_of(fleet_of(described, refused, tuple(platform.stages), arguments.stage, at))
        write_site(pages, arguments.out)
    print(f"{(arguments.out / 'index.html').as_posix()}: {len(described)} model{'' if len(described) == 1 else 's'}; open it in a browser")
    if refused:
        raise UserError(problem for problems in refused.values() for problem in problems)
    return 0


def load_models(platform: Platform) -> tuple[list[Described], dict[str, tuple[Problem, ...]]]:
    """The good models of the repository, and the problems of the others by name."""
    described: list[Described] = []
    refused: dict[str, tuple[Problem, ...]] = {}
    for file in sorted(Path(MODELS).glob(f"*/{DESCRIPTION}")):
        try:
            loaded = load_model(file, platform, Path())
        except UserError as error:
            refused[file.parent.name] = error.problems
            continue
        python = next(iter(loaded.on.values())).python
        requirements, lock = ((file.parent / name).read_text(encoding="utf-8-sig") for name in (python.requirements, python.lock))
        described.append(Described(loaded, requirements, lock))
    return described, refused


def refuse_other(out: Path) -> None:
    """Raises UserError when `out` holds something that no catalog wrote: all of it would be deleted."""
    index = out / "index.html"
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    if not index.is_file() or GENERATOR not in index.read_text(encoding="utf-8", errors="replace"):
        raise UserError.one("is there and is no catalog", file=out.as_posix(), hint="name a directory that is not there yet: --out DIR")


def write_site(pages: Mapping[str, bytes], out: Path) -> None:
    """Write the pages beside their place and move them there whole, so that no page of a model that is gone stays."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as work:
        new = Path(work, "new")
        for path, content in pages.items():
            (new / path).parent.mkdir(parents=True, exist_ok=True)
            (new / path).write_bytes(content)
        if out.exists():
            os.rename(out, Path(work, "old"))
        os.rename(new, out)
        shutil.rmtree(Path(work, "old"), ignore_errors=True)
