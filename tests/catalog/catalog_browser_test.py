"""The catalog in a real browser: its script runs from a directory, searches, and loads nothing that is not there."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from modelfleet.cli.main import main

HTML = "{http://www.w3.org/1999/xhtml}"
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on PATH: the pages are looked at by a parser only")


@pytest.fixture
def site(repository: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    main(["catalog", "--at", "2026-11-25T08:00"])
    capsys.readouterr()
    return repository / "dist/catalog"


def opened(page: Path, profile: Path, fragment: str = "") -> tuple[Element, str]:
    """The page as the browser has it after its script, and what the console says."""
    words = ("--headless=new", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", f"--user-data-dir={profile}", "--virtual-time-budget=2000")
    done = subprocess.run([str(BROWSER), *words, "--dump-dom", page.as_uri() + fragment], capture_output=True, text=True, timeout=120, check=True)
    console = "\n".join(line for line in done.stderr.splitlines() if "CONSOLE" in line or "net::" in line)
    return html5lib.parse(done.stdout), console


def shown(tree: Element) -> list[str]:
    """The models of the rows that can be seen."""
    (table,) = (element for element in tree.iter(f"{HTML}table") if element.attrib.get("id") == "fleet")
    rows = [row for row in table.iter(f"{HTML}tr") if "data-owner" in row.attrib and "hidden" not in row.attrib]
    return ["".join(next(row.iter(f"{HTML}a")).itertext()) for row in rows]


@pytest.mark.parametrize(
    ("fragment", "models"),
    [
        ("", ["card-report", "fraud-detection", "hostile"]),
        ("#main", ["card-report", "fraud-detection", "hostile"]),
        ("#q=scikit", ["fraud-detection"]),
        ("#q=bank-dwh%20report&owner=team-platform", ["card-report"]),
        ("#q=nothing-of-this-kind", []),
    ],
)
def test_the_address_says_what_is_searched(site: Path, tmp_path: Path, fragment: str, models: list[str]) -> None:
    tree, console = opened(site / "index.html", tmp_path / "profile", fragment)
    assert (shown(tree), console) == (models, "")


@pytest.mark.parametrize("page", ["fraud-detection", "hostile"])
def test_a_model_page_runs_nothing(site: Path, tmp_path: Path, page: str) -> None:
    tree, console = opened(site / f"models/{page}.html", tmp_path / "profile")
    assert console == ""
    assert ["".join(title.itertext()) for title in tree.iter(f"{HTML}title")][0] == f"{page}: the fleet of models"
