"""The repository that holds the deploy branch: a bare one beside the work tree (made on demand), or a URL.

A remote branch is worked on in a mirror under `.modelfleet/mirrors/`, so that reading and committing are the same for
both; only `load_tip` (fetch) and `write_tip` (push) differ. Neither ever forces: a branch moves from the tip that was
read to a child of it, or not at all.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha1, sha256
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

from modelfleet.errors import UserError
from modelfleet.git import GitError, read_checked, read_output

# What `git init --bare` makes; a directory with nothing else in it is a repository whose creation was interrupted.
OWN_ENTRIES = frozenset(["HEAD", "config", "config.lock", "description", "hooks", "info", "objects", "refs", "branches"])
SCP_LIKE = re.compile(r"^[^/\\:]{2,}:(?!//)")


@dataclass(frozen=True)
class Repository:
    """Where the deploy branch is: `location` for messages, `git_dir` on this machine, `url` when the branch itself is elsewhere."""

    location: str
    git_dir: Path
    url: str | None
    branch: str

    @property
    def ref(self) -> str:
        return f"refs/heads/{self.branch}"

    @property
    def at(self) -> str:
        """Names the repository to Git without its search through parent directories, which would find the work tree's own."""
        return f"--git-dir={self.git_dir}"


def without_credentials(url: str) -> str:
    """The URL as it may be published: user and password of `https://user:token@host/` are left out."""
    parts = urlsplit(url)
    if parts.scheme in ("http", "https") and "@" in parts.netloc:
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return url


def is_url(location: str) -> bool:
    """Whether the stage's `deploy.repository` is a URL (`https://…`, `git@host:path`) and not a path."""
    return "://" in location or bool(SCP_LIKE.match(location))


def open_repository(location: str, branch: str, workspace: Path) -> Repository:
    """The repository of a stage, created when it is a path where nothing is yet.

    `location` is a URL or a path relative to `workspace`. Raises UserError when something else stands at the path.
    """
    if is_url(location):
        mirror = workspace / ".modelfleet" / "mirrors" / f"{sha256(location.encode()).hexdigest()[:16]}.git"
        return Repository(without_credentials(location), _write_bare(mirror, branch, location), location, branch)
    path = workspace / location
    work_tree = path / ".git"
    return Repository(location, work_tree if work_tree.exists() else _write_bare(path, branch, location), None, branch)


def _write_bare(path: Path, branch: str, location: str) -> Path:
    """Make a bare repository at `path` unless it is there, in one rename; one that was left half-made is completed."""
    if (path / "HEAD").exists() and (path / "objects").is_dir() and (path / "refs").is_dir():
        return path
    if path.exists() and not path.is_dir():
        raise _not_a_repository(location)
    foreign = sorted(entry.name for entry in path.iterdir() if entry.name not in OWN_ENTRIES) if path.exists() else []
    if foreign:
        raise _not_a_repository(location)
    path.parent.mkdir(parents=True, exist_ok=True)
    init = ["init", "--quiet", "--bare", "--template=", "--object-format=sha1", f"--initial-branch={branch}"]
    if path.exists() and any(path.iterdir()):
        read_checked([*init, str(path)])
        return path
    made = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    try:
        read_checked([*init, str(made)])
        made.chmod(0o755)
        os.rename(made, path)
    except OSError:
        if not (path / "HEAD").exists():
            raise
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return path


def _not_a_repository(location: str) -> UserError:
    return UserError.one(f"`{location}` is neither a Git repository nor empty", hint="move it away, or name another path in the stage: deploy.repository")


def load_tip(repository: Repository) -> str | None:
    """The commit that the branch points at now, None before the first publish.

    Raises UserError when a remote cannot be reached.
    """
    if repository.url is not None:
        _fetch(repository, repository.url)
    listed = read_checked([repository.at, "for-each-ref", "--format=%(refname) %(objectname)", repository.ref]).decode()
    tips = dict(line.split() for line in listed.splitlines())
    return tips.get(repository.ref)


def _fetch(repository: Repository, url: str) -> None:
    fetched = read_output(
        [repository.at, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", url, f"+{repository.ref}:{repository.ref}"], configured=True
    )
    if fetched.code == 0:
        return
    if "couldn't find remote ref" in fetched.error:
        # The mirror may still hold a branch that was deleted there.
        read_checked([repository.at, "update-ref", "-d", repository.ref])
        return
    raise UserError.one(
        f"the deploy repository `{repository.location}` cannot be reached: {_last_line(fetched.error)}",
        hint=f"`git ls-remote {repository.location}` must work on this machine; the address is deploy.repository of the stage",
    )


def _last_line(text: str) -> str:
    """The line of Git's answer that says the reason: its first `fatal:` or `error:`, without that word."""
    reasons = [line for line in text.splitlines() if line.startswith(("fatal: ", "error: "))]
    return (reasons or text.splitlines() or ["no reason given"])[0].partition(": ")[2] if reasons else text


def load_tree(repository: Repository, tip: str) -> dict[str, str]:
    """Every file of a commit: path → object id of its content."""
    listed = read_checked([repository.at, "ls-tree", "-r", "-z", "--full-tree", tip])
    entries = (entry.split(b"\t", 1) for entry in listed.split(b"\0") if entry)
    return {path.decode(errors="surrogateescape"): meta.split()[2].decode() for meta, path in entries}


def load_blobs(repository: Repository, ids: Iterable[str]) -> dict[str, bytes]:
    """The contents of blobs by object id, all in one process."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    answer = read_checked([repository.at, "cat-file", "--batch"], feed="".join(f"{blob}\n" for blob in wanted).encode())
    blobs, position = {}, 0
    for blob in wanted:
        end = answer.index(b"\n", position)
        size = int(answer[position:end].split()[2])
        blobs[blob] = answer[end + 1 : end + 1 + size]
        position = end + 2 + size
    return blobs


def blob_id(content: bytes, like: str) -> str:
    """The object id that Git gives to a content; `like` is any id of the same repository (40 hex digits: SHA-1, 64: SHA-256)."""
    algorithm = sha1 if len(like) == 40 else sha256
    return algorithm(b"blob %d\0" % len(content) + content).hexdigest()


def load_null_id(repository: Repository) -> str:
    """The id of no object, in the length of the repository's ids."""
    return "0" * (64 if read_checked([repository.at, "rev-parse", "--show-object-format"]).strip() == b"sha256" else 40)


@dataclass(frozen=True)
class Signature:
    """Who makes the commits (both as author and as committer) and when, in seconds since 1970."""

    name: str
    email: str
    time: int


def write_commit(repository: Repository, parent: str | None, writes: Mapping[str, bytes], deletes: Iterable[str], message: str, by: Signature) -> str:
    """Store a commit that differs from `parent` by the given files; returns its id. The branch does not move.

    One `git fast-import`, whatever the number of files. It needs a reference to write to, which the same run deletes again.
    """
    pending = f"refs/modelfleet/pending/{uuid4().hex}"
    line = f"{by.name} <{by.email}> {by.time} +0000"
    text = message.encode()
    parts = [b"feature done\n", f"commit {pending}\nmark :1\nauthor {line}\ncommitter {line}\ndata {len(text)}\n".encode(), text, b"\n"]
    if parent is not None:
        parts.append(f"from {parent}\n".encode())
    parts += [f"D {path}\n".encode(errors="surrogateescape") for path in deletes]
    for path, content in writes.items():
        parts += [f"M 100644 inline {path}\ndata {len(content)}\n".encode(errors="surrogateescape"), content, b"\n"]
    parts.append(f"get-mark :1\nreset {pending}\nfrom {'0' * len(parent or load_null_id(repository))}\n\ndone\n".encode())
    return read_checked([repository.at, "fast-import", "--quiet"], feed=b"".join(parts)).decode().strip()


def write_tip(repository: Repository, commit: str, parent: str | None) -> bool:
    """Move the branch from `parent` to `commit`, its child; False when somebody else has moved it meanwhile.

    Raises UserError when the repository refuses the change for another reason.
    """
    if repository.url is None:
        expected = parent or "0" * len(commit)
        moved = read_output([repository.at, "update-ref", repository.ref, commit, expected])
        if moved.code == 0:
            return True
        if load_tip(repository) != parent:
            return False
        if ".lock" in moved.error:
            raise UserError.one(
                f"branch `{repository.branch}` of `{repository.location}` is locked",
                hint=f"when no other publish runs, delete `{repository.ref}.lock` in the repository and publish again",
            )
        raise GitError(["update-ref"], moved)
    pushed = read_output([repository.at, "push", "--quiet", "--no-verify", repository.url, f"{commit}:{repository.ref}"], configured=True)
    if pushed.code == 0:
        return True
    if load_tip(repository) != parent:
        return False
    raise UserError.one(
        f"`{repository.location}` refuses the push to `{repository.branch}`: {_last_line(pushed.error)}",
        hint="the publisher needs the right to push to this branch; it never forces",
    )
