"""Files that several packages of an environment claim, and which of them has each.

Installers write packages in any order, so the last one wins by chance. Here the package that comes first by name does.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from packaging.utils import NormalizedName, canonicalize_name


def winners(tree: Path) -> dict[NormalizedName, tuple[str, ...]]:
    """Package → the paths that it must have, though other packages have other content there; all paths relative to `tree`."""
    claims: dict[str, dict[NormalizedName, str]] = defaultdict(dict)
    for record in tree.glob("*.dist-info/RECORD"):
        name = canonicalize_name(record.parent.name.removesuffix(".dist-info").rpartition("-")[0])
        with record.open(encoding="utf-8", newline="") as stream:
            for path, digest, _ in csv.reader(stream):
                claims[path][name] = digest
    found: dict[NormalizedName, list[str]] = defaultdict(list)
    for path, claimants in sorted(claims.items()):
        if len(set(claimants.values())) > 1:
            found[min(claimants)].append(path)
    return {name: tuple(paths) for name, paths in sorted(found.items())}
