import csv
import json

import numpy as np
import pytest

import features
from train import REFERENCE, train
from transactions import CATEGORIES, transactions


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    out = tmp_path_factory.mktemp("training")
    return out, train(rows=8000, seed=17, out=out)


def test_the_model_tells_frauds_from_the_rest(trained):
    _, measures = trained
    assert measures["roc_auc"] > 0.8
    assert measures["average_precision"] > 3 * measures["fraud_share"]


def test_the_reference_is_what_the_model_was_not_trained_on(trained):
    out, _ = trained
    with (out / "reference" / "reference.csv").open(newline="") as file:
        reference = list(csv.DictReader(file))
    made = [row for row, _ in transactions(8000, 17)]
    assert tuple(reference[0]) == REFERENCE
    assert [(row["amount"], row["category"]) for row in reference] == [(row["amount"], row["category"]) for row in made[6000:]]
    assert all(0 <= float(row["score"]) <= 1 for row in reference)


def test_training_twice_gives_the_same_scores(trained, tmp_path):
    out, measures = trained
    assert train(rows=8000, seed=17, out=tmp_path) == measures
    reference = "reference/reference.csv"
    assert (tmp_path / reference).read_bytes() == (out / reference).read_bytes()


def test_the_metrics_are_those_that_it_prints(trained):
    out, measures = trained
    assert json.loads((out / "metrics.json").read_text()) == measures


def test_the_model_says_which_features_it_needs(trained):
    out, _ = trained
    assert json.loads((out / "model" / "about.json").read_text())["features"] == list(features.NAMES)


def test_features_know_every_category_that_the_data_have():
    assert set(features.CATEGORIES) == set(CATEGORIES)


def test_a_missing_amount_and_an_unknown_category_are_no_number_and_no_category():
    row = {"transaction": "1", "amount": "", "hour": "3", "abroad": "1", "category": "jewels"}
    values = features.matrix([row])[0]
    assert np.isnan(values[0])
    assert list(values[1:]) == [1.0, 1.0] + [0.0] * len(features.CATEGORIES)


def test_a_wrong_number_names_its_transaction():
    row = {"transaction": "0003-000007", "amount": "12,50", "hour": "3", "abroad": "1", "category": "fuel"}
    with pytest.raises(ValueError, match="transaction 0003-000007: .*'12,50'"):
        features.matrix([row])
