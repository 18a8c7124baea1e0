"""The patch of a job's pod: what Argo cannot template, because it is no string (quantities) or a list (variables).

A literal on the task, never a parameter of the workflow: a submitter could rewrite the pod with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modelfleet.render.pod_demand import nodes_of, resources_of, volume_of, writers_of
from modelfleet.render.trained import has_trained
from modelfleet.spec.data import scheme
from modelfleet.spec.job import Job
from modelfleet.spec.owners import Owner
from modelfleet.spec.stage import DataStore, StageSpec

# The only kind of remote that the owner's access key and secret key belong to.
_S3 = "s3"


def pod_patch_of(job: Job, stage: StageSpec, owner: Owner) -> dict[str, Any]:
    """A strategic merge patch of a PodSpec: containers, volumes and variables are matched by name.

    `main` gets what the job asks for, its secrets, and like `rclone` the access to the data that the job's inputs and
    outputs name.
    """
    access, writers = remotes_of(job, stage, owner), writers_of(job.resources, job.workspace)
    main: dict[str, Any] = {"name": "main", "resources": resources_of(job.resources, job.workspace, stage)}
    secrets = [_secret_variable(one.env, one.name, one.key) for one in job.secrets]
    if secrets or access:
        main["env"] = [*secrets, *access]
    # In the order of the template: the merge moves containers into the order of the patch (strategic merge of Kubernetes).
    rclone = {**({"env": access} if access else {}), **_resources("rclone", writers)}
    containers = [*([{"name": "rclone", **rclone}] if rclone else []), main]
    patch = {"containers": containers, "volumes": [{"name": "workspace", **volume_of(job.workspace)}], **nodes_of(job.resources, stage)}
    return {**patch, "initContainers": [{"name": "init", **_resources("init", writers)}]} if writers else patch


def _resources(container: str, writers: Mapping[str, Any]) -> dict[str, Any]:
    return {"resources": writers[container]} if container in writers else {}


def remotes_of(job: Job, stage: StageSpec, owner: Owner) -> list[dict[str, Any]]:
    """rclone's remotes as variables, `RCLONE_CONFIG_<REMOTE>_<OPTION>`: one remote for each scheme that the job uses.

    A job with outputs or artifacts also writes to the stage's scratch, after a failure or when it is debugged.
    """
    uris = [one.uri for one in (*job.inputs, *job.outputs)]
    if job.outputs or job.artifacts.out:
        uris.append(stage.scratch)
    if stage.trained is not None and has_trained(job):
        uris.append(stage.trained)
    return [variable for name in sorted(set(map(scheme, uris))) for variable in _remote(name, stage.data[name], owner)]


def _remote(remote: str, store: DataStore, owner: Owner) -> list[dict[str, Any]]:
    variables: list[dict[str, Any]] = [{"name": _variable_name(remote, option), "value": value} for option, value in store.options.items()]
    if store.type == _S3:
        variables.append(_secret_variable(_variable_name(remote, "access_key_id"), owner.data_secret, "access-key"))
        variables.append(_secret_variable(_variable_name(remote, "secret_access_key"), owner.data_secret, "secret-key"))
    return variables


def _variable_name(remote: str, option: str) -> str:
    return f"RCLONE_CONFIG_{remote}_{option}".upper().replace("-", "_")


def _secret_variable(name: str, secret: str, key: str) -> dict[str, Any]:
    return {"name": name, "valueFrom": {"secretKeyRef": {"name": secret, "key": key}}}
