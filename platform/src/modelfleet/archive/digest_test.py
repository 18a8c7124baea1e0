"""Digests name archives: the same inputs give the same name, any other input gives another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelfleet.archive.digest import SourceFile, code_digest, environment_digest, interpreter_tag, runtime_digest

paths = st.from_regex(r"[a-z]{1,3}(/[a-z]{1,3}){0,2}", fullmatch=True)
sources = st.builds(SourceFile, st.binary(max_size=8), st.booleans())
trees = st.dictionaries(paths, sources, min_size=1, max_size=5)


def test_names_do_not_change_between_releases() -> None:
    files = {"train.py": SourceFile(b"print()\n"), "bin/run": SourceFile(b"#!/bin/sh\n", True)}
    assert code_digest(files) == "902c9aef3c1a4dd69be5fcd835110ad8b5ac52288f1449440124f50c70e6b1cd"
    assert environment_digest(b"numpy==2.2.6\n", "3.11") == "7b15e357ee5531ac0f324b5c93a76848bb1c860818a2c14f621c644acb9b51bb"
    assert runtime_digest(files, b"tzdata==2026.6\n") == "6e29677cf442bfc6dcb5b2849bc6b27915861a8383e4eb8756a52f2e73ccadb7"


@given(trees)
def test_the_order_of_files_does_not_matter(files: dict[str, SourceFile]) -> None:
    assert code_digest(dict(reversed(files.items()))) == code_digest(files)


@given(trees, trees)
def test_other_files_have_another_name(some: dict[str, SourceFile], others: dict[str, SourceFile]) -> None:
    assert (code_digest(some) == code_digest(others)) == (some == others)
    assert (runtime_digest(some, b"") == runtime_digest(others, b"")) == (some == others)


@given(trees, st.binary(max_size=8))
def test_kinds_never_share_a_name(files: dict[str, SourceFile], lock: bytes) -> None:
    assert len({code_digest(files), runtime_digest(files, lock), environment_digest(lock, "3.11")}) == 3


@given(st.binary(), st.binary(), st.sampled_from(["3.10", "3.11", "3.12", "3.13"]), st.sampled_from(["3.10", "3.11", "3.12", "3.13"]))
def test_an_environment_is_a_lock_and_a_python(lock: bytes, other_lock: bytes, python: str, other_python: str) -> None:
    same = (lock, python) == (other_lock, other_python)
    assert (environment_digest(lock, python) == environment_digest(other_lock, other_python)) == same


@pytest.mark.parametrize("python", ["3", "3.11.2", "cp311", ""])
def test_a_python_is_a_minor_version(python: str) -> None:
    with pytest.raises(ValueError, match="not a minor version"):
        interpreter_tag(python)
