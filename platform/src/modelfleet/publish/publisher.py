"""Publishing: reads the states, supplies the archives, and moves the branch until the plan is empty."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from modelfleet.archive.progress import announced
from modelfleet.archive.store import Store
from modelfleet.errors import Problem, UserError, in_order
from modelfleet.git import GitError
from modelfleet.publish import refusal
from modelfleet.publish.listing import listed
from modelfleet.publish.metadata import message
from modelfleet.publish.needs import needs_of, records_in_git, work_of
from modelfleet.publish.package import Package, load_package
from modelfleet.publish.plan import Commit, Terms, Wait, desired_models, next_commit
from modelfleet.publish.published import Published, after, load_published
from modelfleet.publish.record import Record
from modelfleet.publish.repository import Repository, Signature, open_repository, without_credentials, write_commit, write_tip
from modelfleet.publish.source import WorkTree, load_work_tree
from modelfleet.publish.summary import CommitLine, Manifests, Summary
from modelfleet.publish.supply import Supplied, Supplier
from modelfleet.spec.platform_files import load_platform
from modelfleet.spec.stage import StageSpec

ATTEMPTS = 10


def _ignore(step: str) -> None:
    """What happens at each named step when nobody asks."""


@dataclass(frozen=True)
class Request:
    """One publish: `root` holds the sources as they were rendered, `workspace` is the work tree that the person is in."""

    root: Path
    package: Path
    stage: str
    workspace: Path
    cache: Path
    allow_deletions: bool = False
    parallel: int = 3


@dataclass(frozen=True)
class Clock:
    """Time for the publisher: `now` in UTC, `sleep` for seconds."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep


class LostRaceError(Exception):
    """Somebody else moved the branch between our reading and our writing it."""


@dataclass
class _Run:
    """What one publish has at hand, and what it has done so far."""

    request: Request
    spec: StageSpec
    tree: WorkTree
    repository: Repository
    store: Store
    clock: Clock
    steps: Callable[[str], None]
    commits: tuple[CommitLine, ...] = ()
    manifests: Manifests = Manifests()
    touched: tuple[Commit, ...] = ()


def publish(request: Request, *, clock: Clock = Clock(), steps: Callable[[str], None] = _ignore) -> Summary:  # noqa: B008 - a value, not a state
    """Bring a stage's deploy branch and store to what the package says.

    Archives come first, new templates next, models last; each step leaves a state from which the next publish goes on.
    `steps` is called with the name of each step once it is done. Raises UserError for everything that is refused.
    """
    platform = load_platform(request.root)
    refusal.check_stage(request.stage, platform.stages)
    spec = platform.stages[request.stage]
    refusal.check_placeholders(request.stage, spec, platform.owners)
    refusal.check_readable(request.stage, spec)
    try:
        return _publish(request, spec, clock, steps)
    except GitError as error:
        where = without_credentials(spec.deploy.repository)
        raise UserError.one(
            f"the deploy repository `{where}` cannot be used: {error}", hint="is it a sound Git repository? `git fsck` in it says more"
        ) from error


def _publish(request: Request, spec: StageSpec, clock: Clock, steps: Callable[[str], None]) -> Summary:
    with ThreadPoolExecutor(3) as pool, announced("reading the package, the branch and the store"):
        tree_read = pool.submit(load_work_tree, request.workspace)
        repository = open_repository(spec.deploy.repository, spec.deploy.branch, request.workspace)
        published_read = pool.submit(load_published, repository, request.stage)
        store = Store(spec.store.write, request.workspace)
        stored_read = pool.submit(store.keys)
        package = load_package(request.package, request.stage)
        refusal.check_fleet(package)
        tree, published, stored = tree_read.result(), published_read.result(), set(stored_read.result())
    refusal.check_work_tree(request.stage, tree)
    steps("read")
    run = _Run(request, spec, tree, repository, store, clock, steps)
    supplier = Supplier(store, request.root, request.cache, request.parallel, steps)
    for attempt in range(ATTEMPTS):
        try:
            return _advance(run, published, package, supplier, stored)
        except LostRaceError:
            clock.sleep(random.uniform(0.5, 1) * min(2.0, 0.05 * 2**attempt))
            published, stored = load_published(repository, request.stage), set(store.keys())
    raise UserError.one(
        f"branch `{repository.branch}` of `{repository.location}` was moved by others {ATTEMPTS} times while this run wrote to it",
        hint="let one publish run at a time for each stage",
    )


def _advance(run: _Run, published: Published, package: Package, supplier: Supplier, stored: set[str]) -> Summary:
    """Go from a state of the branch to the wanted one. Raises LostRaceError when the branch is in another state."""
    before = published.fleet
    sources = [model.source for model in package.models.values()] + [
        path.parent.relative_to(run.request.root).as_posix() for path in run.request.root.glob("models/*/model.yaml")
    ]
    refusal.check_still_there(before, package, sources)
    if not run.request.allow_deletions:
        refusal.check_deletions(before, desired_models(before, package), run.spec.deletion_threshold, run.repository.branch)
    needs = needs_of(package)
    supplied, failed = supplier.supply(work_of(needs, published.records, stored), stored)
    sound = _without(package, failed)
    models = desired_models(before, sound)
    refusal.check_not_emptied(before, models)
    records = {**records_in_git(needs), **{digest: done.record for digest, done in supplied.items()}}
    while models:
        terms = Terms(run.spec.retention, run.spec.template_settle, run.clock.now(), run.tree.source)
        step = next_commit(published, sound, records, terms)
        if step is None:
            break
        if isinstance(step, Wait):
            _wait(run, step, terms.now)
        else:
            published = _commit(run, published, step)
    used = {digest for model in sound.models.values() if model.entry for digest in model.archives}
    return _summary(run, package, sound, before.models.keys(), supplied, {digest: published.records[digest] for digest in used & published.records.keys()})


def _without(package: Package, failed: Mapping[str, Problem]) -> Package:
    """The package in which a model that uses an archive of `failed` (digest → why) has that problem."""
    models = {}
    for name, model in package.models.items():
        problems = tuple(replace(failed[digest], file=f"{model.source}/model.yaml") for digest in model.archives if digest in failed)
        models[name] = replace(model, entry=None, problems=in_order((*model.problems, *problems))) if problems else model
    return replace(package, models=models)


def _wait(run: _Run, wait: Wait, now: datetime) -> None:
    seconds = (wait.until - now).total_seconds()
    with announced(f"waiting {seconds:.0f} s for {len(wait.templates)} new templates to reach the clusters"):
        run.clock.sleep(seconds)
    run.steps("waited")


def _commit(run: _Run, published: Published, commit: Commit) -> Published:
    kind = "templates" if commit.templates_only else "models"
    subject = _subject(run, commit)
    by = Signature(run.tree.name, run.tree.email, int(run.clock.now().timestamp()))
    with announced(f"writing {len(commit.writes)} files to {run.repository.branch}"):
        made = write_commit(run.repository, published.tip, commit.writes, commit.deletes, message(subject, _body(commit), run.tree.source), by)
        run.steps(f"{kind} written")
        if not write_tip(run.repository, made, published.tip):
            raise LostRaceError
    run.steps(f"{kind} published")
    run.commits += (CommitLine(made, subject),)
    run.touched += (commit,)
    run.manifests = _count(run.manifests, published, commit)
    return after(published, made, commit.writes, commit.deletes)


def _subject(run: _Run, commit: Commit) -> str:
    if commit.templates_only:
        return "Add templates"
    if run.tree.source is not None and run.tree.source.subject:
        return run.tree.source.subject
    return f"Publish to {run.request.stage}"


def _body(commit: Commit) -> str:
    if commit.templates_only:
        return "Templates come before the manifests that use them."
    lines = [f"{word}: {listed(names)}" for word, names in (("Added", commit.added), ("Changed", commit.changed), ("Deleted", commit.deleted)) if names]
    return "\n".join(lines)


def _count(so_far: Manifests, published: Published, commit: Commit) -> Manifests:
    written = [path for path in commit.writes if path.endswith(".yaml")]
    changed = sum(path in published.files for path in written)
    removed = sum(path.endswith(".yaml") for path in commit.deletes)
    return Manifests(so_far.added + len(written) - changed, so_far.changed + changed, so_far.removed + removed)


def _summary(run: _Run, package: Package, sound: Package, before: object, supplied: Mapping[str, Supplied], used: Mapping[str, Record]) -> Summary:
    bad = tuple(sorted(name for name, model in sound.models.items() if model.problems))
    # Code that pods clone is no archive: nothing of it was stored.
    reused = [record for digest, record in used.items() if digest not in supplied and record.keys]
    return Summary(
        stage=run.request.stage,
        rendered=sum(not model.problems for model in package.models.values()),
        bad=bad,
        kept=tuple(name for name in bad if name in before),
        added=tuple(name for commit in run.touched for name in commit.added),
        changed=tuple(name for commit in run.touched for name in commit.changed),
        deleted=tuple(name for commit in run.touched for name in commit.deleted),
        supplied=tuple(done.line for done in supplied.values()),
        reused=len(reused),
        reused_size=sum(record.size for record in reused),
        manifests=run.manifests,
        commits=run.commits,
        branch=run.repository.branch,
        repository=run.repository.location,
        store=run.spec.store.write,
        source=run.tree.note,
        problems=in_order(problem for model in sound.models.values() for problem in model.problems),
    )
