"""Compiles the Python files named on standard input; started by `bytecode`, under the interpreter of the environment.

It imports nothing but the standard library of Python 3.10 to 3.13, and is started as text, by `python -c`, so that the
interpreter finds no other module of ours. Arguments: the root of the tree, and the directory where the tree will be
mounted. Standard input: paths under the root, ended by NUL.

The bytes must be the same on every machine. Three things in CPython make them differ, and each has its remedy here:
`marshal` marks an object as shared when its reference count is above one, and in 3.10 and 3.11 the count of an interned
string depends on what else the process holds, so `hold` raises every count; the compiler shares equal set constants or
not by the addresses of types, so `unshare` gives each use its own; 3.10 writes the members of a set in the order of
iteration, so the caller fixes PYTHONHASHSEED, and a file with a set that is ordered by addresses gets no bytecode.
"""

from __future__ import annotations

import importlib.util
import marshal
import os
import sys
from operator import is_not
from types import CodeType

# PEP 552: flag 1 says that the file is checked by hash; without flag 2 the source is never looked at.
_HEADER = importlib.util.MAGIC_NUMBER + (1).to_bytes(4, "little")


def compile_file(root: str, path: str, mount: str) -> None:
    """Write the bytecode of one file beside it. A file that does not compile, a template for example, gets none."""
    with open(os.path.join(root, path), "rb") as stream:
        source = stream.read()
    try:
        code = unshare(compile(source, f"{mount}/{path}", "exec", dont_inherit=True, optimize=0))
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        return
    held: list[object] = []
    hold(code, held)
    if sys.version_info < (3, 11) and any(isinstance(value, frozenset) and by_address(value) for value in held):
        return
    target = importlib.util.cache_from_source(os.path.join(root, path), optimization="")
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(target, "wb") as stream:
        stream.write(_HEADER + importlib.util.source_hash(source) + marshal.dumps(code))


def unshare(code: CodeType) -> CodeType:
    """The same code with a copy of every set constant."""
    constants = tuple(map(_copied, code.co_consts))
    changed = any(map(is_not, constants, code.co_consts))
    return code.replace(co_consts=constants) if changed else code


def _copied(constant: object) -> object:
    if isinstance(constant, frozenset):
        return frozenset(list(constant))
    return unshare(constant) if isinstance(constant, CodeType) else constant


def hold(value: object, held: list[object]) -> None:
    """Put a reference to `value`, and to everything that `marshal` reaches through it, into `held`."""
    held.append(value)
    if isinstance(value, (tuple, frozenset)):
        for item in value:
            hold(item, held)
    elif isinstance(value, CodeType):
        for name in dir(value):
            if name.startswith("co_") and name not in ("co_lines", "co_positions", "co_lnotab", "co_branches"):
                hold(getattr(value, name), held)


def by_address(value: object) -> bool:
    """Whether the hash of `value`, or of a member, is its address in memory."""
    if isinstance(value, (tuple, frozenset)):
        return any(by_address(item) for item in value)
    return value is None or value is Ellipsis


def main() -> None:
    """Compile every file that is named on standard input."""
    root, mount = sys.argv[1:3]
    for path in sys.stdin.buffer.read().split(b"\0"):
        if path:
            compile_file(root, os.fsdecode(path), mount)


if __name__ == "__main__":
    main()
