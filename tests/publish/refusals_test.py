"""What publishing refuses, by the whole text that a person gets; nothing is written in any of these cases."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from publish.workplace import Workplace, fixed_clock

from modelfleet.cli.main import main
from modelfleet.publish.publisher import publish


def refused(workplace: Workplace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str, stage: str = "local") -> str:
    """The standard error of a publish that exits with 1 and says nothing else, by the command line."""
    workplace.package(stage)
    monkeypatch.chdir(workplace.root)
    code = main(["publish", "--package", "package", "--stage", stage, "--workspace", str(workplace.root), *words])
    output = capsys.readouterr()
    assert (code, output.out) == (1, "")
    return output.err.replace(str(workplace.root.parent), "TMP")


def git(directory: Path, *words: str) -> None:
    person = ("-c", "user.name=Ann", "-c", "user.email=ann@example.com")
    subprocess.run(["git", "-C", str(directory), *person, *words], check=True, capture_output=True)


def real_stage(workplace: Workplace) -> None:
    """Make dev a stage without placeholders, published from a clean commit."""
    digest = "1" * 64
    images = {"python": {version: f"registry.example.com/python@sha256:{digest}" for version in ("3.10", "3.11", "3.12", "3.13")}}
    workplace.edit_stage(
        "dev",
        store={"write": "file://.modelfleet/store", "read": {"endpoint": "s3.example.com", "bucket": "b", "region": "r", "credentials_secret": "s"}},
        deploy={"repository": ".modelfleet/deploy.git", "branch": "deploy/dev"},
        data={"s3": {"type": "s3", "endpoint": "https://s3.example.com"}},
        images={
            **images,
            "rclone": f"registry.example.com/rclone@sha256:{digest}",
            "kerberos": f"registry.example.com/kerberos@sha256:{digest}",
            "named": {"cuda": {"3.11": f"registry.example.com/cuda@sha256:{digest}"}},
        },
        template_settle="0s",
        argocd={"repository": "https://git.example.com/deploy.git"},
        controllers=None,
        network=None,
        alerts=None,
        spark=None,
    )
    workplace.edit_owner("team-antifraud", network=None)
    git(workplace.root, "init", "--quiet")
    (workplace.root / ".gitignore").write_text(".modelfleet/\npackage/\n")
    git(workplace.root, "add", ".")
    git(workplace.root, "commit", "--quiet", "-m", "One")


def test_an_empty_fleet(workplace: Workplace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(workplace, capsys, monkeypatch) == (
        "the package holds no model, and an empty fleet is never published\n  hint: are the models in `models/<name>/model.yaml`?\n"
    )


def test_the_last_model_goes_and_the_new_one_is_bad(workplace: Workplace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    workplace.add("churn")
    publish(workplace.request(), clock=fixed_clock())
    workplace.remove("churn")
    workplace.add("fraud")
    workplace.bad = {"fraud": "is broken"}
    assert refused(workplace, capsys, monkeypatch) == (
        "this would delete all 1 models and publish none, and an empty fleet is never published\n"
        "  hint: mend one of the models that have problems, or restore one that is gone\n"
    )


def test_a_package_that_is_none(workplace: Workplace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workplace.root)
    (workplace.root / "nothing").mkdir()
    assert main(["publish", "--package", "nothing", "--workspace", str(workplace.root)]) == 1
    assert capsys.readouterr().err == (
        "`nothing` holds no package: neither `inventory/` nor `local/` is in it\n  hint: render the models and the fleet into it first\n"
    )


def test_a_stage_that_does_not_exist(workplace: Workplace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    workplace.add("churn")
    assert refused(workplace, capsys, monkeypatch, stage="prd") == "unknown stage `prd`\n  hint: did you mean `prod`?\n"
    assert refused(workplace, capsys, monkeypatch, stage="staging-2") == "unknown stage `staging-2`\n  hint: one of dev, local, prod\n"


def test_a_branch_that_is_not_ours(workplace: Workplace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    workplace.add("churn")
    git(workplace.root.parent, "init", "--quiet", "--bare", str(workplace.deploy))
    source = workplace.root.parent / "source"
    git(workplace.root.parent, "init", "--quiet", "--initial-branch=deploy/local", str(source))
    (source / "README.md").write_text("mine")
    git(source, "add", ".")
    git(source, "commit", "--quiet", "-m", "Mine")
    git(source, "push", "--quiet", str(workplace.deploy), "deploy/local")
    assert refused(workplace, capsys, monkeypatch) == (
        "branch `deploy/local` of `.modelfleet/deploy.git` holds files (1) and no fleet.json: it is not a deploy branch\n"
        "  hint: name a branch that does not exist yet in platform/stages/local.yaml: deploy.branch\n"
    )
    assert list(workplace.tree()) == ["README.md"]


def test_a_branch_of_another_stage(workplace: Workplace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    workplace.add("churn")
    publish(workplace.request(), clock=fixed_clock())
    real_stage(workplace)
    workplace.edit_stage("dev", deploy={"branch": "deploy/local"})
    git(workplace.root, "commit", "--quiet", "-a", "-m", "Two")
    assert refused(workplace, capsys, monkeypatch, stage="dev") == (
        "branch `deploy/local` of `.modelfleet/deploy.git` belongs to stage `local`, not to `dev`\n"
        "  hint: give each stage a branch of its own in platform/stages/dev.yaml: deploy.branch\n"
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{}", "fleet.json is not what publish writes\n  hint: only publish may write to a deploy branch; reset it to its last good commit\n"),
        ("no JSON", "fleet.json is not what publish writes\n  hint: only publish may write to a deploy branch; reset it to its last good commit\n"),
        ('{"format": 2}', "fleet.json has format 2, this version writes 1\n  hint: publish with the version that wrote it, or a newer one\n"),
    ],
)
def test_a_fleet_file_that_somebody_edited(
    workplace: Workplace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, content: str, said: str
) -> None:
    workplace.add("churn")
    publish(workplace.request(), clock=fixed_clock())
    clone = workplace.root.parent / "clone"
    git(workplace.root.parent, "clone", "--quiet", str(workplace.deploy), str(clone))
    (clone / "fleet.json").write_text(content)
    git(clone, "commit", "--quiet", "-a", "-m", "Edit")
    git(clone, "push", "--quiet")
    assert refused(workplace, capsys, monkeypatch) == f"branch `deploy/local` of `.modelfleet/deploy.git`: {said}"


def test_too_many_deletions(workplace: Workplace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    workplace.edit_stage("local", deletion_threshold=1)
    for name in ("churn", "fraud", "limits"):
        workplace.add(name)
    publish(workplace.request(), clock=fixed_clock())
    tree = workplace.tree()
    workplace.remove("churn")
    workplace.remove("limits")
    assert refused(workplace, capsys, monkeypatch) == (
        "this would delete 2 of 3 models from `deploy/local`, and at most 1 may go at once: churn, limits\n"
        "  hint: if they are meant to go: `./pants publish --modelfleet-allow-deletions ::`\n"
    )
    assert workplace.tree() == tree
    assert main(["publish", "--package", "package", "--workspace", str(workplace.root), "--allow-deletions"]) == 0
    assert list(workplace.fleet()["models"]) == ["fraud"]


def test_a_partial_package(workplace: Workplace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("churn", "fraud"):
        workplace.add(name)
    publish(workplace.request(), clock=fixed_clock())
    workplace.package()
    (workplace.root / "package/inventory/churn.json").unlink()
    monkeypatch.chdir(workplace.root)
    assert main(["publish", "--package", "package", "--workspace", str(workplace.root)]) == 1
    assert capsys.readouterr().err == "models/churn/model.yaml: is in the tree and not in the package\n  hint: render all models into the package\n"


def test_placeholders(workplace: Workplace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    workplace.add("churn")
    real_stage(workplace)
    zero = "0" * 64
    images = {"rclone": f"registry.example.com/rclone@sha256:{zero}", "named": {"cuda": {"3.11": f"registry.example.com/cuda@sha256:{zero}"}}}
    workplace.edit_stage("dev", data={"s3": {"type": "s3", "endpoint": "https://data.dev.invalid"}}, images=images)
    workplace.edit_stage("dev", store={"read": {"endpoint": "s3.dev.invalid:9000", "bucket": "b", "region": "r", "credentials_secret": "s"}})
    # The one of prod is none of dev's business.
    network = {stage: {"addresses": [{"cidr": cidr, "ports": [5432]}]} for stage, cidr in (("dev", "192.0.2.40/32"), ("prod", "192.0.2.48/32"))}
    workplace.edit_owner("team-antifraud", network=network)
    assert refused(workplace, capsys, monkeypatch, stage="dev") == (
        "platform/owners.yaml: team-antifraud.network.dev.addresses[0].cidr: `192.0.2.40/32` is a placeholder\n"
        "  hint: name a network that exists\n"
        "platform/stages/dev.yaml: data.s3.endpoint: `https://data.dev.invalid` is a placeholder\n"
        "  hint: name a host that exists\n"
        "platform/stages/dev.yaml: images.named.cuda.3.11: `registry.example.com/cuda@sha256:0…0` is a placeholder\n"
        "  hint: name an image that exists, by its digest\n"
        "platform/stages/dev.yaml: images.rclone: `registry.example.com/rclone@sha256:0…0` is a placeholder\n"
        "  hint: name an image that exists, by its digest\n"
        "platform/stages/dev.yaml: store.read.endpoint: `s3.dev.invalid:9000` is a placeholder\n"
        "  hint: name a host that exists\n"
    )


def test_a_repository_that_argo_cd_cannot_read(workplace: Workplace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    workplace.add("churn")
    real_stage(workplace)
    workplace.edit_stage("dev", argocd={"repository": None})
    assert refused(workplace, capsys, monkeypatch, stage="dev") == (
        "platform/stages/dev.yaml: Argo CD cannot read `.modelfleet/deploy.git`, which is a path\n"
        "  hint: name the repository by its URL: `argocd: {repository: …}`\n"
    )


def test_a_stage_without_placeholders_from_a_clean_commit_is_published(
    workplace: Workplace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    workplace.add("churn")
    real_stage(workplace)
    workplace.package("dev")
    monkeypatch.chdir(workplace.root)
    assert main(["publish", "--package", "package", "--stage", "dev", "--workspace", str(workplace.root)]) == 0
    assert "branch      deploy/dev\n" in capsys.readouterr().out


def dirty(root: Path) -> None:
    (root / "models/churn/predict.py").write_text("print('not committed')\n")


def untracked(root: Path) -> None:
    (root / "models/churn/new.py").touch()


def shallow(root: Path) -> None:
    git(root, "commit", "--quiet", "--allow-empty", "-m", "Two")
    git(root.parent, "clone", "--quiet", "--depth=1", f"file://{root}", "shallow")
    (root / ".git").rename(root.parent / "old-git")
    (root.parent / "shallow/.git").rename(root / ".git")


def without_git(root: Path) -> None:
    (root / ".git").rename(root.parent / "old-git")


DIRTY = "stage `dev` is published from a commit, and the work tree has changes that are in none\n  hint: `git status` lists them: commit, or stash them\n"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (dirty, DIRTY),
        (untracked, DIRTY),
        (shallow, "stage `dev` is published from a full clone, and this one is shallow\n  hint: `git fetch --unshallow` completes it\n"),
        (without_git, "stage `dev` is published from a commit, and there is none\n  hint: commit the work tree; only stage `local` is published without\n"),
    ],
)
def test_a_work_tree_that_is_no_commit(
    workplace: Workplace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None], said: str
) -> None:
    workplace.add("churn")
    real_stage(workplace)
    spoil(workplace.root)
    assert refused(workplace, capsys, monkeypatch, stage="dev") == said


def test_a_repository_that_cannot_be_reached(workplace: Workplace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    workplace.add("churn")
    workplace.edit_stage("local", deploy={"repository": f"file://{workplace.root.parent}/none.git"}, template_settle="6m")
    assert refused(workplace, capsys, monkeypatch) == (
        "the deploy repository `file://TMP/none.git` cannot be reached: 'TMP/none.git' does not appear to be a git repository\n"
        "  hint: `git ls-remote file://TMP/none.git` must work on this machine; the address is deploy.repository of the stage\n"
    )


def test_a_repository_that_is_broken(workplace: Workplace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    workplace.add("churn")
    publish(workplace.request(), clock=fixed_clock())
    (workplace.deploy / "refs/heads/deploy/local").write_text("0123456789abcdef0123456789abcdef01234567\n")
    said = refused(workplace, capsys, monkeypatch)
    assert re.sub(r"git [a-z-]+: fatal: .*", "REASON", said) == (
        "the deploy repository `.modelfleet/deploy.git` cannot be used: REASON\n  hint: is it a sound Git repository? `git fsck` in it says more\n"
    )


def test_a_work_tree_that_git_cannot_read(workplace: Workplace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    workplace.add("churn")
    git(workplace.root, "init", "--quiet")
    (workplace.root / ".git/index").write_text("no index")
    said = refused(workplace, capsys, monkeypatch)
    assert re.sub(r"tree: .*", "tree: REASON", said) == "Git cannot read the work tree: REASON\n  hint: `git status` in it must work\n"


def test_a_store_that_cannot_be_written(workplace: Workplace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    workplace.add("churn")
    workplace.store.parent.mkdir()
    workplace.store.write_text("not a directory")
    said = refused(workplace, capsys, monkeypatch)
    assert re.sub(r"write \S+ to the store (\S+): .*", r"write KEY to the store \1: REASON", said) == (
        "cannot write KEY to the store file://.modelfleet/store: REASON\n  hint: make sure that the directory can be written and the disk is not full\n"
    )


def test_no_git(workplace: Workplace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    workplace.add("churn")
    monkeypatch.setenv("PATH", os.fspath(workplace.root))
    assert refused(workplace, capsys, monkeypatch) == (
        "git is not on the PATH\n  hint: install Git 2.32 or newer: the deploy branch is kept in a Git repository\n"
    )
