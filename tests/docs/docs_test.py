"""What the pages say is true: their YAML is a model's, their commands exist, their links lead somewhere."""

from __future__ import annotations

import argparse
import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema_rs
import pytest
from ruamel.yaml import YAML

from modelfleet.spec.load import load_model, load_platform
from modelfleet.spec.schema import model_schema

ROOT = next(directory for directory in Path(__file__).resolve().parents if (directory / "platform" / "stages").is_dir())
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.joinpath("docs").rglob("*.md"), *ROOT.glob("models/*/README.md")])
GOALS = {"check", "fmt", "lint", "list", "package", "publish", "tailor", "test"}
PROGRAMS = {"./pants", "argo", "git", "kubectl", "python3", "python3.11", ".venv/bin/pip", ".venv/bin/python"}
MODEL_KEYS = {"name", "description", "owner", "tags", "python", "code", "parameters", "jobs", "alerts", "stages"}


class Block(NamedTuple):
    """A fenced block of a page: the page, the line of its fence, and what stands in it."""

    page: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def load_blocks(language: str) -> list[Block]:
    blocks = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for match in re.finditer(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            blocks.append(Block(page, text.count("\n", 0, match.start()) + 1, match[1]))
    return blocks


def commands(block: Block) -> list[list[str]]:
    return [words for line in block.text.splitlines() if (words := shlex.split(line, comments=True))]


def merged(base: Any, part: Any) -> Any:
    if not isinstance(base, dict) or not isinstance(part, dict):
        return part
    return {**base, **{key: merged(base.get(key), value) for key, value in part.items()}}


def test_there_are_pages_with_examples():
    assert {"README.md", "CONTRIBUTING.md", "CHANGELOG.md"} <= {page.name for page in PAGES}
    assert len(load_blocks("yaml")) >= 5
    assert len(load_blocks("sh")) >= 10


@pytest.mark.parametrize("block", load_blocks("yaml"), ids=str)
def test_every_yaml_block_is_a_part_of_a_model(block, tmp_path):
    """The part is laid over the example model, which must stay a good one."""
    yaml = YAML(typ="safe", pure=True)
    part = yaml.load(block.text)
    if "source" in part:
        assert jsonschema_rs.Draft7Validator(model_schema()).is_valid(part)
        return
    if not set(part) <= MODEL_KEYS:
        part = {"jobs": {"inference": part}}
    model = tmp_path / "models" / "fraud-detection"
    shutil.copytree(ROOT / "models/fraud-detection", model)
    example = yaml.load((model / "model.yaml").read_text(encoding="utf-8"))
    for job in part.get("jobs", {}).values():
        if job.get("enabled") is False:
            example["jobs"].pop("monitoring")
    with (model / "model.yaml").open("w", encoding="utf-8") as file:
        yaml.dump(merged(example, part), file)
    load_model(model / "model.yaml", load_platform(ROOT))


@pytest.mark.parametrize("block", load_blocks("json"), ids=str)
def test_every_json_block_parses(block):
    json.loads(block.text)


@pytest.mark.parametrize("block", load_blocks("sh"), ids=str)
def test_every_command_exists(block):
    for words in commands(block):
        while re.fullmatch(r"[A-Z][A-Z_]*=.*", words[0]):
            words = words[1:]
        assert words[0] in PROGRAMS, words
        if words[0] == "./pants":
            check_pants(words[1:])


def verbs() -> set[str]:
    settings = tomllib.loads((ROOT / "pants.toml").read_text(encoding="utf-8"))
    return GOALS | set(settings.get("cli", {}).get("alias", {})) | {"new", "lock", "run"}


def check_pants(words: list[str]) -> None:
    """Each word before the targets is a known verb; each target is everything, a model of ours or of the guide, or another directory."""
    own, separator, rest = words, False, []
    if "--" in words:
        own, rest = words[: words.index("--")], words[words.index("--") + 1 :]
        separator = True
    names = [word for word in own if not word.startswith("-")]
    assert names[0] in verbs(), words
    if names[0] == "run" and separator:
        parse_run([*names[1:2], *rest])
    for name in names[1:]:
        if name.startswith("models/"):
            model, _, target = name.removeprefix("models/").partition(":")
            assert target in {"", ":", "model", "env", "tests", *jobs_of(model)}, words


def jobs_of(model: str) -> set[str]:
    """The jobs of a model of the tree; of the guide's model, those that the scaffold makes."""
    if model == "churn":
        return {"training", "inference", "monitoring"}
    return set(load_model(ROOT / "models" / model / "model.yaml", load_platform(ROOT)).on["local"].jobs)


def parse_run(words: list[str]) -> None:
    from modelfleet.cli import run

    parser = argparse.ArgumentParser(exit_on_error=False)
    run.configure(parser)
    parser.parse_args(words)


def test_options_of_a_local_run_are_those_of_the_guide():
    from modelfleet.cli import run

    parser = argparse.ArgumentParser()
    run.configure(parser)
    guide = (ROOT / "docs/guides/run-locally.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(--?[a-z-]+)", guide, re.MULTILINE)
    assert len(told) >= 4
    assert set(told) <= {option for action in parser._actions for option in action.option_strings}


def test_data_are_made_as_the_pages_say(tmp_path):
    """Without the environments of the models: they are made before anything is installed."""
    lines = [words for block in load_blocks("sh") for words in commands(block) if words[0] == "python3" and words[1].startswith("models/")]
    rows = {}
    for words in lines:
        program = tmp_path / words[1]
        program.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / words[1], program)
        done = subprocess.run([sys.executable, "-I", *words[1:]], cwd=tmp_path, capture_output=True, text=True, check=True)
        rows |= {Path(line).name: len((tmp_path / line).read_text().splitlines()) for line in done.stdout.splitlines()}
    assert (rows["transactions.csv"], rows["outcomes.csv"]) == (501, 4001)
    assert rows["payments.csv"] > 6 * 4000


def heading_anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        destination = (page.parent / path).resolve() if path else page
        assert destination.exists(), f"{target} leads nowhere"
        assert not anchor or anchor in heading_anchors(destination), f"{target}: no such heading"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_names_a_directory_of_one_machine(page):
    assert not re.search(r"(?<![\w.])/(root|home|work|tmp|Users)/", page.read_text(encoding="utf-8"))


def test_every_page_is_in_the_index():
    index = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    for page in ROOT.joinpath("docs").rglob("*.md"):
        path = page.relative_to(ROOT / "docs")
        if path.parts[0] not in ("reference", "decisions") and path != Path("README.md"):
            assert f"({path.as_posix()})" in index, f"{path} is not in docs/README.md"


def test_code_owners_are_the_approvers():
    """A model without a line falls to the platform's people; a line that is there names the approvers of the model's owner."""
    lines = [line.split() for line in (ROOT / "CODEOWNERS").read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    (pattern, *everybody), *others = lines
    owners = load_platform(ROOT).owners
    assert (pattern, everybody) == ("*", list(owners["team-platform"].approvers))
    assert others
    for pattern, *approvers in others:
        model = YAML(typ="safe", pure=True).load((ROOT / pattern.strip("/") / "model.yaml").read_text(encoding="utf-8"))
        assert approvers == list(owners[model["owner"]].approvers), pattern


def test_the_license_is_the_one_that_the_readme_names():
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").split()[:5] == ["Apache", "License", "Version", "2.0,", "January"]
    assert "[Apache-2.0](LICENSE)" in (ROOT / "README.md").read_text(encoding="utf-8")
