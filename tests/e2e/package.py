"""What the cluster takes from the distribution: etcd and redis, from PATH or unpacked from Debian's packages into the cache."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from e2e.place import cache
from e2e.trouble import Trouble

# Debian puts servers where a user's PATH does not lead.
SERVERS = ("/usr/sbin", "/usr/local/sbin")


@dataclass(frozen=True)
class Package:
    """A server of the distribution: its program, and the packages that hold it with the libraries that a bare system lacks."""

    program: str
    packages: tuple[str, ...]

    def find(self) -> tuple[Path, dict[str, str]]:
        """The program and the variables that it needs; unpacks the packages when it is not installed.

        Nothing is installed, so no administrator is needed. Raises Trouble with what was tried.
        """
        installed = shutil.which(self.program, path=os.pathsep.join([os.environ.get("PATH", ""), *SERVERS]))
        if installed is not None:
            return Path(installed), {}
        place = cache() / "debian" / self.program
        program = place / "usr/bin" / self.program
        if not program.exists():
            self._unpack(place)
        return program, {"LD_LIBRARY_PATH": os.pathsep.join(sorted({str(path.parent) for path in place.glob("usr/lib/**/*.so*")}))}

    def version(self) -> str:
        """The first line of what `--version` prints."""
        program, variables = self.find()
        return subprocess.run([program, "--version"], env={**os.environ, **variables}, capture_output=True, text=True, check=True).stdout.splitlines()[0]

    def _unpack(self, place: Path) -> None:
        partial = place.with_name(f".{place.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        done = subprocess.run(["apt-get", "download", *self.packages], cwd=partial, capture_output=True, text=True) if shutil.which("apt-get") else None
        if done is None or done.returncode:
            said = "there is no apt-get" if done is None else f"`apt-get download {' '.join(self.packages)}` says: {done.stderr.strip()}"
            raise Trouble(f"{self.program} is neither on PATH nor to be had from packages: {said}", f"install the package that holds {self.program}")
        for archive in sorted(partial.glob("*.deb")):
            subprocess.run(["dpkg-deb", "-x", archive, partial], check=True)
            archive.unlink()
        shutil.rmtree(place, ignore_errors=True)
        partial.rename(place)


ETCD = Package("etcd", ("etcd-server",))
REDIS = Package("redis-server", ("redis-server", "redis-tools", "libjemalloc2", "liblzf1", "libatomic1"))
