from __future__ import annotations

import pytest

from modelfleet_pants.guards import problems_of


def test_a_tree_in_order() -> None:
    assert problems_of({"platform/src/modelfleet/__init__.py": "", "platform/src/modelfleet/errors.py": "x = 1\n" * 400}) == ()


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "platform/__init__.py",
            "",
            "platform/__init__.py: makes `import platform` mean this directory instead of the standard library\n  hint: delete the file",
        ),
        ("a/__init__.py", "x = 1\n", "a/__init__.py: is not empty\n  hint: move what it holds into a module with a name"),
        ("a/b.py", "\n" * 401, "a/b.py: 401 lines, more than 400\n  hint: split it along its nouns"),
        ("a/utils.py", "", "a/utils.py: `utils` does not say what is in it\n  hint: name it after the noun that it is about"),
        ("a/common/b.py", "", "a/common/b.py: `common` does not say what is in it\n  hint: name it after the noun that it is about"),
    ],
)
def test_problem(path: str, text: str, expected: str) -> None:
    assert problems_of({path: text}) == (expected,)
