from __future__ import annotations

from modelfleet.catalog.fact import Fact, Variant, facts, variants


def test_stages_are_named_only_where_they_differ() -> None:
    assert variants({"dev": 1, "local": 1, "prod": 1}, str) == (Variant("1"),)
    assert variants({"dev": 1, "local": 2, "prod": 1}, str) == (Variant("1", ("dev", "prod")), Variant("2", ("local",)))


def test_what_is_empty_everywhere_is_left_out() -> None:
    assert facts({"dev": 0, "prod": 3}, {"Empty": lambda _: "", "Given": lambda number: "x" * number}) == (
        Fact("Given", (Variant("", ("dev",)), Variant("xxx", ("prod",)))),
    )
