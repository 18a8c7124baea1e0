import csv
import json
from pathlib import Path

import pytest

from predict import predict, pseudonym
from train import train
from transactions import write_transactions

SAMPLE = Path(__file__).parent.parent / "sample"


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    out = tmp_path_factory.mktemp("training")
    train(rows=4000, seed=17, out=out)
    return out / "model"


def scores(out):
    with (out / "scores.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_every_transaction_gets_one_score(model, tmp_path):
    suspicious = predict(SAMPLE, model, tmp_path, threshold=0.5, key="k")
    rows = scores(tmp_path)
    with (SAMPLE / "transactions.csv").open(newline="") as file:
        assert [row["transaction"] for row in rows] == [row["transaction"] for row in csv.DictReader(file)]
    assert all(0 <= float(row["score"]) <= 1 for row in rows)
    assert suspicious == sum(row["suspicious"] == "1" for row in rows)


def test_a_lower_threshold_suspects_more(model, tmp_path):
    assert predict(SAMPLE, model, tmp_path, threshold=0.0, key="k") == 500
    assert predict(SAMPLE, model, tmp_path, threshold=0.5, key="k") < 50


def test_scores_hold_no_card_number(model, tmp_path):
    predict(SAMPLE, model, tmp_path, threshold=0.5, key="k")
    assert "40000000" not in (tmp_path / "scores.csv").read_text()


def test_a_pseudonym_needs_the_key_and_is_stable():
    assert pseudonym("4000000000000053", "k") == pseudonym("4000000000000053", "k")
    assert pseudonym("4000000000000053", "k") != pseudonym("4000000000000053", "other")
    assert pseudonym("4000000000000053", "") == ""


def test_a_night_without_transactions_is_an_error(model, tmp_path):
    with pytest.raises(SystemExit, match="holds no transactions"):
        predict(tmp_path, model, tmp_path / "out", threshold=0.5, key="k")


def test_a_model_of_other_features_is_refused(tmp_path):
    (tmp_path / "about.json").write_text(json.dumps({"features": ["amount"]}))
    with pytest.raises(SystemExit, match="trained on other features"):
        predict(SAMPLE, tmp_path, tmp_path / "out", threshold=0.5, key="k")


def test_the_sample_is_what_transactions_makes(tmp_path):
    write_transactions(tmp_path / "transactions.csv", rows=500, seed=3)
    assert (tmp_path / "transactions.csv").read_bytes() == (SAMPLE / "transactions.csv").read_bytes()
