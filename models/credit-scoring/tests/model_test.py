import json

import joblib
import numpy as np
import pandas as pd
import pytest

from borrowers import FEATURES, load_borrowers
from by_hand import write_by_hand
from payments import write_borrowers
from predict import points, predict, score
from train import train


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    root = tmp_path_factory.mktemp("training")
    write_borrowers(2000, seed=3, out=root)
    write_by_hand(2000, seed=3, out=root / "features")
    return root, train(root / "features", root / "loan-outcomes", seed=5, out=root / "out")


def test_the_model_tells_who_pays_back(trained):
    _, measures = trained
    assert measures["roc_auc"] > 0.7
    assert 0.05 < measures["default_share"] < 0.25


def test_training_twice_gives_the_same_scores(trained, tmp_path):
    root, measures = trained
    assert train(root / "features", root / "loan-outcomes", seed=5, out=tmp_path) == measures
    reference = "reference/reference.csv"
    assert (tmp_path / reference).read_bytes() == (root / "out" / reference).read_bytes()


def test_every_borrower_gets_one_score_in_the_columns_of_the_reference(trained, tmp_path):
    root, _ = trained
    assert predict(root / "features", root / "out/model", tmp_path) == 2000
    scores, reference = pd.read_csv(tmp_path / "scores.csv"), pd.read_csv(root / "out/reference/reference.csv")
    assert list(scores["borrower"]) == [f"B{number:06d}" for number in range(2000)]
    assert list(scores.columns) == ["borrower", *reference.columns]
    assert len(reference) == 500


@pytest.mark.parametrize("feature", ["late_share", "longest_delay", "recent_delay"])
def test_paying_later_never_gives_more_points(trained, feature):
    root, _ = trained
    classifier, rows = joblib.load(root / "out/model/classifier.joblib"), load_borrowers(root / "features")
    before, after = score(classifier, rows), score(classifier, rows.assign(**{feature: rows[feature] * 2 + 1}))
    assert (after["points"] <= before["points"]).all()
    assert (after["points"] < before["points"]).any()


def test_points_double_the_odds_every_twenty():
    good = np.array([50, 100, 200])
    assert list(points(1 / (1 + good))) == [600, 620, 640]


def test_nobody_to_score_is_an_error(trained, tmp_path):
    root, _ = trained
    with pytest.raises(SystemExit, match="holds no borrowers: did the job `features` end"):
        predict(tmp_path, root / "out/model", tmp_path / "out")


def test_a_model_of_other_features_is_refused(tmp_path):
    (tmp_path / "about.json").write_text(json.dumps({"features": FEATURES[1:]}))
    with pytest.raises(SystemExit, match="trained on other features"):
        predict(tmp_path, tmp_path, tmp_path / "out")
