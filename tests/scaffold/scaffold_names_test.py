"""Plain cookiecutter and the spec refuse the same answers, though the scaffold's hook cannot import the spec."""

from __future__ import annotations

import importlib.util
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelfleet.cli import new
from modelfleet.spec.fault import FaultError
from modelfleet.spec.name import LABEL_PATTERN, MAXIMUM_NAME, check_model_name
from modelfleet.spec.timezone import load_timezone_names

OWNERS = ("team-antifraud", "team-platform")
GOOD_NAMES = ["a", "churn", "churn2", "fraud-detection", "a--b", "x1-2-3", "true", "null", "no", "e1", "a" * 39]
BAD_NAMES = ["", "A", "Churn", "1churn", "-churn", "churn-", "chu_rn", "chu.rn", "chu rn", "churn\n", "čurn", "../x", "a/b", "{{x}}", "a" * 40, "a" * 200]


@pytest.fixture(scope="module")
def hook(repository):
    path = repository / "templates/model/hooks/pre_gen_project.py"
    specification = importlib.util.spec_from_file_location("pre_gen_project", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def answers(**changed: str) -> dict[str, str]:
    return {"name": "churn", "description": "Who leaves next month", "owner": "team-platform", "timezone": "UTC", "python": "3.11", **changed}


def spec_accepts(name: str) -> bool:
    try:
        return len(check_model_name(name)) <= MAXIMUM_NAME - len("-monitoring")
    except FaultError:
        return False


def test_the_rules_stand_twice_and_are_equal(hook):
    assert hook.NAME == LABEL_PATTERN
    assert len("-monitoring") + hook.LONGEST_NAME == MAXIMUM_NAME
    assert hook.DESCRIPTION == new.DESCRIPTION_PATTERN


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_good_names(hook, name):
    assert hook.problems(answers(name=name), OWNERS, frozenset()) == []
    assert spec_accepts(name)


@pytest.mark.parametrize("name", BAD_NAMES)
def test_bad_names(hook, name):
    assert len(hook.problems(answers(name=name), OWNERS, frozenset())) == 1
    assert not spec_accepts(name)


@settings(deadline=None)
@given(name=st.text(st.sampled_from("abz019-_.A \né"), max_size=45))
def test_any_name(hook, name):
    assert (hook.problems(answers(name=name), OWNERS, frozenset()) == []) == spec_accepts(name)


@settings(deadline=None)
@given(description=st.text())
def test_any_description_that_is_accepted_stands_between_quotes(hook, description):
    """YAML 1.2, rule 7.5: between double quotes only a backslash, a quote and a line break mean anything else."""
    from ruamel.yaml import YAML

    accepted = hook.problems(answers(description=description), OWNERS, frozenset()) == []
    assert accepted == bool(re.fullmatch(new.DESCRIPTION_PATTERN, description))
    if accepted and description.isprintable():
        assert YAML(typ="safe", pure=True).load(f'description: "{description}"\n') == {"description": description}


def test_owner_and_timezone(hook):
    assert hook.problems(answers(owner="nobody", timezone="Europe/Moskva"), OWNERS, load_timezone_names()) == [
        "owner: `nobody` is not in platform/owners.yaml\n  hint: one of team-antifraud, team-platform",
        "timezone: `Europe/Moskva` is no IANA timezone\n  hint: for example Europe/Moscow or UTC",
    ]
    assert hook.problems(answers(), None, frozenset()) == [
        "the new directory is in no repository of models\n  hint: cookiecutter templates/model -o models, in the repository's root"
    ]


def test_every_message_about_names_and_descriptions(hook):
    assert hook.problems(answers(name="Churn", description=""), OWNERS, frozenset()) == [
        "name: `Churn` is no name of a model\n  hint: lower-case letters, digits and hyphens, a letter first, for example fraud-detection",
        "description: is empty, or has a line break, a double quote, a backslash or a brace\n  hint: one plain sentence",
    ]
    assert hook.problems(answers(name="b" * 40), OWNERS, frozenset()) == [
        f"name: `{'b' * 40}` has 40 characters\n  hint: 39 at most, so that `bbbb…-monitoring` fits into 50"
    ]
