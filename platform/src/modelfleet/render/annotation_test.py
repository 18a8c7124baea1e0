from __future__ import annotations

import pytest

from modelfleet.render.annotation import to_markdown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Scores last night's card transactions", "Scores last night's card transactions"),
        ("snake_case stays, 2 - 1 and a #tag too", "snake_case stays, 2 - 1 and a #tag too"),
        ("_slanted_ and __bold__", "\\_slanted\\_ and \\_\\_bold\\_\\_"),
        ("*a* ~b~ `c`", "\\*a\\* \\~b\\~ \\`c\\`"),
        ("[pay here](https://x.invalid)", "\\[pay here\\](https://x.invalid)"),
        ("![](https://x.invalid/p.png)", "!\\[\\](https://x.invalid/p.png)"),
        ("<img src=x> &lt;", "\\<img src=x\\> \\&lt;"),
        ("back\\slash \\* star", "back\\\\slash \\\\\\* star"),
        ("# heading", "\\# heading"),
        ("> quote", "\\> quote"),
        ("- item", "\\- item"),
        ("--- under the title", "\\--- under the title"),
        ("=== under the title", "\\=== under the title"),
        ("| - |", "\\| - \\|"),
        (":-: one column", "\\:-: one column"),
        ("1. first", "1\\. first"),
        ("12) twelfth", "12\\) twelfth"),
        ("3 models", "3 models"),
        ("    code\nand\tmore ", "code and more"),
    ],
)
def test_text_is_shown_as_it_is(text: str, markdown: str) -> None:
    assert to_markdown(text) == markdown
