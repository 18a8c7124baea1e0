from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from modelfleet.errors import UserError
from modelfleet.trained.pin import with_value

PATH = ("stages", "prod", "jobs", "inference", "uses", "training")
PIN = "2026-11-20-0400@sha256:" + "0a" * 32
BASE = "name: m   # a name\n\njobs:\n  inference: {entry_point: a.py}  # the job\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            f"{BASE}\n# the end\n", f"{BASE}stages: {{prod: {{jobs: {{inference: {{uses: {{training: PIN}}}}}}}}}}\n\n# the end\n", id="nothing there"
        ),
        pytest.param(
            f"{BASE}stages:\n  dev: {{}}   # empty\n",
            f"{BASE}stages:\n  dev: {{}}   # empty\n  prod: {{jobs: {{inference: {{uses: {{training: PIN}}}}}}}}\n",
            id="stages",
        ),
        pytest.param(
            "stages:\n    prod:\n        jobs:\n            # the job\n            inference:\n                timeout: 2h   # long\n\n    # the end\n",
            "stages:\n    prod:\n        jobs:\n            # the job\n            inference:\n                timeout: 2h   # long\n"
            "                uses: {training: PIN}\n\n    # the end\n",
            id="a block",
        ),
        pytest.param(
            "stages: {prod: {jobs: {inference: {timeout: 2h }}}}   # one line\n",
            "stages: {prod: {jobs: {inference: {timeout: 2h, uses: {training: PIN} }}}}   # one line\n",
            id="braces",
        ),
        pytest.param("stages: {prod: {jobs: {}}}\n", "stages: {prod: {jobs: {inference: {uses: {training: PIN}}}}}\n", id="empty braces"),
        pytest.param(
            "stages: {prod: {jobs: {inference: {uses: {other: x}}}}}\n",
            "stages: {prod: {jobs: {inference: {uses: {other: x, training: PIN}}}}}\n",
            id="another pin",
        ),
        pytest.param(
            'stages:\n  prod: {jobs: {inference: {uses: {training: "2026-11-13-0400"}}}}  # reviewed\n',
            "stages:\n  prod: {jobs: {inference: {uses: {training: PIN}}}}  # reviewed\n",
            id="a pin in quotes",
        ),
        pytest.param(
            "stages:\n  prod:\n    jobs:\n      inference:\n        uses:\n          training: 2026-11-13-0400  # reviewed\n        timeout: 2h\n",
            "stages:\n  prod:\n    jobs:\n      inference:\n        uses:\n          training: PIN  # reviewed\n        timeout: 2h\n",
            id="a pin in a block",
        ),
        pytest.param(
            "stages: {prod: {jobs: {inference: {uses: {training: null}}}}}\n",
            "stages: {prod: {jobs: {inference: {uses: {training: PIN}}}}}\n",
            id="a pin removed",
        ),
        pytest.param(
            "stages:\n  prod:\n    jobs:\n      inference:\n        args:\n          - a\n          - b  # last\n  dev: {}\n",
            "stages:\n  prod:\n    jobs:\n      inference:\n        args:\n          - a\n          - b  # last\n        uses: {training: PIN}\n  dev: {}\n",
            id="behind a list",
        ),
        pytest.param("stages:\n  prod:\n", "stages:\n  prod: {jobs: {inference: {uses: {training: PIN}}}}\n", id="an empty value"),
        pytest.param("name: m", "name: m\nstages: {prod: {jobs: {inference: {uses: {training: PIN}}}}}\n", id="no line break at the end"),
        pytest.param(
            "name: m\r\nstages:\r\n  dev: {}\r\n",
            "name: m\r\nstages:\r\n  dev: {}\r\n  prod: {jobs: {inference: {uses: {training: PIN}}}}\r\n",
            id="line breaks of Windows",
        ),
        pytest.param(
            "name: m\ndescription: |\n  text\n\n  more\n",
            "name: m\ndescription: |\n  text\n\n  more\nstages: {prod: {jobs: {inference: {uses: {training: PIN}}}}}\n",
            id="behind a block of text",
        ),
        pytest.param(
            "name: Zürich\nstages: {prod: {}} # ü\n", "name: Zürich\nstages: {prod: {jobs: {inference: {uses: {training: PIN}}}}} # ü\n", id="other letters"
        ),
    ],
)
def test_one_value_or_one_line(before: str, after: str) -> None:
    assert with_value(before, PATH, PIN) == after.replace("PIN", PIN)


@pytest.mark.parametrize("before", ["stages: [prod]\n"])
def test_what_cannot_be_written_is_left_to_the_person(before: str) -> None:
    with pytest.raises(UserError) as caught:
        with_value(before, PATH, PIN)
    assert str(caught.value) == (
        f"stages.prod.jobs.inference.uses.training cannot be written without changing more of the file\n"
        f"  hint: write it by hand: {{stages: {{prod: {{jobs: {{inference: {{uses: {{training: {PIN}}}}}}}}}}}}}"
    )


WORDS = st.sampled_from(["a", "b2", "inference", "prod", "jobs", "uses", "training", "2026-11-20-0400"])
VALUES = st.recursive(WORDS, lambda inner: st.dictionaries(WORDS, inner, max_size=3) | st.lists(inner, max_size=2), max_leaves=8)
DOCUMENTS = st.dictionaries(WORDS | st.just("stages"), VALUES, min_size=1, max_size=4)


@settings(deadline=None)
@given(DOCUMENTS, st.sampled_from([True, False, None]))
def test_nothing_else_changes(document: dict[str, Any], flow: bool | None) -> None:
    """Whatever stands in a file and however it is laid out: one value differs, every other line is as it was."""
    before = yaml.safe_dump(document, default_flow_style=flow, sort_keys=False)
    try:
        after = with_value(before, PATH, PIN)
    except UserError:
        return
    place: Any = yaml.safe_load(after)
    for key in PATH:
        place = place[key]
    assert place == PIN
    if flow is False:
        assert len(after.splitlines()) - len(before.splitlines()) in (0, 1)
