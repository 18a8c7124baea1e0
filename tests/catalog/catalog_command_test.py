"""The verb `catalog`, from the command line to the pages: each is sound HTML, leads nowhere wrong, and shows text as text."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest
from catalog.made_up import HOSTILE
from golden import root

from modelfleet.cli.main import main

AT = ("--at", "2026-11-25T08:00")
SITE = Path("dist/catalog")
HTML = "{http://www.w3.org/1999/xhtml}"
FILES = ["catalog.css", "catalog.js", "index.html", "models/card-report.html", "models/fraud-detection.html", "models/hostile.html"]


@pytest.fixture
def site(repository: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The written site; the broken model makes the exit code 1."""
    assert main(["catalog", *AT]) == 1
    capsys.readouterr()
    return repository / SITE


def files_of(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


def parsed(page: Path) -> Element:
    """The elements of a page. Raises html5lib's ParseError for the first fault that the HTML standard names."""
    return html5lib.HTMLParser(strict=True).parse(page.read_text("utf-8"))


def all_text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def links(element: Element) -> Iterator[str]:
    yield from (value for found in element.iter() for name, value in found.attrib.items() if name in ("href", "src") and not value.startswith("data:"))


def test_what_is_written_and_said(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", *AT]) == 1
    said = capsys.readouterr()
    assert said.out == "dist/catalog/index.html: 3 models; open it in a browser\n"
    assert said.err.splitlines()[0] == "models/broken/model.yaml:1: description: is missing"
    assert list(files_of(SITE)) == FILES


@pytest.mark.parametrize("page", [name for name in FILES if name.endswith(".html")])
def test_a_page_is_sound(site: Path, page: str) -> None:
    tree = parsed(site / page)
    names = [element.attrib["id"] for element in tree.iter() if "id" in element.attrib]
    assert sorted(set(names)) == sorted(names)
    assert len(list(tree.iter(f"{HTML}h1"))) == 1 and len(list(tree.iter(f"{HTML}main"))) == 1
    headings = [int(element.tag[-1]) for element in tree.iter() if element.tag.startswith(f"{HTML}h") and element.tag[-1].isdecimal()]
    assert all(later <= earlier + 1 for earlier, later in zip(headings, headings[1:], strict=False))
    for element in tree.iter():
        for name in ("aria-labelledby", "aria-describedby", "for"):
            assert set(element.attrib.get(name, "").split()) <= set(names)
    assert all("scope" in header.attrib for header in tree.iter(f"{HTML}th"))


@pytest.mark.parametrize("page", [name for name in FILES if name.endswith(".html")])
def test_every_link_leads_to_a_page_of_the_site(site: Path, page: str) -> None:
    found = list(links(parsed(site / page)))
    assert found
    for link in found:
        parts = urlsplit(link)
        assert not parts.scheme and not parts.netloc, f"{link} leaves the site"
        target = (site / page).parent / unquote(parts.path) if parts.path else site / page
        assert target.resolve().is_relative_to(site) and target.is_file(), link
        if parts.fragment and "=" not in parts.fragment:
            assert parts.fragment in {element.attrib.get("id") for element in parsed(target).iter()}, link


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for name, content in files_of(site).items():
        text = content.decode()
        assert not any(mark in text for mark in ("http:", "https:", "//cdn", "@import", "url(http")), name


def test_hostile_text_is_only_text(site: Path) -> None:
    for page in ("index.html", "models/hostile.html"):
        tree = parsed(site / page)
        assert " ".join(HOSTILE.split()) in all_text(tree)
        assert [script.attrib.get("src") for script in tree.iter(f"{HTML}script")] == (["catalog.js"] if page == "index.html" else [])
        assert not any(name.startswith("on") for element in tree.iter() for name in element.attrib)
        assert [element for element in tree.iter(f"{HTML}b") if all_text(element) == "bold"] == []


def test_a_model_page_says_what_there_is(site: Path) -> None:
    text = all_text(parsed(site / "models/fraud-detection.html"))
    for words in (
        "Scores last night's card transactions",
        "team-antifraud",
        "models/fraud-detection/model.yaml",
        "14 2 * * * in Europe/Moscow",
        "dev 14 2 * * * in Europe/Moscow, suspended: runs only when somebody starts it",
        "Thu 26 Nov 02:14",
        "prod 8 CPU, 16Gi memory, 10Gi disk",
        "fraud-db/card-key as CARD_KEY",
        "scikit-learn",
        "read by card-report:report, monitoring",
    ):
        assert words in text


def test_data_leads_to_the_model_that_writes_it(site: Path) -> None:
    assert "fraud-detection.html#job-inference" in set(links(parsed(site / "models/card-report.html")))


def test_the_first_page_tells_the_problems_of_broken_models(site: Path) -> None:
    assert "models/broken/model.yaml:1: description: is missing" in all_text(parsed(site / "index.html"))


def test_the_same_moment_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root() / "platform" / "src")}
        out = tmp_path / f"other-{seed}"
        command = [sys.executable, "-m", "modelfleet.cli.main", "catalog", *AT, "--out", str(out)]
        assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 1
        assert files_of(out) == files_of(site)


def test_a_model_that_is_gone_has_no_page(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site.parents[1] / "models" / "card-report" / "model.yaml").unlink()
    (site.parents[1] / "models" / "broken" / "model.yaml").unlink()
    assert main(["catalog", *AT]) == 0
    assert sorted(files_of(site)) == [name for name in FILES if "card-report" not in name]
    assert [path.name for path in site.parent.iterdir()] == ["catalog"]


def test_another_stage_has_other_runs(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["catalog", *AT, "--stage", "dev"])
    assert "3 jobs by the clock on dev" in all_text(parsed(SITE / "index.html"))
    main(["catalog", *AT])
    assert "4 jobs by the clock on prod" in all_text(parsed(SITE / "index.html"))


def test_a_directory_with_something_else_is_left_alone(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", "--out", "models"]) == 1
    assert capsys.readouterr().err == "models: is there and is no catalog\n  hint: name a directory that is not there yet: --out DIR\n"
    assert (repository / "models/fraud-detection/model.yaml").is_file()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--stage", "pord"), "there is no stage `pord`\n  hint: one of: dev, local, prod\n"),
        (("--at", "tomorrow"), "--at tomorrow: is no date\n  hint: a date or a date and time, 2026-11-20 or 2026-11-20T04:00\n"),
    ],
)
def test_words_that_mean_nothing(repository: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str) -> None:
    assert main(["catalog", *words]) == 1
    assert capsys.readouterr().err == said
