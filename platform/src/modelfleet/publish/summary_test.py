from __future__ import annotations

from dataclasses import replace

from modelfleet.publish.summary import ArchiveLine, CommitLine, Manifests, Summary, to_rows, to_text

NOTHING = Summary(
    stage="local",
    rendered=3,
    bad=(),
    kept=(),
    added=(),
    changed=(),
    deleted=(),
    supplied=(),
    reused=7,
    reused_size=412_345_678,
    manifests=Manifests(),
    commits=(),
    branch="deploy/local",
    repository=".modelfleet/deploy.git",
    store="file://.modelfleet/store",
    source="0123456789ab Retrain weekly",
    problems=(),
)


def test_nothing_to_do() -> None:
    assert to_text(to_rows(NOTHING)) == (
        "stage       local\n"
        "source      0123456789ab Retrain weekly\n"
        "models      3 rendered, 0 added, 0 changed, 0 deleted\n"
        "archives    0 built, 7 reused (412.3 MB)\n"
        "manifests   0 added, 0 changed, 0 removed\n"
        "commit      nothing changed: no commit\n"
        "branch      deploy/local\n"
        "repository  .modelfleet/deploy.git\n"
        "store       file://.modelfleet/store"
    )


def test_everything_at_once() -> None:
    summary = replace(
        NOTHING,
        rendered=2,
        bad=("churn", "fraud"),
        kept=("fraud",),
        added=("scoring",),
        changed=("limits",),
        deleted=("basel", "old-one"),
        supplied=(
            ArchiveLine("environment of scoring", "ab" * 32, 61_234_567, 38.21, "built"),
            ArchiveLine("code of scoring", "cd" * 32, 812, 0.04, "built"),
            ArchiveLine("code of limits and 2 more", "ef" * 32, 1_812, 0.04, "stored again"),
        ),
        manifests=Manifests(12, 2, 9),
        commits=(CommitLine("1" * 40, "Add templates"), CommitLine("2" * 40, "Retrain weekly")),
    )
    assert to_text(to_rows(summary)) == (
        "stage       local\n"
        "source      0123456789ab Retrain weekly\n"
        "models      2 rendered, 1 added, 1 changed, 2 deleted, 2 bad, 1 of them stay as last published: churn, fraud\n"
        "deleted     basel, old-one\n"
        "archives    2 built (61.2 MB), 1 stored again, 7 reused (412.3 MB)\n"
        "            environment of scoring: built, 61.2 MB in 38.2 s, abababababab\n"
        "            code of scoring: built, 812 B in 0.0 s, cdcdcdcdcdcd\n"
        "            code of limits and 2 more: stored again, 1.8 kB in 0.0 s, efefefefefef\n"
        "manifests   12 added, 2 changed, 9 removed\n"
        "commit      111111111111 Add templates\n"
        "            222222222222 Retrain weekly\n"
        "branch      deploy/local\n"
        "repository  .modelfleet/deploy.git\n"
        "store       file://.modelfleet/store"
    )


def test_long_lists_are_cut() -> None:
    names = tuple(f"m{number:02}" for number in range(12))
    lines = tuple(ArchiveLine(f"code of {name}", name * 20, 1_000, 1.0, "built") for name in names)
    text = to_text(to_rows(replace(NOTHING, deleted=names, supplied=lines)))
    assert "deleted     m00, m01, m02, m03, m04, m05, m06, m07, m08, m09 and 2 more\n" in text
    assert "code of m09" in text and "code of m10" not in text and "\n            and 2 more\n" in text
