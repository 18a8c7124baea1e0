"""A pod as it can be compared: what differs from run to run, and what every commit changes, stands as a word in angle brackets."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

Object = dict
# What the server writes, and nobody asked for.
SERVERS = ("creationTimestamp", "deletionGracePeriodSeconds", "generation", "managedFields", "resourceVersion", "selfLink", "uid")
UNIQUE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z| ?[+-]\d\d:?\d\d(?: \w+)?)")
SPAN = "workflows.argoproj.io/span-id"
# The context of the controller's own trace: how much of it there is when it makes a pod depends on how fast it was.
CONTEXT = ("TRACEPARENT", "TRACESTATE")
TRACE = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-01|\b[0-9a-f]{32}\b")
# Argo takes the secrets of stores from a map, so they stand in any order (createSecretVolumesAndMounts in workflow/controller/workflowpod.go).
SECRETS = "/argo/secret/"
LONGEST = 20  # lines; a longer text is a program, and the template's hash stands for it


@dataclass(frozen=True)
class Words:
    """The texts to put words for: the run's name, and digests with what they are digests of."""

    run: str
    digests: Mapping[str, str]

    def replace(self, text: str) -> str:
        """The text with words for everything that passes."""
        if text.count("\n") > LONGEST:
            return f"<program of {text.count(chr(10)) + 1} lines>"
        for digest, word in self.digests.items():
            text = text.replace(digest, f"<{word}>").replace(digest[:16], f"<{word}, 16>")
        text = re.sub(rf"{re.escape(self.run)}-[\w-]*?(\d{{6,10}})\b", "<pod>", text).replace(self.run, "<run>")
        return TRACE.sub("<trace>", TIME.sub("<time>", UNIQUE.sub("<uid>", text)))


def comparable(value: object, words: Words) -> object:
    """A value with words in its strings, at every depth; a string that holds JSON is looked into."""
    if isinstance(value, Mapping):
        return {words.replace(key): comparable(one, words) for key, one in sorted(value.items())}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [comparable(one, words) for one in value]
    if isinstance(value, str):
        if value.startswith(("{", "[")):
            try:
                return json.dumps(comparable(json.loads(value), words), sort_keys=True)
            except ValueError:
                pass
        return words.replace(value)
    return value


def golden_of(pod: Object, words: Words) -> dict[str, str]:
    """The files of a golden pod: the pod, and apart from it the template that Argo hands to its own containers in every container's variables."""
    kept = {"apiVersion": "v1", "kind": "Pod", "metadata": {key: one for key, one in pod["metadata"].items() if key not in SERVERS}, "spec": pod["spec"]}
    kept = json.loads(json.dumps(kept))
    kept["metadata"].get("annotations", {}).pop(SPAN, None)
    templates = set()
    containers = (*kept["spec"].get("initContainers", ()), *kept["spec"]["containers"])
    secrets = {mount["name"] for one in containers for mount in one.get("volumeMounts", ()) if mount["mountPath"].startswith(SECRETS)}
    _sort(kept["spec"].get("volumes", []), secrets)
    for container in containers:
        _sort(container.get("volumeMounts", []), secrets)
        if "env" in container:
            container["env"] = [one for one in container["env"] if one["name"] not in CONTEXT]
        for variable in container.get("env", ()):
            if variable["name"] == "ARGO_TEMPLATE":
                templates.add(variable["value"])
                variable["value"] = "<template.yaml>"
    files = {"pod.yaml": to_text(comparable(kept, words))}
    if templates:
        (template,) = templates
        files["template.yaml"] = to_text(comparable(json.loads(template), words))
    return files


def _sort(values: list[Object], names: Set[str]) -> None:
    """Put the values with these names in order, at the places that they have among the others."""
    places = [place for place, value in enumerate(values) if value["name"] in names]
    for place, value in zip(places, sorted((values[place] for place in places), key=lambda value: value["name"]), strict=True):
        values[place] = value


def to_text(value: object) -> str:
    """YAML with texts of many lines as blocks."""
    yaml = YAML()
    yaml.width = 1000
    out = io.StringIO()
    yaml.dump(_blocks(value), out)
    return out.getvalue()


def digest_of(values: Sequence[object], words: Words) -> str:
    """SHA-256 of values that are rendered, with words for what every commit changes."""
    return hashlib.sha256(json.dumps([comparable(value, words) for value in values], sort_keys=True).encode()).hexdigest()


def _blocks(value: object) -> object:
    if isinstance(value, dict):
        return {key: _blocks(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_blocks(one) for one in value]
    return LiteralScalarString(value) if isinstance(value, str) and "\n" in value else value
