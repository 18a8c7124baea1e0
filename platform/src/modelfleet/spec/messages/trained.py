"""What is said about trained artifacts: what a job leaves, and which run another one takes."""

from __future__ import annotations

from modelfleet.spec.fault import Fault


def bad_pin(pin: object, example: str) -> Fault:
    if pin == "latest":
        return Fault("`latest` names no run", "`follow: {job: latest}` takes the newest run; `uses` pins one, and `./pants adopt` writes it")
    return Fault(f"`{pin}` names no run", f"a date, a time and perhaps a digest, e.g. `{example}`; `./pants adopt` lists the runs and writes the line")


def no_place() -> Fault:
    return Fault("the stage has no place for trained artifacts", "add `trained: s3://bucket/` to platform/stages/<stage>.yaml")


def unknown_job(name: str, known: str, suggestion: str | None) -> Fault:
    others = f"jobs with artifacts: {known}" if known else "no job has artifacts"
    return Fault(f"the model has no job `{name}`", f'did you mean "{suggestion}"?' if suggestion else others)


def no_artifacts(name: str) -> Fault:
    return Fault(f"`{name}` leaves no artifacts", f"add what it leaves: `{name}: {{artifacts: {{out: [model]}}}}`")


def own_run() -> Fault:
    return Fault("a job cannot take the artifacts of its own runs", "the first run would have none; let another job leave them")


def circle(jobs: tuple[str, ...]) -> Fault:
    return Fault(f"jobs follow each other: {' → '.join(jobs)}", "none of them would ever have a first run; let one take nothing, or pin a run with `uses`")


def not_for_drift_check(field: str) -> Fault:
    return Fault(f"the platform's drift check has no use for `{field}`", "delete it, or write an `entry_point` of your own")


def not_pinned(job: str) -> Fault:
    return Fault(
        f"this stage takes only runs that were reviewed, and no run of `{job}` is pinned here",
        f"`./pants adopt` with this stage writes it; until there is a run, `follow: {{{job}: null}}` and `schedule: {{suspend: true}}` under the stage",
    )


def pinned_by_name(run: str) -> Fault:
    return Fault(f"this stage takes only runs that were reviewed, and `{run}` is only a name", "`./pants adopt` writes its digest too, which pins the content")


def same_place(name: str, other: str) -> Fault:
    return Fault(f"its artifact `{name}` would lie in the working directory where {other} is", "give one of them another name")


def no_last_step(steps: str) -> Fault:
    return Fault(
        "no step comes after all others, so none could say that the run is complete",
        f"let one step wait for the ends ({steps}), directly or not, and make what is left there",
    )


def last_step_loops(step: str) -> Fault:
    return Fault(f"`{step}`, the last step, is a loop: each of its pods would leave the same artifact", "add a last step without `for_each`")
