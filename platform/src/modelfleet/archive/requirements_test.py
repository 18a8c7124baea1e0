"""What requirements.txt may say. Whole texts of the messages are in tests/archive."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelfleet.archive.requirements import read_requirements
from modelfleet.errors import UserError

ALLOWED = [
    "numpy",
    "numpy>=2.2,<3  # why",
    "scikit-learn[alldeps]==1.8.*",
    'tomli>=2 ; python_version < "3.11"',
    'x ; platform_release == "a@b"',
    "Flask_SQLAlchemy~=3.1",
    "a.b-c_d !=1.0",
    "torch==2.9.0+cpu",
    "zip-lib",
    "tar.gz-tools==1",
]
REFUSED = [
    *("-i https://u:secret@h.invalid/simple", "--index-url=https://u:secret@h.invalid", "--extra-index-url https://h.invalid", "-f /wheels", "--no-index"),
    *("-e .", "--editable=git+https://h.invalid/x", "--pre", "--no-binary :all:", "--hash=sha256:00"),
    *("x @ https://u:secret@h.invalid/x.whl", "git+https://secret@h.invalid/x.git", "x @ git+ssh://git@h.invalid/x", "https://h.invalid/x-1.tar.gz"),
    *("file:///x.whl", "x @ file:x.whl", "./x", "../x.whl", "/x/y.whl", "~/x", "dist/x-1-py3-none-any.whl", "x @ ./x", "x==1 @ secret", "${SECRET}", "x==${V}"),
]


def write(root: Path, text: str) -> Path:
    (root / "requirements.txt").write_text(text)
    return root / "requirements.txt"


def test_packages_of_the_index_are_allowed(tmp_path: Path) -> None:
    file = write(tmp_path, "\n".join(ALLOWED) + "\n")
    assert read_requirements(file) == {file: file.read_text()}


@pytest.mark.parametrize("line", REFUSED)
def test_what_names_a_host_a_path_or_a_secret_is_refused_and_not_repeated(tmp_path: Path, line: str) -> None:
    with pytest.raises(UserError) as caught:
        read_requirements(write(tmp_path, f"numpy\n{line}\n"))
    (problem,) = caught.value.problems
    assert problem.line == 2 and problem.hint
    assert "secret" not in str(caught.value).lower() and "h.invalid" not in str(caught.value)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.mktemp("any") / "requirements.txt"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        assert file in read_requirements(file)
    except UserError as error:
        assert error.problems


def test_included_files_are_read_once(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/base.txt").write_text("-c limits.txt\n-r ../requirements.txt\nnumpy\n")
    (tmp_path / "parts/limits.txt").write_text("numpy<3\n")
    file = write(tmp_path, "-r parts/base.txt\n--requirement=parts/base.txt\n")
    assert [path.name for path in read_requirements(file)] == ["requirements.txt", "base.txt", "limits.txt"]
