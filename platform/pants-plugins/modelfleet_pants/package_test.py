from __future__ import annotations

import pytest
from pants.engine.addresses import Address
from pants.engine.fs import EMPTY_DIGEST

from modelfleet_pants.package import CommandLine, NotPackaged, is_named, refusal_of
from modelfleet_pants.requests import Outcome


def outcome(name: str, problems: str | None = None) -> Outcome:
    return Outcome(name, EMPTY_DIGEST, problems)


def test_good_models_are_no_refusal() -> None:
    assert refusal_of([outcome("a"), outcome("b")]) == ()


@pytest.mark.parametrize(
    ("outcomes", "text"),
    [
        ([outcome("a", "bad"), outcome("b")], "model a has problems, listed above, and is not in the package"),
        ([outcome("b", "bad"), outcome("a", "bad")], "2 models have problems, listed above, and are not in the package: a, b"),
    ],
)
def test_bad_models_fail_the_goal_when_the_lines_of_their_package_are_printed(outcomes: list[Outcome], text: str) -> None:
    (artifact,) = refusal_of(outcomes)
    assert artifact.relpath is None
    # `publish` prints the first line only and goes on.
    assert artifact.extra_log_lines[0] == text
    with pytest.raises(NotPackaged, match=text):
        [str(line) for line in artifact.extra_log_lines]


def test_the_engine_prints_the_problems_of_a_model_each_time() -> None:
    assert outcome("a", "f:1: bad").message() == "left out\nf:1: bad"
    assert not outcome("a", "f:1: bad").cacheable()
    assert outcome("a").message() is None
    assert outcome("a").cacheable()


def test_an_archive_is_built_only_for_its_own_address() -> None:
    env = Address("models/fraud", target_name="env")
    assert is_named(env, CommandLine(("./pants", "package", "models/fraud:env")))
    assert is_named(env, CommandLine(("./pants", "package", "//models/fraud:env")))
    assert not is_named(env, CommandLine(("./pants", "package", "::")))
    assert not is_named(env, CommandLine(("./pants", "package", "models/fraud:")))
