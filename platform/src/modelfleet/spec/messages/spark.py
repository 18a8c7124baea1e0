"""What is said about the Spark application of a job."""

from __future__ import annotations

from modelfleet.spec.fault import Fault


def bad_property(name: str) -> Fault:
    return Fault(f"`{name}` is no property of Spark", "such as `spark.sql.shuffle.partitions`")


def owned_property(name: str) -> Fault:
    return Fault(f"`{name}` is not set here", "CPU, memory and the number of executors have fields of their own; images, accounts and pods are the platform's")


def bad_property_value() -> Fault:
    return Fault("the value of a property is a text of ASCII characters, a number, `true` or `false`", "e.g. `64`")


def placeholder_in_property() -> Fault:
    return Fault("`${` is not replaced in a property of Spark", "use it in `args` or `env`, and set the property in the code")


def mark_in_property(text: str) -> Fault:
    return Fault(f"`{text}` cannot be the value of a property: the platform puts values of the run in such places", "choose a value without one of the `@`")


def little_memory(amount: str) -> Fault:
    return Fault(f"{amount} is too little for Spark", "at least 1Gi: Java takes most of it before the first row is read")


def no_spark() -> Fault:
    return Fault("the stage runs no Spark applications", "the platform describes Spark as `spark` in platform/stages; a job exists on every stage")


def no_git() -> Fault:
    return Fault(
        "a Spark application runs no code of another repository", "only Argo clones it, and the pods of Spark are not Argo's; keep this job's model here"
    )


def no_image(python: str, known: str) -> Fault:
    return Fault(
        f"the stage has no image of Spark for Python {python}", f"there are images for {known}; the platform adds others as `spark.images` in platform/stages"
    )


def not_for_spark(field: str) -> Fault:
    hints = {
        "artifacts": "nothing of a pod of Spark is published; write what others need to a URI",
        "follow": "nothing is copied into its pods; pass a URI by `args`",
        "uses": "nothing is copied into its pods; pass a URI by `args`",
        "image": "Spark and its Python come together, in the image that the stage has as `spark.images`",
        "inputs": "the application reads its data itself; pass the URI by `args`",
        "outputs": "the application writes its data itself, at the URI and `run_path` of the file that $MODELFLEET_PARAMS names",
        "kerberos": "no ticket reaches the executors",
        "resources": "`spark.driver` and `spark.executor` have their own",
    }
    return Fault(f"a Spark application has no `{field}`", hints[field])


def spark_in_memory() -> Fault:
    return Fault("the workspace of a Spark application is on disk", "delete `medium`; Spark keeps in memory what `spark.executor.memory` leaves room for")
