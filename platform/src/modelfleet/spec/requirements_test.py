from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from modelfleet.spec.requirements import lines_of, read_lock, unmet

HASH = "--hash=sha256:" + "0" * 64
LOCK = f"""\
# a comment
numpy==2.1.0 ; python_full_version < '3.12' \\
    {HASH} \\
    {HASH}
    # via pandas
numpy==2.2.0 ; python_full_version >= '3.12' \\
    {HASH}
Pandas[excel]==2.2.3 {HASH}
"""


def test_a_lock_is_read_by_name() -> None:
    pinned = read_lock(LOCK, "requirements.lock", "models/x")
    assert pinned.problems == ()
    assert pinned.versions == {"numpy": ("2.1.0", "2.2.0"), "pandas": ("2.2.3",)}


def test_continued_lines_have_the_number_of_their_first() -> None:
    assert [line.number for line in lines_of(LOCK)] == [2, 6, 8]


def test_requirements_are_met_by_any_pinned_version() -> None:
    pinned = read_lock(LOCK, "requirements.lock", "models/x")
    assert not list(unmet("numpy>=2.2\nPANDAS\n-r more.txt\npywin32 ; sys_platform == 'win32'\n", "requirements.txt", pinned, "models/x"))
    assert [problem.line for problem in unmet("numpy>=3\nscipy\n", "requirements.txt", pinned, "models/x")] == [1, 2]


@given(st.text(max_size=200))
def test_any_text_is_checked(text: str) -> None:
    pinned = read_lock(text, "requirements.lock", "models/x")
    list(unmet(text, "requirements.txt", pinned, "models/x"))
    assert all(problem.hint for problem in pinned.problems)
