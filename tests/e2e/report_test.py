"""The page that says what is proven."""

from __future__ import annotations

from e2e.commit import Commit
from e2e.report import NOT_PROVEN, to_markdown

RUNS = (
    {
        "release": "4.1",
        "at": "2026-11-25",
        "results": [
            {"scenario": "It fires.", "case": "plain", "verdict": "passed", "seconds": 1.5, "said": "", "measured": ["late: 2 s"]},
            {"scenario": "It stays.", "case": "", "verdict": "failed", "seconds": 3.0, "said": "a | b", "measured": []},
        ],
    },
    {
        "release": "3.7",
        "at": "2026-11-26",
        "results": [{"scenario": "It fires.", "case": "plain", "verdict": "skipped", "seconds": 0.0, "said": "not run: no cluster", "measured": []}],
    },
)

JUDGED = Commit("0123456789abcdef" * 2 + "01234567", "f" * 40)

EXPECTED = """\
Judged: commit 0123456789ab (tree ffffffffffff), on 2026-11-26, in 0 minutes of scenarios.

| part | version |
| --- | --- |
| Part | v1 |

## Scenarios

| scenario | Argo Workflows 4.1 | Argo Workflows 3.7 | measured |
| --- | --- | --- | --- |
| It fires (plain) | proven, 1.5 s | not run | 4.1: late: 2 s |
| It stays | **fails** | not asked |  |

## What fails

- On Argo Workflows 4.1: It stays: a \\| b

## What is not proven

- On Argo Workflows 3.7: It fires (plain): not run: no cluster
"""


def test_page() -> None:
    page = to_markdown(RUNS, {"Part": "v1"}, JUDGED)
    gaps = "".join(f"- {text}\n" for text in NOT_PROVEN)
    assert page.partition("\n\nJudged")[2] == (EXPECTED + gaps).removeprefix("Judged")


def test_page_without_failures_has_no_place_for_them() -> None:
    assert "fails" not in to_markdown(RUNS[1:], {"Part": "v1"}, JUDGED)
