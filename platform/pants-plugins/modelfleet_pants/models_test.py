from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pants.engine.addresses import Address

from modelfleet_pants.models import file_of, name_of, to_batches

NAMES = st.sets(st.text(alphabet="abcdefgh-", min_size=1, max_size=8), max_size=200)


def to_models(names: set[str]) -> list[Address]:
    return [Address(f"models/{name}", target_name="model") for name in names]


def test_names() -> None:
    model = Address("models/fraud", target_name="model")
    assert (file_of(model), name_of(model)) == ("models/fraud/model.yaml", "fraud")


@given(NAMES)
def test_batches_hold_every_model_once_in_any_order_of_asking(names: set[str]) -> None:
    batches = to_batches(to_models(names), 8)
    assert sorted(model for batch in batches for model in batch) == sorted(to_models(names))
    assert batches == to_batches(reversed(to_models(names)), 8)
    assert all(0 < len(batch) <= 16 for batch in batches)


def test_a_new_model_leaves_most_batches_alone() -> None:
    before = to_batches(to_models({f"model-{number}" for number in range(300)}), 32)
    after = to_batches(to_models({f"model-{number}" for number in range(301)}), 32)
    assert 5 < len(before) < 20
    assert len(set(before) - set(after)) <= 2


def test_one_model_a_batch() -> None:
    assert [len(batch) for batch in to_batches(to_models({"a", "b", "c"}), 1)] == [1, 1, 1]
