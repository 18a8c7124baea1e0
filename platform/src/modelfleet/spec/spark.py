"""A Spark application: one driver that runs the model's file, and executors that it spreads work over."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from modelfleet.spec.fault import FaultError
from modelfleet.spec.messages import spark as messages
from modelfleet.spec.name import EntryPoint
from modelfleet.spec.quantity import Count, Cpu, Memory, memory_bytes
from modelfleet.spec.record import Record

PROPERTY_PATTERN = r"^spark\.[A-Za-z0-9_.-]*[A-Za-z0-9]$"

# What `resources`, the stage and the platform say; a second place for it would win or lose by the order of Spark. Memory for
# Python, memory off the heap and `resource.` (GPUs) are added to what a pod asks for, past the owner's quota
# (docs/configuration.md of Spark).
_OWNED = (
    "spark.app.name",
    "spark.driver.cores",
    "spark.driver.memory",
    "spark.driver.memoryOverhead",
    "spark.driver.memoryOverheadFactor",
    "spark.driver.minMemoryOverhead",
    "spark.driver.resource.",
    "spark.dynamicAllocation.",
    "spark.executor.cores",
    "spark.executor.instances",
    "spark.executor.memory",
    "spark.executor.memoryOverhead",
    "spark.executor.memoryOverheadFactor",
    "spark.executor.minMemoryOverhead",
    "spark.executor.pyspark.memory",
    "spark.executor.resource.",
    "spark.jars.packages",
    "spark.kubernetes.",
    "spark.master",
    "spark.memory.offHeap.",
    "spark.pyspark.",
    "spark.submit.",
)


def _check_property(name: str) -> str:
    if not re.fullmatch(PROPERTY_PATTERN, name, re.ASCII):
        raise FaultError(messages.bad_property(name))
    if any(name.startswith(owned) if owned.endswith(".") else name == owned for owned in _OWNED):
        raise FaultError(messages.owned_property(name))
    return name


def _check_value(value: Any) -> Any:
    text = str(value).lower() if isinstance(value, bool) else str(value) if isinstance(value, int | float) else value
    if not isinstance(text, str) or not re.fullmatch(r"[ -~]*", text):
        raise FaultError(messages.bad_property_value())
    if "${" in text:
        raise FaultError(messages.placeholder_in_property())
    if re.fullmatch(r"@[a-z-]+@", text):
        raise FaultError(messages.mark_in_property(text))
    return text


def _check_pod_memory(amount: str) -> str:
    # Spark refuses a heap below 450 MiB (UnifiedMemoryManager), and Python needs what is left of it.
    if memory_bytes(amount) < 2**30:
        raise FaultError(messages.little_memory(amount))
    return amount


Property = Annotated[str, AfterValidator(_check_property), WithJsonSchema({"type": "string", "pattern": PROPERTY_PATTERN})]
PropertyValue = Annotated[str, BeforeValidator(_check_value), WithJsonSchema({"type": ["string", "number", "boolean"]})]
Properties = dict[Property, PropertyValue]


class SparkPod(Record):
    """What the pod gets."""

    cpu: Cpu = Field(default="1", description="CPU cores: `2`, `0.5` or `500m`.", examples=[2])
    memory: Annotated[Memory, AfterValidator(_check_pod_memory)] = Field(
        default="2Gi", description="Memory of the pod: Java's heap has five sevenths of it, Python and the rest have the others.", examples=["8Gi"]
    )


class SparkExecutor(SparkPod):
    """What each executor's pod gets, and how many there are."""

    instances: Annotated[Count, Field(ge=1, le=256)] = Field(default=2, description="Executors.", examples=[4])


class Spark(Record):
    """A Spark application instead of one pod. It reads and writes its data by itself."""

    entry_point: EntryPoint = Field(description="Python file of the model that the driver runs.", examples=["features.py"])
    driver: SparkPod = Field(default=SparkPod(), description="The driver.")
    executor: SparkExecutor = Field(default=SparkExecutor(), description="The executors.")
    conf: Properties = Field(default={}, description="Properties of Spark, over those of the stage.", examples=[{"spark.sql.shuffle.partitions": "64"}])
