from __future__ import annotations

import json

from modelfleet_pants.render import by_model, to_text


def test_a_problem_reads_as_the_program_prints_it() -> None:
    problem = {"file": "models/x/model.yaml", "line": 14, "path": "jobs.inference.scedule", "what": "unknown field", "hint": 'did you mean "schedule"?'}
    assert to_text(problem) == 'models/x/model.yaml:14: jobs.inference.scedule: unknown field\n  hint: did you mean "schedule"?'
    assert to_text({"file": "models/x/model.yaml", "line": None, "path": "", "what": "missing", "hint": None}) == "models/x/model.yaml: missing"


def test_only_models_with_problems_are_listed() -> None:
    problem = {"file": "f", "line": 1, "path": "", "what": "bad", "hint": None}
    inventories = [
        json.dumps({"model": "b", "problems": [problem, {**problem, "line": 2}]}).encode(),
        json.dumps({"model": "a", "problems": []}).encode(),
    ]
    assert dict(by_model(inventories, "problems")) == {"b": "f:1: bad\nf:2: bad"}
