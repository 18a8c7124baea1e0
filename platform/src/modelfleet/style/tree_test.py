from __future__ import annotations

import pytest

from modelfleet.style.tree import LONGEST_MODULE, tree_problems


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        (
            "platform/__init__.py",
            "",
            "platform/__init__.py: `platform` is a directory, never a package\n"
            "  hint: as a package it would hide Python's own module `platform`: remove the file",
        ),
        (
            "platform/src/modelfleet/spec/__init__.py",
            "from x import y\n",
            "platform/src/modelfleet/spec/__init__.py: holds code\n  hint: an __init__.py is empty: put the code into a module with a name",
        ),
        (
            "platform/jsonnet/utils.libsonnet",
            "{}\n",
            "platform/jsonnet/utils.libsonnet: the name `utils` says nothing\n  hint: name the module after the one thing that it is about",
        ),
        (
            "tests/long_test.py",
            "\n" * (LONGEST_MODULE + 1),
            "tests/long_test.py: has 401 lines, and 400 is the limit\n  hint: find the second noun in it and give it a module of its own",
        ),
        (
            "models/x/requirements.lock",
            "a==1 \\\n    --hash=sha256:00\nb @ https://example.invalid/b.whl\n",
            "models/x/requirements.lock:3: holds a URL\n  hint: a lock names packages and hashes: the index is the one that the user has set up",
        ),
    ],
)
def test_what_is_refused(file: str, text: str, expected: str) -> None:
    assert "\n".join(map(str, tree_problems(file, text))) == expected


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("platform/src/modelfleet/spec/__init__.py", ""),
        ("models/x/utils.py", "\n" * 1000),
        ("3rdparty/python/modelfleet.lock", "a==1 \\\n    --hash=sha256:00\n"),
    ],
)
def test_what_is_fine(file: str, text: str) -> None:
    assert tree_problems(file, text) == ()
