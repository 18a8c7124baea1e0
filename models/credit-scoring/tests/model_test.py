import numpy as np

from predict import predict
from train import train


def table(path):
    return np.loadtxt(path, delimiter=",", skiprows=1)


def test_scores_follow_the_line_that_training_found(tmp_path):
    train(rows=500, seed=1, out=tmp_path / "training")
    predict(rows=100, seed=2, model=tmp_path / "training" / "model", out=tmp_path / "scores")
    x, score = table(tmp_path / "scores" / "scores.csv").T
    assert len(x) == 100
    assert np.allclose(score, 3 * x + 1, atol=0.5)


def test_training_twice_gives_the_same_model(tmp_path):
    train(rows=500, seed=1, out=tmp_path / "first")
    train(rows=500, seed=1, out=tmp_path / "second")
    line = "model/line.json"
    assert (tmp_path / "first" / line).read_bytes() == (tmp_path / "second" / line).read_bytes()
