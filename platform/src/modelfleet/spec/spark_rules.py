"""Rules of a job that is a Spark application."""

from __future__ import annotations

from collections.abc import Iterator

from modelfleet.spec.fault import Fault
from modelfleet.spec.job import JobFields
from modelfleet.spec.messages import reference as reference_messages
from modelfleet.spec.messages import spark as messages
from modelfleet.spec.owners import Owner
from modelfleet.spec.quantity import format_bytes, memory_bytes, milli_cores
from modelfleet.spec.shape import Place
from modelfleet.spec.spark import Spark
from modelfleet.spec.stage import StageSpec
from modelfleet.spec.written import WrittenModel

# What belongs to the one pod of other jobs.
FOREIGN_FIELDS = ("artifacts", "follow", "image", "inputs", "kerberos", "outputs", "resources", "uses")


def spark_faults(job: JobFields, spark: Spark, model: WrittenModel, owner: Owner | None, stage: StageSpec) -> Iterator[tuple[Place, Fault]]:
    """Faults of one application; an unknown owner has no quota to measure by."""
    python, name = model.python, model.owner
    if model.code is not None:
        yield ("spark",), messages.no_git()
    for field in FOREIGN_FIELDS:
        if field in job.model_fields_set:
            yield (field,), messages.not_for_spark(field)
    if job.workspace.medium == "memory":
        yield ("workspace", "medium"), messages.spark_in_memory()
    if stage.spark is None:
        yield ("spark",), messages.no_spark()
    elif python.version not in stage.spark.images:
        yield ("spark",), messages.no_image(python.version, ", ".join(stage.spark.images))
    if owner is None:
        return
    cores = milli_cores(spark.driver.cpu) + spark.executor.instances * milli_cores(spark.executor.cpu)
    if cores > milli_cores(owner.quota.cpu):
        asked = f"{cores / 1000:g} for driver and executors"
        yield ("spark", "executor", "cpu"), reference_messages.over_quota(name, "CPU", asked, owner.quota.cpu)
    memory = memory_bytes(spark.driver.memory) + spark.executor.instances * memory_bytes(spark.executor.memory)
    if memory > memory_bytes(owner.quota.memory):
        asked = f"{format_bytes(memory)} for driver and executors"
        yield ("spark", "executor", "memory"), reference_messages.over_quota(name, "memory", asked, owner.quota.memory)
