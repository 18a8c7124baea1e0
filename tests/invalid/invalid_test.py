"""Every message that a person can get about a model's, a stage's or the owners' file, as its whole text.

A directory is a case. It holds `model.yaml` and what stands beside it, or `stage.yaml`, `owners.yaml` or a channel, and what is
said about them: `error.txt`, or `warnings.txt` for a model that is accepted. `given/` is the platform of all cases.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from golden import assert_golden_text

from modelfleet.errors import UserError
from modelfleet.spec import messages
from modelfleet.spec.document import MAXIMUM_SIZE
from modelfleet.spec.fault import Fault
from modelfleet.spec.load import load_model, load_platform

HERE = Path(__file__).resolve().parent
GIVEN = HERE / "given"
MODEL = Path("models/fraud-detection/model.yaml")
# What is a file of the platform, and where.
PLATFORM = {
    "stage.yaml": "platform/stages/prod.yaml",
    "owners.yaml": "platform/owners.yaml",
    "channel.yaml": "platform/stages/channels/prod.yaml",
    "channel-of-no-stage.yaml": "platform/stages/channels/staging.yaml",
}
EXPECTED = ("error.txt", "warnings.txt")

# Files that nobody wants to keep in a repository.
GENERATED: dict[str, Callable[[Path], object]] = {
    "file-too-large": lambda path: path.write_bytes(b"#" * (MAXIMUM_SIZE + 1)),
    "file-is-a-directory": lambda path: path.mkdir(),
    "file-not-utf8": lambda path: path.write_bytes(b"name: fraud-detection\ndescription: caf\xe9\n"),
    "stage-none-at-all": lambda path: shutil.rmtree(path.parents[2] / "platform" / "stages"),
}


def cases() -> list[str]:
    """The names of all cases."""
    kept = {path.name for path in HERE.iterdir() if path.is_dir() and path.name not in ("given", "__pycache__")}
    return sorted(kept | GENERATED.keys())


def said_about(case: str, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What a person is told, by the name of the file that expects it."""
    shutil.copytree(GIVEN, workspace, dirs_exist_ok=True)
    directory = workspace / MODEL.parent
    directory.mkdir(parents=True)
    for path in sorted((HERE / case).glob("*")) if (HERE / case).is_dir() else []:
        target = workspace / PLATFORM[path.name] if path.name in PLATFORM else directory / path.name
        if path.name not in EXPECTED:
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(path, target)
    if case in GENERATED:
        GENERATED[case](workspace / MODEL)
    monkeypatch.chdir(workspace)
    try:
        # The other cases are about `model.yaml` alone, and nothing lies beside it.
        loaded = load_model(MODEL, load_platform(Path()), root=Path() if case.startswith("files") else None)
    except UserError as error:
        return {"error.txt": f"{error}\n"}
    return {"warnings.txt": "".join(f"{warning}\n" for warning in loaded.warnings)}


@pytest.mark.parametrize("case", cases())
def test_message(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update_golden: bool) -> None:
    said = said_about(case, tmp_path, monkeypatch)
    assert "".join(said.values()), "the case has no problem and no warning"
    for name in EXPECTED:
        if name in said:
            assert_golden_text(said[name], HERE / case / name, update=update_golden)
        elif update_golden:
            (HERE / case / name).unlink(missing_ok=True)
        else:
            assert not (HERE / case / name).exists()


def message_functions() -> Iterator[tuple[object, str]]:
    """Every function that makes a message, as its module and its name."""
    for info in pkgutil.iter_modules(messages.__path__):
        module = importlib.import_module(f"{messages.__name__}.{info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and inspect.signature(function).return_annotation == "Fault":
                yield module, name


def test_every_message_has_a_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unused: set[str] = set()

    def recorded(name: str, function: Callable[..., Fault]) -> Callable[..., Fault]:
        unused.add(name)

        def record(*arguments: object, **options: object) -> Fault:
            unused.discard(name)
            return function(*arguments, **options)

        return record

    for module, name in list(message_functions()):
        label = f"{getattr(module, '__name__', '').rpartition('.')[2]}.{name}"
        monkeypatch.setattr(module, name, recorded(label, getattr(module, name)))
    for case in cases():
        with monkeypatch.context() as context:
            said_about(case, tmp_path / case, context)
    assert not unused, f"no case shows {', '.join(sorted(unused))}"


def test_there_are_enough_cases() -> None:
    assert len(cases()) >= 40
