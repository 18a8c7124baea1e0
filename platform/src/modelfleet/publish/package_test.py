from __future__ import annotations

import json
from pathlib import Path

import pytest

from modelfleet.errors import Problem, UserError
from modelfleet.publish.fleet import Entry
from modelfleet.publish.package import ArchiveSource, load_package

ARCHIVES = {"code": "c" * 64, "environment": "e" * 64, "runtime": "f" * 64}
APP = '{\n  "model": "churn",\n  "namespace": "ann-space",\n  "owner": "ann"\n}\n'
STAGE = {"owner": "ann", "namespace": "ann-space", "templates": ["batch-1"], "archives": ARCHIVES}
SOURCES = {
    "c" * 64: {"kind": "code", "model": "churn", "python": None, "lock": None, "files": ["models/churn/predict.py"]},
    "e" * 64: {"kind": "environment", "model": None, "python": "3.11", "lock": "models/churn/requirements.lock", "files": []},
    "f" * 64: {"kind": "runtime", "model": None, "python": None, "lock": None, "files": []},
    "d" * 64: {"kind": "code", "model": "churn", "python": None, "lock": None, "files": ["only on another stage"]},
}


def write_package(directory: Path, templates: tuple[str, ...] = ("batch-1",), manifests: bool = True, app: str = APP, **inventory: object) -> Path:
    files = {f"local/clusterworkflowtemplates/manifests/clusterworkflowtemplate-{name}.yaml": name for name in templates}
    files["local/platform/ann-space/manifests/role-x.yaml"] = "role"
    if manifests:
        files |= {"local/models/churn/app.json": app, "local/models/churn/manifests/cronworkflow-churn.yaml": "cron"}
    content = {"format": 1, "model": "churn", "source": "models/churn", "problems": [], "warnings": [], "stages": {"local": STAGE}, "archives": SOURCES}
    files["inventory/churn.json"] = json.dumps({**content, **inventory})
    for name, text in files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text)
    return directory


def test_a_good_model(tmp_path: Path) -> None:
    package = load_package(write_package(tmp_path), "local")
    model = package.models["churn"]
    assert model.entry == Entry("models/churn", "ann", "ann-space", ("batch-1",), ARCHIVES)
    assert model.files == {"models/churn/app.json": APP.encode(), "models/churn/manifests/cronworkflow-churn.yaml": b"cron"}
    assert model.archives == {
        "c" * 64: ArchiveSource("code", "models/churn", None, None, ("models/churn/predict.py",)),
        "e" * 64: ArchiveSource("environment", "models/churn", "3.11", "models/churn/requirements.lock", ()),
        "f" * 64: ArchiveSource("runtime", "models/churn", None, None, ()),
    }
    assert package.templates == {"batch-1": "clusterworkflowtemplates/manifests/clusterworkflowtemplate-batch-1.yaml"}
    assert sorted(package.shared) == ["clusterworkflowtemplates/manifests/clusterworkflowtemplate-batch-1.yaml", "platform/ann-space/manifests/role-x.yaml"]


def test_a_bad_model(tmp_path: Path) -> None:
    problem = Problem("models/churn/model.yaml", 3, "jobs", "is broken", "mend it")
    package = load_package(write_package(tmp_path, manifests=False, problems=[problem.as_json()], stages={}, archives={}), "local")
    assert (package.models["churn"].entry, package.models["churn"].problems) == (None, (problem,))


def test_a_model_that_is_not_on_the_stage_is_neither_good_nor_bad(tmp_path: Path) -> None:
    package = load_package(write_package(tmp_path, manifests=False, stages={"dev": STAGE}), "local")
    assert (package.models["churn"].entry, package.models["churn"].problems) == (None, ())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"templates": ()},
            "models/churn/model.yaml: uses template `batch-1`, which is not in the package\n"
            "  hint: render the fleet again: models and templates are of two states",
        ),
        ({"app": "{"}, "models/churn/model.yaml: its app.json in the package is not what rendering writes\n  hint: render the model again"),
        (
            {"app": APP.replace("ann-space", "bob-space")},
            "models/churn/model.yaml: its app.json in the package is not what rendering writes\n  hint: render the model again",
        ),
        ({"manifests": False}, "models/churn/model.yaml: has no manifests for stage `local` in the package\n  hint: render the model again"),
    ],
)
def test_a_package_of_two_states_makes_the_model_bad(tmp_path: Path, change: dict[str, object], said: str) -> None:
    model = load_package(write_package(tmp_path, **change), "local").models["churn"]  # type: ignore[arg-type]
    assert model.entry is None and [str(problem) for problem in model.problems] == [said]


def test_an_inventory_of_another_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        load_package(write_package(tmp_path, format=2), "local")
    assert str(refused.value) == "the inventory of model `churn` has format 2, not 1\n  hint: render again with this version"
