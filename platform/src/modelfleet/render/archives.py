"""Which archives a run uses, and where they are in the store."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("code", "environment", "runtime")


@dataclass(frozen=True)
class ArchiveDigests:
    """The digests of a run's three archives, 64 hexadecimal digits each."""

    code: str
    environment: str
    runtime: str

    def as_mapping(self) -> dict[str, str]:
        return {"code": self.code, "environment": self.environment, "runtime": self.runtime}


def store_keys(model: str, digests: ArchiveDigests, prefix: str) -> dict[str, str]:
    """Kind of archive → key in the store, below `prefix` ("" or a path). What writes the store uses the same layout."""
    below = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
    return {
        "code": f"{below}code/{model}/{digests.code}.tgz",
        "environment": f"{below}environments/{digests.environment}.tgz",
        "runtime": f"{below}runtime/{digests.runtime}.tgz",
    }
