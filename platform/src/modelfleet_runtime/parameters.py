"""The parameters of a run: what the manifest holds, with what the submitter changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from difflib import get_close_matches

from modelfleet_runtime.failure import Failure
from modelfleet_runtime.settings import Scalar

MAX_BYTES = 16_384
"""Of the submitter's JSON text: it travels in every workflow object, and etcd holds little."""

SOURCE = "the workflow parameter `parameters`"
# Whole and broken numbers are one kind, because Jsonnet, through which the manifest came, does not tell them apart.
_KINDS = {str: "a text", bool: "true or false", int: "a number", float: "a number"}


def merge_parameters(declared: Mapping[str, Scalar], submitted: str) -> dict[str, Scalar]:
    """`declared` with the values of the JSON object `submitted` in place of its own.

    A parameter keeps the type that `model.yaml` gives it, so that a model never meets the text "false" where it reads a
    truth value. Raises Failure for a text that is too long, is no JSON object, names an unknown parameter, or holds
    a value of another type; all such names at once.
    """
    size = len(submitted.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise Failure(f"{SOURCE} has {size} bytes, {MAX_BYTES} are allowed", hint="put large values into an input of the job")
    try:
        values = json.loads(submitted or "{}", parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Failure(f"{SOURCE} is not JSON: {error}", hint='write an object, for example {"window": "7d"}') from None
    if not isinstance(values, dict):
        raise Failure(f"{SOURCE} is not an object", hint='write an object, for example {"window": "7d"}')
    faults = [fault for name in sorted(values) if (fault := _fault(declared, name, values[name])) is not None]
    if faults:
        raise Failure("; ".join(what for what, _ in faults), hint="; ".join(hint for _, hint in faults))
    return {name: values.get(name, declared[name]) for name in sorted(declared)}


def as_text(value: Scalar) -> str:
    """A value as it stands in an argument or a URI: texts as they are, the rest as JSON writes it."""
    return value if isinstance(value, str) else json.dumps(value)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _fault(declared: Mapping[str, Scalar], name: str, value: object) -> tuple[str, str] | None:
    if name == "logical_date":
        return "`logical_date` is not a parameter of the model", "submit with -p logical-date=…"
    if name not in declared:
        close = get_close_matches(name, declared, n=1)
        known = ", ".join(sorted(declared)) or "none"
        return f"the model has no parameter `{name}`", f'did you mean "{close[0]}"?' if close else f"its parameters are: {known}"
    wanted = _KINDS[type(declared[name])]
    if _KINDS.get(type(value)) == wanted:
        return None
    return f"parameter `{name}`: {json.dumps(value)[:80]} is not {wanted}", f"model.yaml has {json.dumps(declared[name])[:80]}"
