from __future__ import annotations

from modelfleet_pants.index import without_passwords


def test_a_password_in_a_url_is_kept_from_cached_processes() -> None:
    variables = {
        "HOME": "/home/ada",
        "PIP_INDEX_URL": "https://ada:secret@index.local.invalid/simple",
        "UV_DEFAULT_INDEX": "https://index.local.invalid/simple",
        "UV_INDEX": "bank=https://token:@index.local.invalid/simple",
    }
    assert without_passwords(variables) == (
        {"HOME": "/home/ada", "UV_DEFAULT_INDEX": "https://index.local.invalid/simple"},
        ("PIP_INDEX_URL", "UV_INDEX"),
    )


def test_nothing_to_drop() -> None:
    assert without_passwords({"PATH": "/bin:/usr/bin", "UV_INDEX": "bank=https://host:8443/simple"})[1] == ()
