"""Goals of Pants in the order in which a person would run them. Slow: each session of it starts Pants anew."""

from __future__ import annotations

import json
from typing import Any

from golden import root

KERBEROS = "platform/jsonnet/features/kerberos.libsonnet"


def test_tailor_package_and_select(checkout: Any) -> None:
    models = checkout.root / "models"

    tailored = checkout.pants("tailor", "models::")
    assert tailored.returncode == 0, tailored.stdout
    # The example and the scaffold have exactly what `tailor` writes.
    expected = (root() / "models/fraud-detection/BUILD").read_text()
    assert [(models / name / "BUILD").read_text() for name in ("plain", "secure")] == [expected, expected]
    again = checkout.pants("tailor", "--check", "models::")
    assert again.returncode == 0, again.stdout
    checkout.git("add", "--all")
    checkout.git("commit", "--quiet", "--message", "Start")

    packaged = checkout.pants("package", "::")
    assert packaged.returncode == 0, packaged.stdout
    dist = checkout.root / "dist"
    assert sorted(path.name for path in dist.iterdir()) == ["dev", "inventory", "local", "prod"]
    assert sorted(path.name for path in (dist / "local/models").iterdir()) == ["plain", "secure"]
    assert list((dist / "local/clusterworkflowtemplates/manifests").iterdir())
    before = {path: path.read_bytes() for path in sorted(dist.rglob("*.yaml"))}

    # A library selects the models that import it, and what is made of all models; no other.
    checkout.edit(KERBEROS, "// Lets", "// It lets")
    selected = checkout.pants("--changed-since=HEAD", "--changed-dependents=transitive", "list")
    assert [line for line in selected.stdout.splitlines() if line.startswith(("models/", "//"))] == ["//:fleet", "models/secure:model", "models/secure:tests"]
    checkout.git("checkout", "--", KERBEROS)

    # Nothing changed: no process of the platform runs, and the bytes are the same.
    unchanged = checkout.pants("--stats-log", "package", "::")
    assert unchanged.returncode == 0, unchanged.stdout
    assert "local_execution_requests: 0" in unchanged.stdout
    assert {path: path.read_bytes() for path in sorted(dist.rglob("*.yaml"))} == before

    # One bad model fails alone and by name.
    checkout.edit("models/plain/model.yaml", "entry_point: score.py", "entry_point: scores.py")
    failed = checkout.pants("package", "::")
    assert failed.returncode == 1
    assert "models/plain/model.yaml:7: jobs.score.entry_point" in failed.stdout
    assert "model plain has problems, listed above, and is not in the package" in failed.stdout
    assert "Traceback" not in failed.stdout
    assert [path.name for path in (dist / "local/models").iterdir()] == ["secure"]
    assert json.loads((dist / "inventory/plain.json").read_text())["problems"]
    checked = checkout.pants("check", "::")
    assert (checked.returncode, "models/plain/model.yaml:7: jobs.score.entry_point" in checked.stdout) == (1, True)
    good = checkout.pants("check", "package", "models/secure:model")
    assert (good.returncode, "models/plain" in good.stdout) == (0, False)
    # Few models are told when they run next, in every session anew: the time is no input that a cache knows.
    assert "secure:score: `0 2 * * *` in UTC" in good.stdout
    checkout.git("checkout", "--", "models")

    # The direction of imports, and an import of what is not there.
    checkout.edit("platform/src/modelfleet/errors.py", "import annotations\n", "import annotations\n\nimport modelfleet.spec.name\n")
    wrong = checkout.pants("dependencies", "platform/src/modelfleet/errors.py")
    assert (wrong.returncode, "DependencyRuleActionDeniedError" in wrong.stdout) == (1, True)
    checkout.git("checkout", "--", "platform")
    checkout.edit(KERBEROS, "'argo/parameter.libsonnet'", "'argo/parametre.libsonnet'")
    unresolved = checkout.pants("dependencies", KERBEROS)
    assert (unresolved.returncode, "no such file\n  hint: did you mean platform/jsonnet/argo/parameter.libsonnet?" in unresolved.stdout) == (1, True)
    checkout.git("checkout", "--", "platform")

    # Words after a short form reach the program as they are.
    locked = checkout.pants("lock", "--help")
    assert (locked.returncode, "usage: modelfleet lock" in locked.stdout) == (0, True)
