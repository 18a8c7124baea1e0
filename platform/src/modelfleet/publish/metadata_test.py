from __future__ import annotations

from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelfleet.publish.metadata import address, is_metadata, message, model_metadata, root_metadata
from modelfleet.publish.source import Source

SOURCE = Source("a" * 40, "J. Doe <j@example.com>", "2026-11-25T02:50:00+03:00", "Retrain", "Two\nlines.", None)


def test_the_files_hold_what_the_hydrator_writes() -> None:
    assert root_metadata(SOURCE).decode() == (
        "{\n"
        '  "author": "J. Doe <j@example.com>",\n'
        '  "body": "Two\\nlines.",\n'
        '  "date": "2026-11-25T02:50:00+03:00",\n'
        f'  "drySha": "{"a" * 40}",\n'
        '  "subject": "Retrain"\n'
        "}\n"
    )
    assert model_metadata(SOURCE).decode() == f'{{\n  "drySha": "{"a" * 40}"\n}}\n'


def test_no_trailer_has_a_line_break() -> None:
    assert message("Retrain", "Changed: x", SOURCE) == (
        "Retrain\n\nChanged: x\n\n"
        'Argocd-reference-commit-author: "J. Doe" <j@example.com>\n'
        f"Argocd-reference-commit-sha: {'a' * 40}\n"
        "Argocd-reference-commit-subject: Retrain\n"
        'Argocd-reference-commit-body: "Two\\nlines."\n'
        "Argocd-reference-commit-date: 2026-11-25T02:50:00+03:00\n"
    )
    assert message("Retrain", "", None) == "Retrain\n"


@given(st.text('abc é.,;:@()[]"\\\\', min_size=1).filter(lambda name: name == " ".join(name.split())))
def test_every_name_is_an_address_that_is_read_back(name: str) -> None:
    assert parseaddr(address(f"{name} <x@example.com>")) == (name, "x@example.com")


@pytest.mark.parametrize(("path", "expected"), [("hydrator.metadata", True), ("models/x/hydrator.metadata", True), ("models/x/manifests/a.yaml", False)])
def test_what_is_metadata(path: str, expected: bool) -> None:
    assert is_metadata(path) is expected
