"""What a step does not say of its pod, its job says."""

from __future__ import annotations

from typing import Any

from modelfleet.spec.job import JobFields
from modelfleet.spec.pod import PodFields
from modelfleet.spec.record import Record
from modelfleet.spec.secret import SecretReference
from modelfleet.spec.step import Step

# Each belongs to one pod. Arguments and data of a whole job would be those of every step.
OWN = ("args", "inputs", "outputs")
# Said as a whole or not at all: a principal does not go with another one's keytab.
_WHOLE = ("kerberos",)


def complete_step(step: Step, job: JobFields) -> Step:
    """The step with everything that it leaves to its job. A variable that both set is the step's."""
    changed: dict[str, Any] = {}
    for field in PodFields.model_fields:
        if field in OWN or field in ("env", "secrets"):
            continue
        given, own = getattr(job, field), getattr(step, field)
        if field not in step.model_fields_set:
            changed[field] = given
        elif isinstance(own, Record) and isinstance(given, Record) and field not in _WHOLE:
            changed[field] = given.model_copy(update={name: getattr(own, name) for name in own.model_fields_set})
    secret = {one.env for one in step.secrets}
    inherited = tuple(one for one in job.secrets if one.env not in secret and one.env not in step.env)
    changed["secrets"] = _by_variable((*inherited, *step.secrets)) if inherited else step.secrets
    env = {name: value for name, value in job.env.items() if name not in secret}
    changed["env"] = dict(sorted({**env, **step.env}.items()))
    return step.model_copy(update=changed)


def _by_variable(secrets: tuple[SecretReference, ...]) -> tuple[SecretReference, ...]:
    return tuple(sorted(secrets, key=lambda one: one.env))
