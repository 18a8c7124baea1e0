"""What publishing refuses to do, before it builds or writes anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from modelfleet.errors import Problem, UserError
from modelfleet.publish.fleet import Entry, Fleet
from modelfleet.publish.listing import listed
from modelfleet.publish.package import Package
from modelfleet.publish.source import WorkTree
from modelfleet.spec.control import is_repository_url
from modelfleet.spec.owners import Owner
from modelfleet.spec.placeholder_values import ZERO_DIGEST, is_documentation_network, placeholders_of, placeholders_of_owners
from modelfleet.spec.platform_files import OWNERS
from modelfleet.spec.stage import LOCAL, StageSpec


def check_stage(stage: str, known: Iterable[str]) -> None:
    """Raises UserError when there is no such stage, with the name that was probably meant."""
    names = sorted(known)
    if stage in names:
        return
    close = get_close_matches(stage, names, n=1)
    raise UserError.one(f"unknown stage `{stage}`", hint=f"did you mean `{close[0]}`?" if close else f"one of {', '.join(names)}")


def check_placeholders(stage: str, spec: StageSpec, owners: Mapping[str, Owner]) -> None:
    """Raises UserError, naming every placeholder, when the stage is not the local one and it or an owner on it has any."""
    if stage == LOCAL:
        return
    found = {f"platform/stages/{stage}.yaml": placeholders_of(spec), OWNERS.as_posix(): placeholders_of_owners(owners, stage)}
    problems = [
        Problem(file, None, path, f"`{_short(value)}` is a placeholder", _placeholder_hint(value))
        for file, values in found.items()
        for path, value in values.items()
    ]
    if problems:
        raise UserError(problems)


def _short(value: str) -> str:
    return value.replace(ZERO_DIGEST, "0…0")


def _placeholder_hint(value: str) -> str:
    if is_documentation_network(value):
        return "name a network that exists"
    return "name an image that exists, by its digest" if ZERO_DIGEST in value else "name a host that exists"


def check_readable(stage: str, spec: StageSpec) -> None:
    """Raises UserError when the deploy repository is a path, which Argo CD cannot read, and no other way is given."""
    if stage == LOCAL or is_repository_url(spec.deploy_url):
        return
    what = f"Argo CD cannot read `{spec.deploy_url}`, which is a path"
    raise UserError.one(what, file=f"platform/stages/{stage}.yaml", hint="name the repository by its URL: `argocd: {repository: …}`")


def check_work_tree(stage: str, tree: WorkTree) -> None:
    """Raises UserError when a stage other than the local one would be published from what no commit holds."""
    if stage == LOCAL:
        return
    if tree.source is None:
        raise UserError.one(
            f"stage `{stage}` is published from a commit, and there is none", hint="commit the work tree; only stage `local` is published without"
        )
    if tree.dirty:
        raise UserError.one(
            f"stage `{stage}` is published from a commit, and the work tree has changes that are in none", hint="`git status` lists them: commit, or stash them"
        )
    if tree.shallow:
        raise UserError.one(f"stage `{stage}` is published from a full clone, and this one is shallow", hint="`git fetch --unshallow` completes it")


def check_fleet(package: Package) -> None:
    """Raises UserError when the package holds no model at all."""
    if not package.models:
        raise UserError.one("the package holds no model, and an empty fleet is never published", hint="are the models in `models/<name>/model.yaml`?")


def check_not_emptied(published: Fleet, models: Mapping[str, Entry]) -> None:
    """Raises UserError when every model of the branch would go and none would come."""
    if published.models and not models:
        raise UserError.one(
            f"this would delete all {len(published.models)} models and publish none, and an empty fleet is never published",
            hint="mend one of the models that have problems, or restore one that is gone",
        )


def check_deletions(published: Fleet, models: Mapping[str, Entry], threshold: int, branch: str) -> None:
    """Raises UserError when more models would go than max(`threshold`, 5 % of those on the branch).

    Argo CD deletes without asking what is no longer on its branch, so this is the only guard.
    """
    gone = sorted(published.models.keys() - models.keys())
    limit = max(threshold, len(published.models) * 5 // 100)
    if len(gone) <= limit:
        return
    raise UserError.one(
        f"this would delete {len(gone)} of {len(published.models)} models from `{branch}`, and at most {limit} may go at once: {listed(gone)}",
        hint="if they are meant to go: `./pants publish --modelfleet-allow-deletions ::`",
    )


def check_still_there(published: Fleet, package: Package, sources: Iterable[str]) -> None:
    """Raises UserError when a model would be deleted whose model.yaml is among `sources` (`models/<name>`): the package is partial."""
    present = set(sources)
    missing = [entry.source for name, entry in published.models.items() if name not in package.models and entry.source in present]
    problems = [Problem(f"{source}/model.yaml", None, "", "is in the tree and not in the package", "render all models into the package") for source in missing]
    if problems:
        raise UserError(problems)
