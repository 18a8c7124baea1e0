from __future__ import annotations

from modelfleet.errors import Problem, UserError, in_order


def test_a_problem_reads_as_place_fault_and_hint() -> None:
    problem = Problem("models/x/model.yaml", 14, "jobs.inference.scedule", "unknown field", 'did you mean "schedule"?')
    assert str(problem) == 'models/x/model.yaml:14: jobs.inference.scedule: unknown field\n  hint: did you mean "schedule"?'


def test_what_is_not_known_is_left_out() -> None:
    assert str(Problem("models/x/model.yaml", None, "", "the file is empty")) == "models/x/model.yaml: the file is empty"
    assert str(Problem("", None, "", "the fleet has no model")) == "the fleet has no model"


def test_problems_come_in_the_order_of_the_file_and_once() -> None:
    last, first = Problem("a", 9, "z", "b"), Problem("a", 2, "y", "c")
    assert in_order([last, first, last]) == (first, last)


def test_an_error_prints_all_its_problems() -> None:
    error = UserError([Problem("a", 2, "", "second"), Problem("a", 1, "", "first")])
    assert str(error) == "a:1: first\na:2: second"


def test_an_error_may_have_a_single_problem() -> None:
    assert str(UserError.one("no such stage `prd`", hint="did you mean `prod`?")) == "no such stage `prd`\n  hint: did you mean `prod`?"


def test_a_problem_for_a_machine_has_the_same_parts() -> None:
    assert Problem("a", 1, "b", "c").as_json() == {"file": "a", "line": 1, "path": "b", "what": "c", "hint": None}
