"""Which package has a file that several claim."""

from __future__ import annotations

from pathlib import Path

from modelfleet.archive.clashes import winners


def test_the_first_by_name_has_a_file_with_different_contents(tmp_path: Path) -> None:
    for stem, lines in {
        "zeta-1.0": "tests/__init__.py,sha256=z,1\nsame.py,sha256=s,1\nzeta.py,sha256=q,1\n",
        "my_alpha-2.0.1": "tests/__init__.py,sha256=a,1\nsame.py,sha256=s,1\n",
        "Beta-1": '"data/a,b.csv",sha256=1,1\ntests/__init__.py,sha256=b,1\n',
        "gamma-1": '"data/a,b.csv",sha256=2,1\ntests/__init__.py,sha256=b,1\n',
    }.items():
        (tmp_path / f"{stem}.dist-info").mkdir()
        (tmp_path / f"{stem}.dist-info/RECORD").write_text(f"{lines}{stem}.dist-info/RECORD,,\n")
    assert winners(tmp_path) == {"beta": ("data/a,b.csv", "tests/__init__.py")}


def test_packages_that_share_nothing(tmp_path: Path) -> None:
    assert winners(tmp_path) == {}
