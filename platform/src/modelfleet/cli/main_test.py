from __future__ import annotations

import pytest

from modelfleet.cli import main as command_line


def test_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["--help"]) == 0
    printed = capsys.readouterr().out
    assert all(f"  {verb} " in printed for verb in command_line.VERBS)


def test_a_misspelt_verb_gets_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["rendr"]) == 2
    assert capsys.readouterr().err == "unknown verb `rendr`\n  hint: did you mean `render`?\n"


def test_no_words_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main([]) == 2
    assert "usage: modelfleet VERB" in capsys.readouterr().out


@pytest.mark.parametrize("verb", sorted(command_line.VERBS))
def test_every_verb_explains_itself(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main([verb, "--help"]) == 0
    assert f"usage: modelfleet {verb}" in capsys.readouterr().out


def test_a_wrong_option_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["entries", "--no-such-option"]) == 2
    assert "usage: modelfleet entries" in capsys.readouterr().err
