"""What uv is given, and what is read from what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelfleet.archive.packager import Failure, PackagerError, packager_environment, parse_failure, run_packager


def test_settings_of_pip_are_taken_where_uv_has_none() -> None:
    pip = {"PIP_INDEX_URL": "https://pip.invalid", "PIP_EXTRA_INDEX_URL": "https://extra.invalid", "PIP_CERT": "/pip.pem"}
    assert packager_environment(pip) == pip | {"UV_DEFAULT_INDEX": "https://pip.invalid", "UV_INDEX": "https://extra.invalid", "SSL_CERT_FILE": "/pip.pem"}


@pytest.mark.parametrize("own", ["UV_DEFAULT_INDEX", "UV_INDEX_URL"])
def test_settings_of_uv_win(own: str) -> None:
    given = {"PIP_INDEX_URL": "https://pip.invalid", own: "https://uv.invalid", "SSL_CERT_FILE": "/own.pem", "PIP_CERT": "/pip.pem"}
    assert packager_environment(given) == given


def test_what_would_change_an_environment_is_dropped() -> None:
    given = {"UV_COMPILE_BYTECODE": "1", "UV_OVERRIDE": "x", "UV_PYTHON": "3.9", "UV_LINK_MODE": "symlink", "PYTHONPATH": "/x", "VIRTUAL_ENV": "/v"}
    assert packager_environment(given | {"UV_HTTP_TIMEOUT": "9", "HOME": "/h"}) == {"UV_HTTP_TIMEOUT": "9", "HOME": "/h"}


def test_a_failure_is_taken_apart() -> None:
    text = (
        "Using CPython 3.11.7 interpreter at: /usr/bin/python3\nerror: No solution found when resolving dependencies\n"
        "  cause: Because only these versions are available:\n             pandas<=0.25.3\n             pandas>=1.0\n         nothing fits.\n"
        "  cause: second\n\nhint: Wheels are\nrequired\n"
    )
    expected = Failure(
        "No solution found when resolving dependencies",
        ("Because only these versions are available: pandas<=0.25.3 pandas>=1.0 nothing fits.", "second"),
        "Wheels are required",
    )
    assert parse_failure(text) == expected
    assert expected.reason == "only these versions are available: pandas<=0.25.3 pandas>=1.0 nothing fits"


def test_a_reason_is_one_sentence() -> None:
    text = (
        "error: No solution found when resolving dependencies\n"
        "  cause: Because all versions of a depend on b<2 and you require a, we can conclude that you require b<2.\n"
        "         And because you require b>=2, we can conclude that your requirements are unsatisfiable.\n"
    )
    assert parse_failure(text).reason == "all versions of a depend on b<2 and you require a, so you require b<2; and you require b>=2"


@pytest.mark.parametrize(("text", "message"), [("", "it gave no reason"), ("thread panicked\nat line 1\n", "at line 1"), ("error: x\n", "x")])
def test_a_failure_in_another_form(text: str, message: str) -> None:
    assert parse_failure(text) == Failure(message, (), None)


def test_the_real_program_fails_in_that_form(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("a=>1\n")
    with pytest.raises(PackagerError) as caught:
        run_packager(["pip", "compile", "requirements.txt"], directory=tmp_path, extra={"UV_NO_CACHE": "1"})
    assert caught.value.failure.message == "Couldn't parse requirement in `requirements.txt` at position 0"
    assert caught.value.failure.reason == 'no such comparison operator "=>", must be one of ~= == != <= >= < > ==='
