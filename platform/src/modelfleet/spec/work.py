"""The work of a job: it says exactly one way of running. Judged on the tree, so that a faulty field is never called missing as well."""

from __future__ import annotations

from collections.abc import Iterator

from modelfleet.errors import Problem
from modelfleet.spec.fault import Fault
from modelfleet.spec.messages import override as override_messages
from modelfleet.spec.messages import step as messages
from modelfleet.spec.node import REMOVED, Node

KINDS = ("entry_point", "steps", "spark")

# The platform's drift check is a job that says nothing, so a written monitoring may say nothing too; of other kinds than a file it
# has no field.
_MAY_SAY_NOTHING = "monitoring"


def work_problems(root: Node, file: str) -> Iterator[Problem]:
    """Jobs without work, and jobs with two kinds of it. `root` is a whole `model.yaml` as one stage sees it."""
    jobs = root.at("jobs")
    for name, job in jobs.children() if jobs is not None and isinstance(jobs.value, dict) else ():
        if not isinstance(job.value, dict) or job.broken or name == _MAY_SAY_NOTHING:
            continue
        present = [kind for kind in KINDS if (node := job.at(kind)) is not None and node.value is not REMOVED]
        removed = [node for kind in KINDS if (node := job.at(kind)) is not None and node.value is REMOVED]
        if not present:
            fault = override_messages.required() if removed else messages.no_work(", ".join(f"`{kind}`" for kind in KINDS))
            yield _problem(removed[0] if removed else job, fault, file)
        for kind in present[1:]:
            node = job.at(kind)
            assert node is not None
            yield _problem(node, messages.two_works(present[0], kind), file)


def _problem(node: Node, fault: Fault, file: str) -> Problem:
    return Problem(file, node.line, node.path, fault.what, fault.hint)
