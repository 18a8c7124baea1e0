from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import modelfleet
from modelfleet.cli.main import main


def models(checkout: Path) -> list[str]:
    return sorted(os.listdir(checkout / "models")) if (checkout / "models").is_dir() else []


def test_a_new_model_is_one_directory_and_three_next_commands(checkout, new):
    code, out, err = new("churn", "--no-input", "owner=team-antifraud", "timezone=Europe/Moscow", "python=3.12", "description=Who leaves next month")
    assert (code, err) == (0, "")
    assert out == (
        "models/churn: made from templates/model, owner team-antifraud\n"
        "next:\n"
        "  ./pants check models/churn::\n"
        "  ./pants test models/churn::\n"
        "  ./pants run models/churn:training\n"
    )
    assert models(checkout) == ["churn"]
    written = (checkout / "models/churn/model.yaml").read_text()
    for line in ('name: "churn"', 'description: "Who leaves next month"', "owner: team-antifraud", 'version: "3.12"', "timezone: Europe/Moscow}"):
        assert line in written


def test_the_name_may_be_written_as_a_path(checkout, new):
    assert new("models/churn/", "--no-input")[0] == 0
    assert models(checkout) == ["churn"]


def test_all_problems_are_told_at_once_and_nothing_is_written(checkout, new):
    code, out, err = new("churn", "--no-input", "owner=team-antifroud", "timzone=UTC", "python=3.9", "description=A {{model}}", "fast")
    assert (code, out) == (1, "")
    assert err == (
        "description: is empty, or has a line break, a double quote, a backslash or a brace\n"
        "  hint: one plain sentence; model.yaml takes any text afterwards\n"
        "fast: is no answer\n"
        "  hint: write KEY=VALUE, for example owner=team-platform\n"
        "owner: `team-antifroud` is not in platform/owners.yaml\n"
        "  hint: did you mean `team-antifraud`?\n"
        "python: `3.9` is no version that models run on\n"
        "  hint: one of 3.10, 3.11, 3.12, 3.13\n"
        "timzone: the scaffold does not ask this\n"
        "  hint: did you mean `timezone`?\n"
    )
    assert models(checkout) == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["churn", "name=other"],
            "name: is given twice\n  hint: the first word is the name: ./pants new NAME\n",
        ),
        (
            ["churn", "colour=red"],
            "colour: the scaffold does not ask this\n  hint: one of description, owner, timezone, python\n",
        ),
        (
            ["a-model-for-the-churn-of-small-businesses"],
            "name: `a-model-for-the-churn-of-small-businesses` has 41 characters\n  hint: 39 at most: with the job `monitoring` it may have 50\n",
        ),
        (
            ["churn", "owner=nobody"],
            "owner: `nobody` is not in platform/owners.yaml\n  hint: one of team-antifraud, team-platform\n",
        ),
    ],
)
def test_a_wrong_answer_is_refused_with_a_hint(checkout, new, words, message):
    assert new(*words, "--no-input") == (1, "", message)
    assert models(checkout) == []


def test_a_model_that_is_there_stays_as_it_is(checkout, new):
    (checkout / "models/churn").mkdir(parents=True)
    (checkout / "models/churn/notes.txt").write_text("mine")
    code, _, err = new("churn", "--no-input")
    assert (code, err) == (1, "name: models/churn is already there\n  hint: choose another name, or delete that directory first\n")
    assert os.listdir(checkout / "models/churn") == ["notes.txt"]


@pytest.mark.parametrize("name", ["../out", "a/b", "/tmp/x", "..", ""])
def test_no_name_leads_out_of_the_models(checkout, new, name):
    code, out, _ = new(name, "--no-input")
    assert (code, out) == (1, "")
    assert models(checkout) == []
    assert sorted(os.listdir(checkout)) == ["platform", "templates"]


def test_outside_of_the_repository_it_says_where_to_start(new, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert new("churn", "--no-input") == (1, "", "there is no templates/model here\n  hint: start it in the repository's root: ./pants new NAME\n")


def test_it_asks_on_a_terminal(checkout, terminal, capfd):
    terminal("Who leaves next month\nteam-antifraud\n\n\n")
    code = main(["new", "churn"])
    asked = capfd.readouterr().out
    assert code == 0
    assert "Owner (one of platform/owners.yaml)" in asked
    assert "Name of the model" not in asked
    written = (checkout / "models/churn/model.yaml").read_text()
    assert 'description: "Who leaves next month"' in written
    assert "owner: team-antifraud" in written


def test_a_typed_answer_is_judged_like_a_given_one(checkout, terminal, capfd):
    terminal("\nnobody\n\n\n")
    assert main(["new", "churn"]) == 1
    assert capfd.readouterr().err == "owner: `nobody` is not in platform/owners.yaml\n  hint: one of team-antifraud, team-platform\n"
    assert models(checkout) == []


def test_two_at_once_make_one_whole_model(checkout):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(modelfleet.__file__).resolve().parents[1]), *sys.path])}
    command = [sys.executable, "-m", "modelfleet.cli.main", "new", "churn", "--no-input"]
    both = [subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate()[1] for process in both]
    assert sorted(process.returncode for process in both) == [0, 1], said
    assert sorted(said) == ["", "name: models/churn is already there\n  hint: choose another name, or delete that directory first\n"]
    assert models(checkout) == ["churn"]
    assert len([path for path in (checkout / "models/churn").rglob("*") if path.is_file()]) == 8


def test_a_scaffold_that_breaks_leaves_nothing(checkout):
    (checkout / "templates/model/{{cookiecutter.name}}/zz.txt").write_text("{{cookiecutter.unknown}}")
    with pytest.raises(Exception, match="unknown"):
        main(["new", "churn", "--no-input"])
    assert models(checkout) == []
