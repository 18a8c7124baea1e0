from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from modelfleet.errors import Problem
from modelfleet.publish import fleet
from modelfleet.publish.fleet import Entry, Fleet
from modelfleet.publish.index_digests import index_digests_path
from modelfleet.publish.package import Package, PackagedModel
from modelfleet.publish.plan import Commit, Terms, Wait, desired_models, next_commit
from modelfleet.publish.published import Published, after
from modelfleet.publish.record import Record, path
from modelfleet.publish.references import all_digests, digests_of
from modelfleet.publish.source import Source

DAY = 86400
START = datetime(2026, 11, 25, 12, tzinfo=UTC)
SOURCE = Source("a" * 40, "Ann <ann@example.com>", "2026-11-25T12:00:00+00:00", "Retrain", "", None)
OWNERS = {"ann": "ann-space", "bob": "bob-space"}


def digest(kind: str, number: int) -> str:
    return f"{kind[0]}{number}".ljust(64, "0")


def record(name: str) -> Record:
    return Record("code", "1" * 64, 10, name[::-1], "tgz", (f"code/{name}.tgz",))


@st.composite
def packaged(draw: st.DrawFn, name: str) -> PackagedModel:
    """A model that is good, bad, or not on the stage."""
    state = draw(st.sampled_from(["good", "good", "good", "bad", "elsewhere"]))
    source = f"models/{name}"
    if state != "good":
        problems = (Problem(f"{source}/model.yaml", 1, "", "is broken"),) if state == "bad" else ()
        return PackagedModel(name, source, None, {}, {}, problems)
    number = st.integers(0, 3)
    archives = {kind: digest(kind, draw(number)) for kind in ("code", "environment", "runtime")}
    owner = draw(st.sampled_from(sorted(OWNERS)))
    templates = tuple(sorted(draw(st.sets(st.sampled_from(["t0", "t1", "t2"]), min_size=1))))
    contents = draw(st.dictionaries(st.sampled_from(["a.yaml", "b.yaml"]), st.sampled_from([b"1", b"2"]), min_size=1))
    files = {f"models/{name}/app.json": owner.encode(), **{f"models/{name}/manifests/{file}": content for file, content in contents.items()}}
    return PackagedModel(name, source, Entry(source, owner, OWNERS[owner], templates, archives), files, {})


@st.composite
def packages(draw: st.DrawFn) -> Package:
    models = {name: draw(packaged(name)) for name in sorted(draw(st.sets(st.sampled_from("xyz"), min_size=1)))}
    used = {template for model in models.values() if model.entry for template in model.entry.templates}
    templates = used | draw(st.sets(st.sampled_from(["t0", "t1", "t2", "t3"])))
    shared = {f"clusterworkflowtemplates/manifests/clusterworkflowtemplate-{name}.yaml": name.encode() for name in templates}
    spaces = {model.entry.namespace for model in models.values() if model.entry} | draw(st.sets(st.sampled_from(sorted(OWNERS.values()))))
    return Package(models, {**shared, **{f"platform/{space}/manifests/quota.yaml": b"q" for space in spaces}})


def records_of(package: Package) -> dict[str, Record]:
    return {digest: record(digest) for model in package.models.values() if model.entry for digest in model.entry.archives.values()}


def carry_out(published: Published, package: Package, now: datetime, retention: int = 10 * DAY, settle: int = 0) -> tuple[Published, list[Commit]]:
    """Plan and apply until nothing is left to do, as the publisher does."""
    commits: list[Commit] = []
    records = records_of(package)
    for _ in range(5):
        step = next_commit(published, package, records, Terms(retention, settle, now, SOURCE))
        if step is None:
            return published, commits
        if isinstance(step, Wait):
            now = step.until
            continue
        commits.append(step)
        published = after(published, f"{len(published.files):040x}", step.writes, step.deletes)
    raise AssertionError("the plan does not come to an end")


histories = st.lists(st.tuples(packages(), st.integers(0, 15)), min_size=1, max_size=5)


@settings(deadline=None, max_examples=50)
@given(histories)
def test_every_history_ends_in_the_wanted_state_and_then_there_is_nothing_to_do(history: list[tuple[Package, int]]) -> None:
    published, now = Published(None, {}, Fleet("local")), START
    for package, days in history:
        now += timedelta(days=days)
        before = published
        published, commits = carry_out(before, package, now)
        assert carry_out(published, package, now) == (published, [])
        assert published.fleet.models == desired_models(before.fleet, package)
        check_branch(before, published, package)
        check_order(commits)


def check_branch(before: Published, published: Published, package: Package) -> None:
    """What must be true of every branch after a publish."""
    now = published.fleet
    for name, entry in now.models.items():
        own = {file: blob for file, blob in published.files.items() if file.startswith(f"models/{name}/")}
        added = {index_digests_path(name), f"models/{name}/hydrator.metadata"}
        model = package.models[name]
        files = model.files if not model.problems else {file: None for file in before.files if file.startswith(f"models/{name}/") and file not in added}
        assert set(own) == {*files, *added}
        if model.problems:
            assert {file: own[file] for file in files} == {file: before.files[file] for file in files}
        assert set(entry.templates) <= set(now.templates)
        assert set(digests_of(now, name)) >= set(entry.archives.values())
        assert any(file.startswith(f"platform/{entry.namespace}/") for file in published.files)
    assert {file for file in published.files if file.startswith("archives/")} == {path(digest) for digest in all_digests(now)}
    assert {file.split("-")[-1].removesuffix(".yaml") for file in published.files if file.startswith("clusterw")} == set(now.templates)
    assert {file.split("/")[1] for file in published.files if file.startswith("models/")} == set(now.models)


def check_order(commits: list[Commit]) -> None:
    """Templates first and alone; no commit of metadata only."""
    assert [commit.templates_only for commit in commits] in ([], [True], [False], [True, False])
    for commit in commits:
        assert any(not file.endswith("hydrator.metadata") for file in (*commit.writes, *commit.deletes))
        if commit.templates_only:
            assert all(file.startswith("clusterworkflowtemplates/") or file == "fleet.json" for file in commit.writes)
            assert not commit.deletes


@settings(deadline=None, max_examples=50)
@given(packages(), packages(), packages())
def test_what_was_used_within_the_retention_stays_and_then_goes(first: Package, second: Package, third: Package) -> None:
    published, _ = carry_out(Published(None, {}, Fleet("local")), first, START)
    published, _ = carry_out(published, second, START + timedelta(days=1))
    used = set(published.fleet.templates), set(all_digests(published.fleet))
    within, _ = carry_out(published, third, START + timedelta(days=11))
    assert used[0] <= set(within.fleet.templates) and used[1] <= set(all_digests(within.fleet))
    gone, _ = carry_out(within, third, START + timedelta(days=22))
    in_use = {digest for entry in gone.fleet.models.values() for digest in entry.archives.values()}
    assert set(all_digests(gone.fleet)) == in_use and not gone.fleet.ended_templates


@settings(deadline=None, max_examples=50)
@given(histories)
def test_an_unrelated_file_on_the_branch_is_never_touched(history: list[tuple[Package, int]]) -> None:
    published = Published("0" * 40, {"README.md": "r", "docs/models/x.md": "d"}, Fleet("local"))
    for package, _ in history:
        published, commits = carry_out(published, package, START)
        assert published.files["README.md"] == "r" and published.files["docs/models/x.md"] == "d"
        assert not any("README.md" in (*commit.writes, *commit.deletes) for commit in commits)


@settings(deadline=None, max_examples=50)
@given(packages())
def test_a_new_source_commit_alone_makes_no_commit(package: Package) -> None:
    published, _ = carry_out(Published(None, {}, Fleet("local")), package, START)
    later = Terms(10 * DAY, 0, START, replace(SOURCE, commit="b" * 40))
    assert next_commit(published, package, {}, later) is None


def one_model(template: str = "t0", code: int = 0) -> Package:
    archives = {"code": digest("code", code), "environment": digest("environment", 0), "runtime": digest("runtime", 0)}
    model = PackagedModel(
        "x", "models/x", Entry("models/x", "ann", "ann-space", (template,), archives), {"models/x/app.json": b"{}", "models/x/manifests/a.yaml": b"1"}, {}
    )
    return Package({"x": model}, {f"clusterworkflowtemplates/manifests/clusterworkflowtemplate-{template}.yaml": template.encode()})


KNOWN = records_of(one_model())


def test_users_of_a_new_template_wait_for_it_and_an_interrupted_wait_is_resumed() -> None:
    start = Published(None, {}, Fleet("local"))
    terms = Terms(DAY, 360, START, SOURCE)
    first = next_commit(start, one_model(), KNOWN, terms)
    assert isinstance(first, Commit) and first.templates_only
    waiting = after(start, "1" * 40, first.writes, first.deletes)
    assert next_commit(waiting, one_model(), KNOWN, terms) == Wait(START + timedelta(seconds=360), ("t0",))
    assert next_commit(waiting, one_model(), KNOWN, replace(terms, now=START + timedelta(seconds=100))) == Wait(START + timedelta(seconds=360), ("t0",))
    second = next_commit(waiting, one_model(), KNOWN, replace(terms, now=START + timedelta(seconds=360)))
    assert isinstance(second, Commit) and not second.templates_only


def test_a_model_that_does_not_change_its_template_does_not_wait() -> None:
    published, _ = carry_out(Published(None, {}, Fleet("local")), one_model(), START, settle=360)
    changed = one_model(code=1)
    more = replace(changed, shared={**changed.shared, **one_model("t1").shared})
    terms = Terms(DAY, 360, START + timedelta(hours=1), SOURCE)
    first = next_commit(published, more, records_of(more), terms)
    assert isinstance(first, Commit) and first.templates_only
    second = next_commit(after(published, "2" * 40, first.writes, first.deletes), more, records_of(more), terms)
    assert isinstance(second, Commit) and second.changed == ("x",)


def test_the_config_map_names_archives_in_use_and_retained() -> None:
    published, _ = carry_out(Published(None, {}, Fleet("local")), one_model(), START)
    commit = next_commit(published, one_model(code=1), records_of(one_model(code=1)), Terms(DAY, 0, START, SOURCE))
    assert isinstance(commit, Commit)
    assert commit.writes[index_digests_path("x")].decode() == (
        'apiVersion: "v1"\n'
        'kind: "ConfigMap"\n'
        "metadata:\n"
        '  name: "x-archives"\n'
        '  namespace: "ann-space"\n'
        "  labels:\n"
        '    modelfleet.io/model: "x"\n'
        '    modelfleet.io/owner: "ann"\n'
        "data:\n"
        + "".join(f'  {name}: "{name[::-1]}"\n' for name in sorted(digest(*pair) for pair in (("code", 0), ("code", 1), ("environment", 0), ("runtime", 0))))
    )
    ended = json.loads(commit.writes["fleet.json"])["ended"]
    assert ended == {"archives": {digest("code", 0): {"x": "2026-11-25"}}, "templates": {}}


def test_without_a_source_commit_old_metadata_goes() -> None:
    published, _ = carry_out(Published(None, {}, Fleet("local")), one_model(), START)
    commit = next_commit(published, one_model(code=1), records_of(one_model(code=1)), Terms(DAY, 0, START, None))
    assert isinstance(commit, Commit) and commit.deletes == ("hydrator.metadata", "models/x/hydrator.metadata")


names = st.text("abcdef-0123456789", min_size=1, max_size=8)
days: st.SearchStrategy[Mapping[str, str]] = st.dictionaries(names, st.dates().map(str), max_size=3)
entries = st.builds(Entry, st.text(), names, names, st.lists(names, max_size=3).map(tuple), st.dictionaries(names, names, max_size=3))
fleets = st.builds(Fleet, names, st.dictionaries(names, entries, max_size=3), days, st.dictionaries(names, days, max_size=3), days)


@given(fleets)
def test_a_fleet_is_read_as_it_was_written(value: Fleet) -> None:
    assert fleet.from_json(fleet.to_json(value), "x") == value
