from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelfleet_pants.imports import Import, candidates, imports_of, resolve


def paths(text: str) -> list[str]:
    return [found.path for found in imports_of(text)]


def test_every_kind_of_import_with_its_line() -> None:
    text = "local a = import 'a.libsonnet';\nlocal b = importstr \"b.txt\";\n\nlocal c = importbin @'c''s.bin';\na + b\n"
    assert imports_of(text) == (Import("import", "a.libsonnet", 1), Import("importstr", "b.txt", 2), Import("importbin", "c's.bin", 4))


@pytest.mark.parametrize(
    "text",
    [
        "// import 'x'\n{}",
        "# import 'x'\n{}",
        "/* import 'x'\n import 'y' */ {}",
        "'import \"x\"'",
        '"it\'s" + \'import "x"\'',
        "@'a''import \"x\"'",
        "|||\n  import 'x'\n|||",
        "|||-\n  import 'x'\n  |||",
        "{ important: 'x', reimport: 'y', 'import': 'z' }",
        "self.import_ 'x'",
    ],
)
def test_what_only_looks_like_an_import(text: str) -> None:
    assert paths(text) == []


def test_an_import_may_stand_next_to_anything() -> None:
    assert paths("[import 'a',import'b',(import \"c\")]+{d:import 'd'}") == ["a", "b", "c", "d"]


def test_comments_and_lines_between_the_keyword_and_the_path() -> None:
    assert paths("import // why\n  /* where */ 'a'") == ["a"]


def test_escapes_in_the_path() -> None:
    assert paths(r"""import 'a\'b\u002Fc'""") == ["a'b/c"]


def test_jsonnet_looks_beside_the_file_and_then_from_the_last_directory_of_jpath() -> None:
    assert candidates("x.libsonnet", "platform/jsonnet/a/b.jsonnet", ["", "platform/jsonnet"]) == (
        "platform/jsonnet/a/x.libsonnet",
        "platform/jsonnet/x.libsonnet",
        "x.libsonnet",
    )
    assert resolve("../c.libsonnet", "a/b.jsonnet", [], {"c.libsonnet"}) == "c.libsonnet"
    assert resolve("c.libsonnet", "a/b.jsonnet", [""], {"d.libsonnet"}) is None


NAMES = st.text(alphabet="abc/._-", min_size=1)
PIECES = st.one_of(
    NAMES.map(lambda name: (f"import '{name}'", [name])),
    NAMES.map(lambda name: (f'importstr "{name}"', [name])),
    NAMES.map(lambda name: (f"// import '{name}'\n", [])),
    NAMES.map(lambda name: (f"/* import '{name}' */", [])),
    NAMES.map(lambda name: (f"'import \"{name}\"'", [])),
    NAMES.map(lambda name: (f"|||\n  import '{name}'\n|||\n", [])),
    st.sampled_from([("{ a: 1 }", []), ("[1, 'x']", []), ("function(x) x", [])]),
)


@given(st.lists(PIECES))
def test_imports_are_found_between_whatever_else_there_is(pieces: list[tuple[str, list[str]]]) -> None:
    text = " +\n".join(piece for piece, _ in pieces)
    assert paths(text) == [name for _, names in pieces for name in names]


@given(st.text(alphabet="import str'\"@|/*#\n\\ax{}"))
def test_any_text_can_be_read(text: str) -> None:
    for found in imports_of(text):
        assert 1 <= found.line <= text.count("\n") + 1
