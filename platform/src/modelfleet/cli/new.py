"""`modelfleet new`: a new model from the scaffold, checked by the spec's own rules before a file is written."""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from modelfleet.errors import Problem, UserError
from modelfleet.spec.fault import FaultError

SCAFFOLD = Path("templates/model")
MODELS = Path("models")

# What stands between quotes in model.yaml; braces belong to templates. The scaffold's hook has the same pattern.
DESCRIPTION_PATTERN = r"""(?=.*\S)[^"\\{}\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+"""
LONGEST_JOB = "monitoring"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="name of the model and of its directory below models/")
    parser.add_argument("answers", metavar="KEY=VALUE", nargs="*", help="answers to the scaffold's questions")
    parser.add_argument("--no-input", action="store_true", help="ask nothing: take the defaults for what KEY=VALUE leaves open")
    # Plain parsing takes no KEY=VALUE after an option that stands behind NAME.
    parser.parse_args = parser.parse_intermixed_args  # type: ignore[method-assign]


def run(arguments: argparse.Namespace) -> int:
    """Bake models/NAME. Raises UserError with everything that is wrong, and leaves no directory behind then."""
    name = arguments.name.removeprefix(f"{MODELS}/").rstrip("/")
    given, problems = _given(arguments.answers, questions := load_questions(SCAFFOLD))
    given["name"] = name
    owners = _load_owners()
    _refuse([*problems, *_problems(given, owners, questions), *_taken(name)])
    answers = _ask(given, silent=arguments.no_input or not sys.stdin.isatty())
    _refuse(_problems(answers, owners, questions))
    write_model(answers, MODELS)
    directory = MODELS / name
    print(f"{directory}: made from {SCAFFOLD}, owner {answers['owner']}")
    print(f"next:\n  ./pants check {directory}::\n  ./pants test {directory}::\n  ./pants run {directory}:training")
    return 0


def load_questions(scaffold: Path) -> dict[str, str | list[str]]:
    """The scaffold's questions: each with its default, or with its choices, the default first."""
    import json

    try:
        questions = json.loads((scaffold / "cookiecutter.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UserError.one(f"there is no {scaffold} here", hint="start it in the repository's root: ./pants new NAME") from None
    return {key: value for key, value in questions.items() if not key.startswith("_")}


def _given(pairs: list[str], questions: Mapping[str, str | list[str]]) -> tuple[dict[str, str], list[Problem]]:
    given, problems = {}, []
    keys = [key for key in questions if key != "name"]
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            problems.append(Problem("", None, pair, "is no answer", "write KEY=VALUE, for example owner=team-platform"))
        elif key == "name":
            problems.append(Problem("", None, key, "is given twice", "the first word is the name: ./pants new NAME"))
        elif key not in questions:
            close = get_close_matches(key, keys, n=1)
            problems.append(Problem("", None, key, "the scaffold does not ask this", f"did you mean `{close[0]}`?" if close else f"one of {', '.join(keys)}"))
        else:
            given[key] = value
    return given, problems


def _problems(answers: Mapping[str, str], owners: tuple[str, ...], questions: Mapping[str, str | list[str]]) -> list[Problem]:
    """What is wrong with the answers that are there, by the rules that `model.yaml` is judged by."""
    from modelfleet.spec.name import MAXIMUM_NAME, check_model_name
    from modelfleet.spec.timezone import check_timezone

    def faults(key: str, check) -> list[Problem]:
        try:
            check(answers[key])
        except FaultError as error:
            return [Problem("", None, key, error.fault.what, error.fault.hint)]
        return []

    found = faults("name", check_model_name)
    longest = MAXIMUM_NAME - 1 - len(LONGEST_JOB)
    if not found and len(answers["name"]) > longest:
        what = f"`{answers['name']}` has {len(answers['name'])} characters"
        found.append(Problem("", None, "name", what, f"{longest} at most: with the job `{LONGEST_JOB}` it may have {MAXIMUM_NAME}"))
    if "description" in answers and not re.fullmatch(DESCRIPTION_PATTERN, answers["description"]):
        what = "is empty, or has a line break, a double quote, a backslash or a brace"
        found.append(Problem("", None, "description", what, "one plain sentence; model.yaml takes any text afterwards"))
    if "owner" in answers and answers["owner"] not in owners:
        found.append(_no_choice("owner", answers["owner"], owners, "is not in platform/owners.yaml"))
    if "timezone" in answers:
        found += faults("timezone", check_timezone)
    if "python" in answers and answers["python"] not in questions["python"]:
        found.append(_no_choice("python", answers["python"], tuple(questions["python"]), "is no version that models run on"))
    return found


def _no_choice(key: str, value: str, choices: tuple[str, ...], what: str) -> Problem:
    close = get_close_matches(value, choices, n=1)
    return Problem("", None, key, f"`{value}` {what}", f"did you mean `{close[0]}`?" if close else f"one of {', '.join(sorted(choices))}")


def _taken(name: str) -> list[Problem]:
    directory = MODELS / name
    if not os.path.lexists(directory) or "/" in name or name in ("", ".", ".."):
        return []
    return [Problem("", None, "name", f"{directory} is already there", "choose another name, or delete that directory first")]


def _load_owners() -> tuple[str, ...]:
    from modelfleet.spec.load import load_platform

    return tuple(load_platform(Path.cwd()).owners)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise UserError(problems)


def _ask(given: Mapping[str, str], *, silent: bool) -> dict[str, str]:
    """Cookiecutter's questions for what is not given; with `silent`, its defaults."""
    from cookiecutter.generate import generate_context
    from cookiecutter.prompt import prompt_for_config

    context = generate_context(str(SCAFFOLD / "cookiecutter.json"))["cookiecutter"]
    open_questions = {key: value for key, value in context.items() if key not in given}
    return {**prompt_for_config({"cookiecutter": open_questions}, no_input=silent), **given}


def write_model(answers: Mapping[str, str], models: Path) -> None:
    """Bake the scaffold beside its place and move it there whole, so that nobody sees half a model."""
    from cookiecutter.generate import generate_files

    models.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=models) as workspace:
        # The rules above judged the answers; the scaffold's hook is for cookiecutter without the platform.
        baked = generate_files(SCAFFOLD, {"cookiecutter": dict(answers)}, output_dir=workspace, accept_hooks=False)
        try:
            os.rename(baked, models / answers["name"])
        except OSError:
            _refuse(_taken(answers["name"]))
            raise
