"""JSON documents that travel through Argo as one string argument."""

from __future__ import annotations

import json
import re
from typing import Any

# The kubelet expands `$(NAME)` and turns `$$` into `$` in the value of a variable; `${name}` it leaves alone.
_EXPANDED = re.compile(r"\$(?=[$(])")


def to_argument(value: Any) -> str:
    """JSON that reads back as `value` after Argo and the kubelet had it in their hands.

    ASCII only, without control characters: Argo inserts an argument into a template's JSON after Go's strconv.Quote
    (util/template/simple_template.go), whose escapes for unprintable characters (`\\x7f`, `\\U000e0001`) are not JSON.
    No two adjacent opening braces, which Argo would take for a tag: JSON has none outside of strings, and a
    specification none inside.
    """
    text = json.dumps(value, sort_keys=True).replace("\x7f", "\\u007f")
    return _EXPANDED.sub(r"\\u0024", text)
