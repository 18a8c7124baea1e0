"""What is said about the steps of a job."""

from __future__ import annotations

from modelfleet.spec.fault import Fault


def no_work(kinds: str) -> Fault:
    return Fault("does not say what it runs", f"one of {kinds} is needed, e.g. `entry_point: train.py`")


def two_works(first: str, second: str) -> Fault:
    return Fault(f"a job with `{first}` has no `{second}`", "keep one of them: a job does one kind of work")


def belongs_to_a_step(field: str, steps: str) -> Fault:
    return Fault(f"in a job with steps, `{field}` belongs to a step", f"move it to the step that needs it, one of {steps}")


def unknown_step(name: str, known: str, suggestion: str | None) -> Fault:
    return Fault(f"the job has no step `{name}`", f'did you mean "{suggestion}"?' if suggestion else f"its steps are {known}")


def waits_for_itself(name: str) -> Fault:
    return Fault(f"`{name}` waits for itself", "delete it from `depends_on`")


def waits_twice(name: str) -> Fault:
    return Fault(f"`{name}` stands here twice", "keep one of them")


def circle(path: str) -> Fault:
    return Fault(f"the steps wait for each other: {path}", "none of them could start; delete one `depends_on`")


def too_many_tasks(count: int, limit: int) -> Fault:
    return Fault(f"the job would run {count} pods, each item of a loop counted", f"at most {limit}; let one step do several items")


def too_many_sources(count: int, limit: int) -> Fault:
    return Fault(
        f"takes artifacts of {count} pods, each item of a loop counted", f"at most {limit}; merge them in two rounds, or let one step do several items"
    )


def same_task(task: str, other: str) -> Fault:
    return Fault(f"an item of this loop and the step `{other}` would both be called `{task}` in the cluster", "give one of them another name")


def bad_artifact_reference(reference: str) -> Fault:
    return Fault(f"`{reference}` does not name an artifact of a step", "the step, a dot and the artifact in its `artifacts.out`, e.g. `prepare.features`")


def unknown_artifact(step: str, name: str, known: str, suggestion: str | None) -> Fault:
    return Fault(
        f"`{step}` hands on no artifact `{name}`",
        f'did you mean "{step}.{suggestion}"?' if suggestion else f"it hands on {known}" if known else f"add `artifacts: {{out: [{name}]}}` to `{step}`",
    )


def not_before(step: str) -> Fault:
    return Fault(f"`{step}` need not have run before this step", f"add it: `depends_on: [{step}]`")


def taken_twice(reference: str) -> Fault:
    return Fault(f"`{reference}` is taken twice", "keep one of them")


def same_place(name: str, other: str) -> Fault:
    return Fault(f"`{name}` would lie in the working directory where {other} is", "give one of them another name")


def unused_artifact(step: str, name: str) -> Fault:
    return Fault(f"no step takes `{step}.{name}`", "delete it, or add it to `artifacts: {in: …}` of a later step; what others need is an output")


def declared_twice(name: str) -> Fault:
    return Fault(f"`{name}` stands here twice", "keep one of them")


def bad_item(item: object) -> Fault:
    return Fault(f"`{item}` cannot be an item of a loop", "a whole number, or letters, digits and `-`: it becomes a part of names and paths")


def long_item(item: str, limit: int) -> Fault:
    return Fault(f"`{item[:20]}…` has {len(item)} characters", f"at most {limit}: an item becomes a part of names")


def no_items() -> Fault:
    return Fault("has no items, the step would never run", "at least one is needed")


def too_many_items(count: int, limit: int) -> Fault:
    return Fault(f"has {count} items", f"at most {limit}, each a pod of its own; let one step do several of them")


def repeated_item(item: str) -> Fault:
    return Fault(f"`{item}` is an item twice", "keep one of them")


def two_loops(names: str) -> Fault:
    return Fault(f"a step loops over one name, not over {names}", "let the items name the combinations, e.g. `case: [north-1, north-2]`")


def loop_over_parameter(name: str) -> Fault:
    return Fault(f"`{name}` is a parameter already", "the loop gives each run its own value; choose another name, or delete the parameter")


def other_items(name: str, step: str) -> Fault:
    return Fault(
        f"`{step}`, which must run before, loops over other items of `{name}`",
        f"steps that loop over the same name run item by item, so the items must be equal; another name than `{name}` waits for all of them",
    )


def same_uri_for_items(name: str) -> Fault:
    return Fault("all items of the loop would publish to this URI", f"write `${{{name}}}` in it, or publish in a later step")
