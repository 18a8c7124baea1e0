"""Publishing a small fleet for real: Git, store and archives."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from publish.workplace import NOW, Workplace, fixed_clock

from modelfleet.cli.main import main
from modelfleet.publish.publisher import publish
from modelfleet.publish.summary import Summary


def published(workplace: Workplace, days: int = 0, **options: object) -> Summary:
    """Publish what the sources are, so many days later."""
    return publish(workplace.request(**options), clock=fixed_clock(NOW + timedelta(days=days)))


def test_the_first_publish_and_then_nothing_to_do(workplace: Workplace) -> None:
    workplace.add("churn")
    workplace.add("fraud", "print('fraud')\n")
    first = published(workplace)
    assert (first.rendered, first.added, first.changed, first.deleted, first.bad) == (2, ("churn", "fraud"), (), (), ())
    assert sorted(line.title for line in first.supplied) == ["code of churn", "code of fraud", "environment of churn and 1 more", "runtime"]
    assert {line.how for line in first.supplied} == {"built"}
    assert [line.subject for line in first.commits] == ["Add templates", "Publish to local"]
    assert first.source == "not under Git: no commit is recorded"
    tree = workplace.tree()
    digests = {kind: digest for entry in workplace.fleet()["models"].values() for kind, digest in entry["archives"].items()}
    assert digests.keys() == {"code", "environment", "runtime"}
    assert sorted(path for path in tree if not path.startswith("archives/")) == [
        "clusterworkflowtemplates/manifests/clusterworkflowtemplate-batch-0123456789.yaml",
        "fleet.json",
        "models/churn/app.json",
        "models/churn/manifests/configmap-churn-archives.yaml",
        "models/churn/manifests/cronworkflow-churn-inference.yaml",
        "models/fraud/app.json",
        "models/fraud/manifests/configmap-fraud-archives.yaml",
        "models/fraud/manifests/cronworkflow-fraud-inference.yaml",
        "platform/antifraud/manifests/resourcequota-jobs.yaml",
    ]
    second = published(workplace, days=1)
    assert (second.commits, second.supplied, second.reused) == ((), (), 4)
    assert workplace.tree() == tree


def test_records_and_config_map_agree_with_the_store(workplace: Workplace) -> None:
    workplace.add("churn")
    published(workplace)
    archives = workplace.fleet()["models"]["churn"]["archives"]
    config_map = workplace.show("models/churn/manifests/configmap-churn-archives.yaml")
    keys = set()
    for kind, digest in archives.items():
        record = json.loads(workplace.show(f"archives/{digest}.json"))
        [key] = record["keys"]
        content = (workplace.store / key).read_bytes()
        assert (record["kind"], record["size"], record["format"]) == (kind, len(content), "tgz")
        assert record["checksum"] == subprocess.run(["sha256sum", workplace.store / key], capture_output=True, text=True, check=True).stdout.split()[0]
        assert f'"{digest}": "{record["index_digest"]}"' in config_map or f'{digest}: "{record["index_digest"]}"' in config_map
        keys.add(key)
    assert (
        workplace.objects()
        == keys
        == {f"code/churn/{archives['code']}.tgz", f"environments/{archives['environment']}.tgz", f"runtime/{archives['runtime']}.tgz"}
    )


def test_a_change_of_the_code_builds_and_changes_no_more_than_it_must(workplace: Workplace) -> None:
    workplace.add("churn")
    workplace.add("fraud", "print('fraud')\n")
    published(workplace)
    before, old = workplace.tree(), workplace.fleet()["models"]["churn"]["archives"]["code"]
    workplace.add("churn", "print('better')\n")
    summary = published(workplace)
    new = workplace.fleet()["models"]["churn"]["archives"]["code"]
    assert [line.title for line in summary.supplied] == ["code of churn"]
    assert (summary.reused, summary.changed) == (3, ("churn",))
    changed = {path for path, blob in workplace.tree().items() if before.get(path) != blob}
    assert changed == {
        f"archives/{new}.json",
        "fleet.json",
        "models/churn/manifests/configmap-churn-archives.yaml",
        "models/churn/manifests/cronworkflow-churn-inference.yaml",
    }
    assert workplace.fleet()["ended"]["archives"] == {old: {"churn": "2026-11-25"}}
    assert old in workplace.show("models/churn/manifests/configmap-churn-archives.yaml")


def test_ended_references_go_after_the_retention(workplace: Workplace) -> None:
    workplace.edit_stage("local", retention="10d")
    workplace.add("churn")
    published(workplace)
    old = workplace.fleet()["models"]["churn"]["archives"]["code"]
    workplace.add("churn", "print('better')\n")
    workplace.templates = {"batch-1111111111"}
    workplace.used = {"churn": ("batch-1111111111",)}
    published(workplace)
    template = "clusterworkflowtemplates/manifests/clusterworkflowtemplate-batch-0123456789.yaml"
    assert template in workplace.tree()
    assert published(workplace, days=10).commits == ()
    gone = published(workplace, days=11)
    assert gone.manifests.removed == 1 and gone.manifests.changed == 1
    assert template not in workplace.tree() and f"archives/{old}.json" not in workplace.tree()
    assert old not in workplace.show("models/churn/manifests/configmap-churn-archives.yaml")
    assert workplace.fleet()["ended"] == {"archives": {}, "templates": {}}


def test_a_deleted_model_goes_in_the_same_commit(workplace: Workplace) -> None:
    workplace.add("churn")
    workplace.add("fraud")
    published(workplace)
    workplace.remove("fraud")
    workplace.add("churn", "print('better')\n")
    summary = published(workplace)
    assert (summary.changed, summary.deleted, len(summary.commits)) == (("churn",), ("fraud",), 1)
    assert not any(path.startswith("models/fraud/") for path in workplace.tree())


def test_what_argo_cd_is_told_comes_changes_and_goes(workplace: Workplace) -> None:
    workplace.add("churn")
    workplace.control = {"appproject-ann": "one\n", "appproject-bob": "one\n"}
    published(workplace)
    assert workplace.show("argocd/manifests/appproject-ann.yaml") == "one\n"
    workplace.control = {"appproject-ann": "two\n"}
    summary = published(workplace)
    assert (summary.changed, summary.manifests.changed, summary.manifests.removed) == ((), 1, 1)
    assert [path for path in workplace.tree() if path.startswith("argocd/")] == ["argocd/manifests/appproject-ann.yaml"]
    assert workplace.show("argocd/manifests/appproject-ann.yaml") == "two\n"


def test_an_app_json_made_by_hand_lasts_until_the_next_publish(workplace: Workplace) -> None:
    """Argo CD would stop at the first of these, and no model of the owner would change any more."""
    workplace.add("churn")
    published(workplace)
    before = workplace.tree()
    clone = workplace.root.parent / "clone"
    subprocess.run(["git", "clone", "--quiet", workplace.deploy, clone], check=True)
    (clone / "models/churn/app.json").write_text("{")
    (clone / "models/ghost").mkdir()
    (clone / "models/ghost/app.json").write_text('{"model": 1}')
    for words in (["add", "."], ["-c", "user.name=Bob", "-c", "user.email=bob@example.com", "commit", "--quiet", "-m", "Edit"], ["push", "--quiet"]):
        subprocess.run(["git", *words], cwd=clone, check=True)
    assert workplace.show("models/churn/app.json") == "{"
    published(workplace)
    assert workplace.tree() == before


def test_a_bad_model_keeps_its_last_state_and_a_new_bad_one_is_not_published(workplace: Workplace) -> None:
    workplace.add("churn")
    workplace.add("fraud", "print('fraud')\n")
    published(workplace)
    before = {path: blob for path, blob in workplace.tree().items() if path.startswith("models/fraud/")}
    workplace.add("churn", "print('better')\n")
    workplace.add("limits")
    workplace.bad = {"fraud": "is broken", "limits": "is broken too"}
    workplace.templates = {"batch-1111111111"}
    workplace.used = {"churn": ("batch-1111111111",)}
    summary = published(workplace)
    assert (summary.rendered, summary.bad, summary.kept, summary.changed) == (1, ("fraud", "limits"), ("fraud",), ("churn",))
    assert [str(problem) for problem in summary.problems] == ["models/fraud/model.yaml:3: jobs: is broken", "models/limits/model.yaml:3: jobs: is broken too"]
    assert {path: blob for path, blob in workplace.tree().items() if path.startswith("models/fraud/")} == before
    assert workplace.fleet()["ended"]["templates"] == {}
    assert "limits" not in workplace.fleet()["models"]
    assert published(workplace).commits == ()


def test_equal_code_of_two_models_is_one_record_and_two_objects(workplace: Workplace) -> None:
    workplace.add("churn")
    published(workplace)
    workplace.add("fraud")
    summary = published(workplace)
    code = workplace.fleet()["models"]["fraud"]["archives"]["code"]
    assert [(line.title, line.how) for line in summary.supplied] == [("code of churn and 1 more", "stored again")]
    assert json.loads(workplace.show(f"archives/{code}.json"))["keys"] == [f"code/churn/{code}.tgz", f"code/fraud/{code}.tgz"]
    assert (workplace.store / f"code/churn/{code}.tgz").read_bytes() == (workplace.store / f"code/fraud/{code}.tgz").read_bytes()
    assert published(workplace).commits == ()


def test_an_environment_that_cannot_be_built_makes_its_models_bad_and_no_other(workplace: Workplace) -> None:
    workplace.add("churn")
    workplace.add("fraud", lock=workplace.lock.replace("--hash=sha256:", "--hash=sha256:00")[:-3] + "\n")
    summary = published(workplace)
    assert (summary.added, summary.bad) == (("churn",), ("fraud",))
    assert summary.problems[0].file == "models/fraud/model.yaml"
    assert summary.problems[0].what.startswith("its environment archive cannot be published: ")


def test_an_object_that_is_gone_from_the_store_is_built_again(workplace: Workplace) -> None:
    workplace.add("churn")
    published(workplace)
    [key] = [key for key in workplace.objects() if key.startswith("code/")]
    content = (workplace.store / key).read_bytes()
    (workplace.store / key).unlink()
    summary = published(workplace)
    assert ([line.title for line in summary.supplied], summary.commits) == (["code of churn"], ())
    assert (workplace.store / key).read_bytes() == content


def test_an_object_without_a_record_is_taken_when_it_holds_what_is_built_here(workplace: Workplace) -> None:
    workplace.add("churn")
    published(workplace)
    objects = {key: (workplace.store / key).read_bytes() for key in workplace.objects()}
    subprocess.run(["rm", "-r", workplace.deploy], check=True)
    summary = published(workplace)
    assert {line.how for line in summary.supplied} == {"found in the store"}
    assert {key: (workplace.store / key).read_bytes() for key in workplace.objects()} == objects


def test_an_object_that_somebody_planted_is_never_recorded(workplace: Workplace) -> None:
    workplace.add("churn")
    workplace.add("fraud", "print('fraud')\n")
    published(workplace)
    [key] = [key for key in workplace.objects() if key.startswith("code/churn/")]
    other = next(key for key in workplace.objects() if key.startswith("code/fraud/"))
    (workplace.store / key).write_bytes((workplace.store / other).read_bytes())
    subprocess.run(["rm", "-r", workplace.deploy], check=True)
    summary = published(workplace)
    assert (summary.added, summary.bad) == (("fraud",), ("churn",))
    assert str(summary.problems[0]) == (
        f"models/churn/model.yaml: its code archive cannot be published: object `{key}` in the store is not what its inputs give\n"
        "  hint: find out who wrote it; then delete it from the store and publish again"
    )


def test_sources_that_changed_after_rendering_are_not_archived_under_the_old_digest(workplace: Workplace) -> None:
    workplace.add("churn")
    request = workplace.request()
    workplace.add("churn", "print('changed meanwhile')\n")
    summary = publish(request, clock=fixed_clock())
    assert summary.bad == ("churn",)
    assert str(summary.problems[0]) == (
        "models/churn/model.yaml: its code archive cannot be published: the files have changed since they were rendered\n  hint: render and publish again"
    )


def test_the_source_commit_is_recorded(workplace: Workplace) -> None:
    workplace.add("churn")
    git(workplace.root, "init", "--quiet")
    (workplace.root / ".gitignore").write_text(".modelfleet/\npackage/\n")
    git(workplace.root, "add", ".")
    git(workplace.root, "commit", "--quiet", "--date=2026-11-25T02:50:00+03:00", "-m", "Retrain weekly\n\nBecause of drift.")
    git(workplace.root, "remote", "add", "origin", "https://user:token@git.example.com/fleet.git")
    head = git(workplace.root, "rev-parse", "HEAD").strip()
    summary = published(workplace)
    assert summary.source == f"{head[:12]} Retrain weekly"
    assert json.loads(workplace.show("hydrator.metadata")) == {
        "author": "Ann <ann@example.com>",
        "body": "Because of drift.",
        "date": "2026-11-25T02:50:00+03:00",
        "drySha": head,
        "repoURL": "https://git.example.com/fleet.git",
        "subject": "Retrain weekly",
    }
    assert json.loads(workplace.show("models/churn/hydrator.metadata")) == {"drySha": head, "repoURL": "https://git.example.com/fleet.git"}
    assert workplace.git("log", "-1", "--format=%B", "deploy/local") == (
        "Retrain weekly\n\nAdded: churn\n\n"
        "Argocd-reference-commit-author: Ann <ann@example.com>\n"
        f"Argocd-reference-commit-sha: {head}\n"
        "Argocd-reference-commit-subject: Retrain weekly\n"
        'Argocd-reference-commit-body: "Because of drift."\n'
        "Argocd-reference-commit-repourl: https://git.example.com/fleet.git\n"
        "Argocd-reference-commit-date: 2026-11-25T02:50:00+03:00\n\n"
    )
    (workplace.root / "models/churn/predict.py").write_text("print('not committed')\n")
    assert published(workplace).source == f"{head[:12]} Retrain weekly (and uncommitted changes)"


def test_the_tree_does_not_depend_on_the_directory(workplace: Workplace, tmp_path: Path) -> None:
    workplace.add("churn")
    published(workplace)
    tree = workplace.tree()
    moved = replace(workplace, root=tmp_path / "elsewhere/fleet", cache=tmp_path / "cache")
    moved.root.parent.mkdir()
    subprocess.run(["cp", "-r", workplace.root, moved.root], check=True)
    subprocess.run(["rm", "-r", moved.root / ".modelfleet"], check=True)
    published(moved)
    assert moved.tree() == tree


def test_the_command_line_names_bad_models_and_exits_with_1(workplace: Workplace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    workplace.add("churn")
    workplace.add("fraud")
    workplace.bad = {"fraud": "is broken"}
    workplace.package()
    monkeypatch.chdir(workplace.root)
    words = ["publish", "--package", "package", "--workspace", str(workplace.root), "--cache", str(workplace.cache)]
    assert main(words) == 1
    output = capsys.readouterr()
    assert output.err == "models/fraud/model.yaml:3: jobs: is broken\n"
    assert "models      1 rendered, 1 added, 0 changed, 0 deleted, 1 bad: fraud\n" in output.out
    assert main([*words, "--output", "json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["stage"], said["bad"], said["commits"], said["reused"]) == ("local", ["fraud"], [], 3)
    assert said["problems"] == [{"file": "models/fraud/model.yaml", "line": 3, "path": "jobs", "what": "is broken", "hint": None}]


def git(directory: Path, *words: str) -> str:
    person = ("-c", "user.name=Ann", "-c", "user.email=ann@example.com")
    return subprocess.run(["git", "-C", str(directory), *person, *words], check=True, capture_output=True, text=True).stdout
