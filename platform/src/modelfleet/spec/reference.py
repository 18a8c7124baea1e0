"""The reference pages, written from the records: fields, types, defaults and descriptions cannot go stale."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, get_args, get_origin

from modelfleet.spec.cron import PRESETS
from modelfleet.spec.inheritance import OWN
from modelfleet.spec.monitoring import DEFAULT_CRON
from modelfleet.spec.name import BUILTINS, RESERVED_JOBS
from modelfleet.spec.overrides import OVERRIDABLE
from modelfleet.spec.owners import Owner
from modelfleet.spec.pod import PodFields
from modelfleet.spec.quantity import CPU_PATTERN, DURATION_PATTERN, MEMORY_PATTERN
from modelfleet.spec.record import Record
from modelfleet.spec.schema import Schema, record_schema
from modelfleet.spec.shape import annotation_at, fields_of
from modelfleet.spec.source import Pointer
from modelfleet.spec.stage import StageSpec
from modelfleet.spec.step import Step
from modelfleet.spec.translate import flow
from modelfleet.spec.work import KINDS
from modelfleet.spec.written import WrittenJob, WrittenModel, WrittenMonitoring

_GENERATED = "<!-- Written by `modelfleet reference`; change the descriptions in platform/src/modelfleet/spec/. -->\n"

_AMOUNTS = {DURATION_PATTERN: "duration", MEMORY_PATTERN: "amount of bytes", CPU_PATTERN: "CPU cores"}

_BUILTINS = {
    "data_interval_end": "end of the data interval: the logical date",
    "data_interval_start": "start of the data interval: the run before the logical date, by the schedule",
    "job": "name of the job",
    "logical_date": "date that the run is for, in the schedule's time zone",
    "logical_time": "the same with the time, ISO 8601",
    "model": "name of the model",
}


def model_page() -> str:
    """`docs/reference/model-yaml.md`."""
    return "\n".join([_GENERATED, "# model.yaml", "", *_model_introduction(), *_sections(WrittenModel, "", "model.yaml"), *_pointer(), *_model_rules()]) + "\n"


def stages_page() -> str:
    """`docs/reference/stages.md`."""
    introduction = [
        "A stage is where manifests go: `platform/stages/<stage>.yaml`. Every value that differs between stages stands there and",
        "nowhere else. Hosts under `.invalid` and digests of zeros are placeholders: they render, and only stage `local` publishes them.",
        "",
    ]
    return "\n".join([_GENERATED, "# Stages", "", *introduction, *_sections(StageSpec, "", "Fields of a stage")]) + "\n"


def owners_page() -> str:
    """`docs/reference/owners.md`."""
    introduction = [
        "`platform/owners.yaml` says what each owner has, by the owner's name. A model can name only what its owner has. Two owners",
        "never share a namespace, and every owner has one on every stage.",
        "",
    ]
    return "\n".join([_GENERATED, "# Owners", "", *introduction, *_sections(Owner, "", "Fields of an owner")]) + "\n"


def _model_introduction() -> list[str]:
    return [
        "One file describes one model: what it is, what it needs, and its jobs. Durations are `90s`, `5m`, `2h`, `1d`; amounts of bytes",
        "`512Mi`, `4Gi`; CPU cores `2`, `0.5`, `500m`. The file is YAML 1.2 without anchors, aliases and tags. Unknown fields are errors.",
        "",
    ]


def _pointer() -> Iterator[str]:
    yield from ["## A model in another repository", ""]
    yield from ["A `model.yaml` may hold `source` and nothing else: it points to the model.yaml of another Git repository. `./pants lock` copies"]
    yield from ["that file beside it as `source.yaml`, with its requirements, and records the commit and the digests in `source.lock`.", ""]
    yield from _sections(Pointer, "", "Fields of a pointer")


def _sections(record: type[Record], path: str, title: str) -> Iterator[str]:
    yield from [f"## {title}", ""]
    if path:
        yield from [(record.__doc__ or "").strip().replace("\n    ", " "), ""]
    schema = record_schema(record)
    yield from ["| field | type | default | meaning |", "| --- | --- | --- | --- |"]
    inner: dict[type[Record], list[str]] = {}
    shared = _shared(record)
    # What a job runs comes first, though classes put it last.
    for name, field in sorted(schema["properties"].items(), key=lambda item: item[0] not in KINDS):
        if name in shared and name != "entry_point":
            continue
        if found := _record_in(record, name):
            inner.setdefault(found[0], []).append(f"{path}{name}{found[1]}")
        default = "**required**" if name in schema.get("required", ()) else f"`{flow(field['default'])}`" if "default" in field else ""
        yield f"| `{name}` | {_type(field)} | {default} | {_meaning(field)} |"
    yield ""
    if record is WrittenMonitoring:
        yield from ["And every other field of `jobs.<job>` but `steps` and `spark`.", ""]
    if record is Step:
        yield from [f"And of the fields of `jobs.<job>` those of a pod: {', '.join(f'`{name}`' for name in shared)}.", ""]
        own = ", ".join(f"`{name}`" for name in OWN)
        yield from [f"What a step leaves out, the job says, field by field; {own} belong to a step alone.", ""]
    for found_record, paths in inner.items():
        yield from _inner_sections(found_record, paths)


def _shared(record: type[Record]) -> Mapping[str, Any]:
    """Fields that are described elsewhere."""
    return fields_of({WrittenMonitoring: WrittenJob, Step: PodFields}[record]) if record in (WrittenMonitoring, Step) else {}


def _inner_sections(record: type[Record], paths: list[str]) -> Iterator[str]:
    if record.__name__ == "WrittenJobs":
        yield from _sections(WrittenJob, "jobs.<job>.", "`jobs.<job>`")
        yield from _sections(WrittenMonitoring, "jobs.monitoring.", "`jobs.monitoring`")
    else:
        # Fields that hold the same are described together.
        yield from _sections(record, f"{paths[0]}.", ", ".join(f"`{path}`" for path in paths))


def _record_in(record: type[Record], name: str) -> tuple[type[Record], str] | None:
    """The record that a field holds, and how a path to it goes on."""
    found, suffix = annotation_at(record, (name,)), ""
    while True:
        if get_origin(found) is Annotated:
            found = get_args(found)[0]
        elif get_origin(found) is tuple:
            found, suffix = get_args(found)[0], "[]"
        elif get_origin(found) is dict:
            found, suffix = get_args(found)[1], ".<name>"
        else:
            return (found, suffix) if isinstance(found, type) and issubclass(found, Record) else None


def _type(schema: Schema) -> str:
    if "enum" in schema:
        return " or ".join(f"`{word}`" for word in schema["enum"])
    if "oneOf" in schema:
        return "CPU cores"
    kind = schema.get("type")
    if isinstance(kind, list):
        return "text, number, `true` or `false`"
    if kind == "array":
        return f"list of {_type(schema['items'])}"
    if kind == "object":
        return "mapping" if "properties" in schema or not _values(schema) else f"mapping of names to {_type(_values(schema))}"
    words = {"string": "text", "integer": "whole number", "number": "number", "boolean": "`true` or `false`"}
    return _AMOUNTS.get(schema.get("pattern", ""), words[str(kind)]) + _range(schema)


def _values(schema: Schema) -> Any:
    values = next(iter(schema.get("patternProperties", {}).values()), schema.get("additionalProperties"))
    return values if isinstance(values, dict) else None


def _range(schema: Schema) -> str:
    low = f"from {schema['minimum']:g}" if "minimum" in schema else f"above {schema['exclusiveMinimum']:g}" if "exclusiveMinimum" in schema else ""
    high = f"to {schema['maximum']:g}" if "maximum" in schema else ""
    return f", {low} {high}".rstrip() if low or high else ""


def _meaning(schema: Schema) -> str:
    text = str(schema.get("description", "")).replace("|", "\\|")
    examples = schema.get("examples")
    return f"{text} E.g. `{flow(examples[0])}`." if examples else text


def _model_rules() -> Iterator[str]:
    yield from ["## Monitoring", ""]
    yield from ["A model with a job `inference` gets a job `monitoring`, written or not. Without `entry_point` it is the drift check: it reads the"]
    yield from ["newest finished run of `scores` into `data/scores/` and of `reference` into `data/reference/` (inputs of these names, written by"]
    yield from ["hand, replace them), and publishes its `report` beside the scores, at their URI with `-drift`. Its schedule, when none is written,"]
    yield from [f"is `{DEFAULT_CRON}` in the time zone of `inference`, and none where `inference` has none. To go without:"]
    yield from ["`monitoring: {enabled: false, reason: …, until: YYYY-MM-DD}`.", ""]
    yield from ["## Schedules", ""]
    yield from ["Five fields: minute, hour, day, month, weekday (0 to 6 or `sun` to `sat`). A minute `H` is chosen by a hash of the model and"]
    yield from ["the job: jobs spread over the hour and never move by themselves. Presets:", "", "| preset | is |", "| --- | --- |"]
    yield from [f"| `{preset}` | `{fields.replace('N', '0 to 5')}` |" for preset, fields in PRESETS.items()]
    yield from ["", "## `${name}`", "", "Stands in `args`, `env` and URIs for a parameter, or for a value of the run:", "", "| name | value |", "| --- | --- |"]
    yield from [f"| `${{{name}}}` | {_BUILTINS[name]} |" for name in BUILTINS]
    yield from ["", "Of two parameters with one name the later wins: model, stage, job, whoever starts the run.", ""]
    yield from ["## Names", "", f"A job cannot be called {', '.join(f'`{name}`' for name in RESERVED_JOBS)}. Model and job together have at most 49 letters."]
    yield from ["", "## Stages", "", f"`stages.<stage>` holds what differs there, in the shape of this file: {', '.join(f'`{name}`' for name in OVERRIDABLE)}."]
    yield from ["Mappings are merged, anything else is replaced, `null` removes a value so that the default holds. A job exists on every stage;"]
    yield "`schedule: {suspend: true}` keeps it from running there."
