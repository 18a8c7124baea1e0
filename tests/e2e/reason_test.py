"""What the page says of a failure."""

from __future__ import annotations

import pytest
from e2e.api import Refused
from e2e.reason import LONGEST, reason_of
from e2e.trouble import Trouble


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Trouble("`modelfleet render-fleet` exits with 1:\nplatform/stages/local.yaml:28: too short\n  hint: say more", "see what it says"),
         "`modelfleet render-fleet` exits with 1: platform/stages/local.yaml:28: too short hint: say more"),
        (AssertionError("assert 3 == 4\n  + where 3 = f()"), "assert 3 == 4 + where 3 = f()"),
        (TimeoutError("500 runs: not within 1500 s"), "500 runs: not within 1500 s"),
        (Refused(422, "spec.x: unknown"), "Refused: spec.x: unknown"),
        (FileNotFoundError(2, "No such file", "/somewhere/deep/kubectl"), "FileNotFoundError: [Errno 2] No such file: '…/kubectl'"),
        (TimeoutError("file:///a/b/deploy.git at models/x/app.json"), "file://…/deploy.git at models/x/app.json"),
        (AssertionError("x" * (LONGEST + 1)), "x" * LONGEST + " …"),
    ],
)  # fmt: skip
def test_reason(error: BaseException, expected: str) -> None:
    assert reason_of(error) == expected
