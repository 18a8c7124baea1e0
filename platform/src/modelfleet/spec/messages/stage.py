"""What is said about stages and owners: the files of the platform."""

from __future__ import annotations

from modelfleet.spec.fault import Fault


def image_without_digest(image: str) -> Fault:
    return Fault(f"`{image}` does not name an image by its digest", "a tag can change under a running fleet; write `registry/name@sha256:` and 64 hex digits")


def bad_store(uri: str) -> Fault:
    return Fault(f"`{uri}` is no store", "`file://` and a directory, or `s3://`, a bucket and a prefix")


def bad_branch(name: str) -> Fault:
    return Fault(f"`{name}` cannot be a deploy branch", "e.g. `deploy/prod`")


def bad_scheme(name: str) -> Fault:
    return Fault(f"`{name}` cannot be the scheme of a URI", "lower case letters and digits, e.g. `s3`")


def secret_option(name: str) -> Fault:
    return Fault(f"`{name}` is a secret and must not stand in this file", "the owner's `data_secret` holds the keys `access-key` and `secret-key`")


def bad_option(name: str) -> Fault:
    return Fault(f"the option `{name}` is a text, a whole number, `true` or `false`", "names and values are those of rclone's remotes")


def missing_images(versions: str) -> Fault:
    return Fault(f"there is no image for Python {versions}", "every stage has one for each version that a model may use")


def unknown_scratch(scheme: str, known: str) -> Fault:
    return Fault(f"the scheme `{scheme}` is none of the stage's data stores", f"known are {known}")


def bad_resource(name: str) -> Fault:
    return Fault(f"`{name}` is no resource of a node", "a domain, a slash and a name, e.g. `nvidia.com/gpu`")


def bad_spark_version(version: str) -> Fault:
    return Fault(f"`{version}` is no version of Spark", "three numbers, e.g. `3.5.7`: that of the images")


def bad_approver(name: str) -> Fault:
    return Fault(f"`{name}` is no person or group", 'write it as in CODEOWNERS, in quotes: `"@antifraud-leads"`')


def bad_route(name: str) -> Fault:
    return Fault(f"`{name}` is no route of alerts", "a kind, a colon and a name without spaces, e.g. `slack:#antifraud`")


def shared_namespace(namespace: str, stage: str, other: str) -> Fault:
    return Fault(f"the namespace `{namespace}` on stage {stage} belongs to {other} as well", "each owner needs its own namespace")


def owner_without_stage(owner: str, stage: str) -> Fault:
    return Fault(f"{owner} has no namespace on stage {stage}", f"add `{stage}: …` to its namespaces")


def unknown_stage(stage: str, known: str) -> Fault:
    return Fault(f"there is no stage `{stage}`", f"the stages are {known}; each has a file in platform/stages")


def no_stages(directory: str) -> Fault:
    return Fault("there is no stage", f"{directory}/<stage>.yaml describes one")
