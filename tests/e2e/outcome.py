"""The end of a pod, reported to the API as a node and Argo's executor report it. Nothing of the pod runs: what it would do is the tests' of the runtime.

A node writes the status of the pod; the executor, which is Argo's container in it, writes a WorkflowTaskResult with the name of the run's node
(createTaskResult and FinalizeOutput in workflow/executor): what artifacts the pod left, by their keys in the artifact repository, and the values
of output parameters. The controller acts on these two objects alone, so it goes on as it would after a pod that ran.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from e2e.api import Api
from e2e.site import ARGO

Object = dict
NODE_ID = "workflows.argoproj.io/node-id"
NODE_NAME = "workflows.argoproj.io/node-name"
RUN = "workflows.argoproj.io/workflow"


def end(api: Api, pod: Object, exit_code: int, values: Mapping[str, str]) -> None:
    """Let a pod end; every container of it with the same code. `values` are those of output parameters, which other ones have their default instead of."""
    metadata, namespace = pod["metadata"], pod["metadata"]["namespace"]
    template = template_of(pod)
    outputs = {"artifacts": list(_artifacts(template)), "parameters": list(_parameters(template, values)), "exitCode": str(exit_code)}
    labels = {RUN: metadata["labels"][RUN], "workflows.argoproj.io/report-outputs-completed": "true"}
    named = {"name": metadata["annotations"][NODE_ID], "namespace": namespace, "labels": labels}
    api.create({"apiVersion": ARGO, "kind": "WorkflowTaskResult", "metadata": named, "outputs": outputs if exit_code == 0 else {"exitCode": str(exit_code)}})
    api.report("v1", "Pod", metadata["name"], _status(pod, exit_code), namespace)


def template_of(pod: Object) -> Object:
    """The template that Argo hands to its own containers."""
    containers = (*pod["spec"].get("initContainers", ()), *pod["spec"]["containers"])
    return next(json.loads(one["value"]) for container in containers for one in container.get("env", ()) if one["name"] == "ARGO_TEMPLATE")


def _status(pod: Object, exit_code: int) -> Object:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    ended = {"exitCode": exit_code, "reason": "Error" if exit_code else "Completed", "startedAt": now, "finishedAt": now}
    done = {"exitCode": 0, "reason": "Completed", "startedAt": now, "finishedAt": now}

    def of(container: Object, state: Object) -> Object:
        return {"name": container["name"], "image": container["image"], "imageID": "", "ready": False, "restartCount": 0, "state": {"terminated": state}}

    return {
        "phase": "Failed" if exit_code else "Succeeded",
        "startTime": now,
        "initContainerStatuses": [of(one, done) for one in pod["spec"].get("initContainers", ())],
        # Argo's own container ends well whatever becomes of the others.
        "containerStatuses": [of(one, done if one["name"] == "wait" else ended) for one in pod["spec"]["containers"]],
    }


def _artifacts(template: Object) -> Iterator[Object]:
    for artifact in template.get("outputs", {}).get("artifacts", ()):
        yield {**artifact, "s3": {"key": f"{template['archiveLocation']['s3']['key']}/{artifact['name']}.tgz"}}


def _parameters(template: Object, values: Mapping[str, str]) -> Iterator[Object]:
    for parameter in template.get("outputs", {}).get("parameters", ()):
        yield {**parameter, "value": values.get(parameter["name"], parameter["valueFrom"].get("default", ""))}
