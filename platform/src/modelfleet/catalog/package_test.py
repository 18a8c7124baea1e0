from __future__ import annotations

from modelfleet.catalog.package import Package, packages_of

HASH = f"--hash=sha256:{'0' * 64}"


def test_packages_that_are_asked_for_come_first() -> None:
    lock = f"numpy==2.0 \\\n    {HASH}\nscikit-learn==1.5 {HASH}\nold==1 ; python_version < '3.11' {HASH}\nold==2 ; python_version >= '3.11' {HASH}\n"
    assert packages_of(lock, "# what we import\nScikit_Learn>=1.4\n") == (
        Package("scikit-learn", "1.5", True),
        Package("numpy", "2.0", False),
        Package("old", "1 or 2", False),
    )


def test_an_empty_lock_has_none() -> None:
    assert packages_of("", "") == ()
