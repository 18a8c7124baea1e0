"""Reading locks. Whole texts of the messages are in tests/archive."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelfleet.archive.lock_file import line_naming, load_lock
from modelfleet.errors import UserError

HASH = f"--hash=sha256:{'0' * 64}"
LOCK = f"numpy==2.2.6 \\\n    {HASH} \\\n    {HASH}\nscikit-learn==1.8.0 ; python_full_version < '3.12' \\\n    {HASH}\n"


def test_a_lock_is_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "requirements.lock").write_text(LOCK)
    assert load_lock(tmp_path / "requirements.lock") == LOCK.encode()


def test_an_empty_lock_is_an_environment_without_packages(tmp_path: Path) -> None:
    (tmp_path / "requirements.lock").touch()
    assert load_lock(tmp_path / "requirements.lock") == b""


@pytest.mark.parametrize(
    "line", ["numpy", "numpy==2.2.6", f"numpy>=2 {HASH}", f"numpy @ https://h.invalid/x.whl {HASH}", "-i https://h.invalid", f"-e . {HASH}"]
)
def test_what_is_not_pinned_by_hash_is_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "requirements.lock").write_text(f"{LOCK}{line}\n")
    with pytest.raises(UserError) as caught:
        load_lock(tmp_path / "requirements.lock")
    assert [problem.line for problem in caught.value.problems] == [6]


def test_a_lock_of_the_platform_comes_from_git(tmp_path: Path) -> None:
    lock = tmp_path / "3rdparty/python/runtime.lock"
    for text in (None, "numpy\n"):
        if text is not None:
            lock.parent.mkdir(parents=True)
            lock.write_text(text)
        with pytest.raises(UserError) as caught:
            load_lock(lock)
        assert [problem.hint for problem in caught.value.problems] == ["restore the file from Git"]


@pytest.mark.parametrize(
    ("message", "line"),
    [("Hash mismatch for `numpy==2.2.6`", 1), ("Because scikit_learn==1.8.0 has no usable wheels", 4), ("Failed to fetch", None), ("numpydoc", None)],
)
def test_the_line_of_a_package_that_a_message_names(message: str, line: int | None) -> None:
    found = line_naming(LOCK, message)
    assert (found and found.number) == line
