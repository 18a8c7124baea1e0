"""Only what takes long is announced."""

from __future__ import annotations

import time

import pytest

from modelfleet.archive.progress import announced


def test_slow_work_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    with announced("packing the environment of models/x/requirements.lock", patience=0.01):
        time.sleep(0.2)
    assert capsys.readouterr() == (
        "",
        "packing the environment of models/x/requirements.lock ...\npacking the environment of models/x/requirements.lock: done in 0 s\n",
    )


def test_quick_work_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with announced("packing"):
        pass
    assert capsys.readouterr() == ("", "")


def test_failed_work_is_not_done(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(KeyError), announced("packing", patience=0.01):
        time.sleep(0.2)
        raise KeyError
    assert capsys.readouterr().err == "packing ...\n"
