"""What a deploy branch holds now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from modelfleet.errors import UserError
from modelfleet.publish import fleet, record
from modelfleet.publish.fleet import Fleet
from modelfleet.publish.record import Record
from modelfleet.publish.repository import Repository, blob_id, load_blobs, load_tip, load_tree

SHA1_NULL = "0" * 40


@dataclass(frozen=True)
class Published:
    """The state of a branch: `tip` (None: no commit yet), path → object id of every file, and what its JSON files say."""

    tip: str | None
    files: Mapping[str, str]
    fleet: Fleet
    records: Mapping[str, Record] = field(default_factory=dict)

    def id_of(self, content: bytes) -> str:
        """The object id that a content has in this branch's repository."""
        return blob_id(content, self.tip or SHA1_NULL)


def after(published: Published, tip: str | None, writes: Mapping[str, bytes], deletes: tuple[str, ...]) -> Published:
    """The state when a commit that makes these changes is the new tip."""
    kept = {path: blob for path, blob in published.files.items() if path not in deletes}
    files = kept | {path: published.id_of(content) for path, content in writes.items()}
    written = {path[len(record.DIRECTORY) : -len(".json")]: record.from_json(content, path) for path, content in writes.items() if _is_record(path)}
    records = {digest: known for digest, known in published.records.items() if record.path(digest) in files} | written
    now = fleet.from_json(writes[fleet.PATH], fleet.PATH) if fleet.PATH in writes else published.fleet
    return replace(published, tip=tip, files=files, fleet=now, records=records)


def load_published(repository: Repository, stage: str) -> Published:
    """Read the branch of a stage.

    Raises UserError when the branch is not ours, or is another stage's.
    """
    tip = load_tip(repository)
    if tip is None:
        return Published(None, {}, Fleet(stage))
    where = f"branch `{repository.branch}` of `{repository.location}`"
    files = load_tree(repository, tip)
    if fleet.PATH not in files:
        raise UserError.one(
            f"{where} holds files ({len(files)}) and no fleet.json: it is not a deploy branch",
            hint=f"name a branch that does not exist yet in platform/stages/{stage}.yaml: deploy.branch",
        )
    wanted = {path: blob for path, blob in files.items() if path == fleet.PATH or _is_record(path)}
    blobs = load_blobs(repository, wanted.values())
    now = fleet.from_json(blobs[files[fleet.PATH]], where)
    if now.stage != stage:
        raise UserError.one(
            f"{where} belongs to stage `{now.stage}`, not to `{stage}`",
            hint=f"give each stage a branch of its own in platform/stages/{stage}.yaml: deploy.branch",
        )
    records = {
        path[len(record.DIRECTORY) : -len(".json")]: record.from_json(blobs[blob], f"{where}: {path}") for path, blob in wanted.items() if _is_record(path)
    }
    return Published(tip, files, now, records)


def _is_record(path: str) -> bool:
    return path.startswith(record.DIRECTORY) and path.endswith(".json")
