"""Code that is not beside `model.yaml`: a Git repository, and what a pod needs to read it."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from modelfleet.spec.code_lock import CodeLock
from modelfleet.spec.fault import FaultError
from modelfleet.spec.messages import code as messages
from modelfleet.spec.name import Directory, ResourceName
from modelfleet.spec.record import Record
from modelfleet.spec.revision import Revision

REPOSITORY_PATTERN = r"^(https?|ssh)://"

_HTTP = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?(/[A-Za-z0-9._~+-]+)+")
_SSH = re.compile(r"ssh://([A-Za-z0-9_][A-Za-z0-9._-]*@)?[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?(/[A-Za-z0-9._~+-]+)+")
_SHORT_SSH = re.compile(r"([A-Za-z0-9_][A-Za-z0-9._-]*)@([A-Za-z0-9][A-Za-z0-9.-]*):([A-Za-z0-9._~+/-]+)")


def check_repository(url: str) -> str:
    """A URL that Git and Argo Workflows both read, without credentials. Raises FaultError."""
    scheme, separator, rest = url.partition("://")
    if short := _SHORT_SSH.fullmatch(url):
        raise FaultError(messages.short_ssh(f"ssh://{short[1]}@{short[2]}/{short[3].lstrip('/')}"))
    if not separator or scheme not in ("http", "https", "ssh"):
        raise FaultError(messages.other_scheme(scheme if separator else ""))
    person = rest.partition("/")[0].rpartition("@")[0]
    if person and (scheme != "ssh" or ":" in person):
        raise FaultError(messages.credentials_in_url())
    if not (_SSH if scheme == "ssh" else _HTTP).fullmatch(url) or ".." in url.split("/"):
        raise FaultError(messages.bad_repository())
    return url


Repository = Annotated[str, AfterValidator(check_repository), WithJsonSchema({"type": "string", "pattern": REPOSITORY_PATTERN})]


class GitSource(Record):
    """A revision of a Git repository, and who may read it."""

    repo: Repository = Field(
        description="URL of the repository, `https://` or `ssh://`, without credentials.", examples=["https://git.bank.invalid/risk/scoring.git"]
    )
    revision: Revision = Field(description="Branch, tag or whole commit; `./pants lock` resolves it to a commit.", examples=["main"])
    secret: ResourceName | None = Field(
        default=None,
        description="The owner's secret by which pods read a private repository: keys `username` and `password` for `https://`, "
        "`ssh-privatekey` and `known_hosts` for `ssh://`.",
        examples=["scoring-git"],
    )


class GitCode(GitSource):
    """Code in another Git repository. Pods take the locked commit from there and run nothing else."""

    path: Directory | None = Field(
        default=None, description="Directory of the repository that is the model's code; the whole repository without it.", examples=["models/scoring/"]
    )


class Code(Record):
    """Where the model's code is, when it is not beside this file."""

    git: GitCode = Field(description="A Git repository.")


class LockedCode(Record):
    """`code` of a complete model: what is written, and the commit that it is locked to."""

    git: GitCode
    lock: CodeLock

    @property
    def directory(self) -> str:
        """The directory of the repository that is the model's code, `""` or with a slash at its end."""
        return self.git.path or ""
