"""A package index in a directory, with wheels that the tests make: no test asks a real index."""

from __future__ import annotations

import base64
import hashlib
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

from packaging.utils import canonicalize_name

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
"""The minor version of the Python that runs the tests."""


@dataclass(frozen=True)
class Index:
    """`root` holds a directory for each package, as PEP 503 wants it: files and a page with links and hashes."""

    root: Path

    @property
    def url(self) -> str:
        """What UV_DEFAULT_INDEX is set to."""
        return self.root.absolute().as_uri()

    def add_wheel(
        self,
        name: str,
        version: str,
        files: Mapping[str, str | bytes],
        *,
        requires: tuple[str, ...] = (),
        tag: str = "py3-none-any",
        metadata: Mapping[str, str] | None = None,
    ) -> str:
        """Make a wheel and return its pin, a line of a lock. `files` are the wheel's own paths; `metadata` more files of its dist-info."""
        stem = f"{name.replace('-', '_')}-{version}"
        info = f"{stem}.dist-info"
        headers = "".join(f"Requires-Dist: {requirement}\n" for requirement in requires)
        content = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
        content[f"{info}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{headers}".encode()
        content[f"{info}/WHEEL"] = f"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: {str('none-any' in tag).lower()}\nTag: {tag}\n".encode()
        content |= {f"{info}/{path}": text.encode() for path, text in (metadata or {}).items()}
        rows = [
            f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b'=').decode()},{len(data)}\n" for path, data in content.items()
        ]
        content[f"{info}/RECORD"] = ("".join(rows) + f"{info}/RECORD,,\n").encode()
        file = self._directory(name) / f"{stem}-{tag}.whl"
        with zipfile.ZipFile(file, "w") as wheel:
            for path, data in content.items():
                entry = zipfile.ZipInfo(path)
                entry.external_attr = (0o100755 if path.endswith((".so", ".sh")) else 0o100644) << 16
                wheel.writestr(entry, data)
        self._link(name)
        return f"{name}=={version} --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}\n"

    def add_source(self, name: str, version: str) -> str:
        """Put in a source distribution, which nobody may build, and return its pin."""
        file = self._directory(name) / f"{name}-{version}.tar.gz"
        file.write_bytes(b"no archive, since nothing opens it")
        self._link(name)
        return f"{name}=={version} --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}\n"

    def add_installed(self, name: str) -> str:
        """Make a wheel of a pure package that is installed beside the tests, and return its pin."""
        found = distribution(name)
        kept = {
            path.as_posix(): found.locate_file(path).read_bytes()  # type: ignore[union-attr]
            for path in found.files or ()
            if ".." not in path.parts and ".dist-info" not in path.parts[0] and path.suffix != ".pyc"
        }
        points = found.read_text("entry_points.txt")
        return self.add_wheel(found.metadata["Name"], found.version, kept, metadata={"entry_points.txt": points} if points else None)

    def _directory(self, name: str) -> Path:
        directory = self.root / canonicalize_name(name)
        directory.mkdir(parents=True, exist_ok=True)
        return directory

    def _link(self, name: str) -> None:
        directory = self._directory(name)
        files = sorted(file for file in directory.iterdir() if file.name != "index.html")
        links = "".join(f'<a href="{file.name}#sha256={hashlib.sha256(file.read_bytes()).hexdigest()}">{file.name}</a>\n' for file in files)
        (directory / "index.html").write_text(f"<!DOCTYPE html><html><body>\n{links}</body></html>\n")
