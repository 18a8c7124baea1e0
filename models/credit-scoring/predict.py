"""Score all borrowers with the newest trained model."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
from sklearn.base import ClassifierMixin

from borrowers import FEATURES, load_borrowers

# The scale of points: 50 good borrowers to a bad one are 600, and twice as many are 20 more.
ANCHOR, ANCHOR_ODDS, DOUBLE = 600, 50, 20


def points(default_probability: np.ndarray) -> np.ndarray:
    """Points of a score card: the higher, the more likely the borrower pays back."""
    bad = np.clip(default_probability, 1e-6, 1 - 1e-6)
    return np.round(ANCHOR + DOUBLE * np.log2((1 - bad) / bad / ANCHOR_ODDS)).astype(int)


def score(classifier: ClassifierMixin, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with their probability of a default and their points."""
    probability = classifier.predict_proba(rows[list(FEATURES)])[:, 1]
    return rows[["borrower", *FEATURES]].assign(default_probability=probability.round(6), points=points(probability))


def predict(features: Path, model: Path, out: Path) -> int:
    """Write `out`/scores.csv and return how many borrowers it holds."""
    about = json.loads((model / "about.json").read_text())
    if about["features"] != list(FEATURES):
        raise SystemExit(f"the model was trained on other features than this code reads: {about['features']}")
    scores = score(joblib.load(model / "classifier.joblib"), load_borrowers(features))
    out.mkdir(parents=True, exist_ok=True)
    scores.to_csv(out / "scores.csv", index=False, lineterminator="\n")
    return len(scores)


def main() -> None:
    parser = argparse.ArgumentParser(description="Score all borrowers.")
    parser.add_argument("--features", type=Path, default=Path("data/features"))
    parser.add_argument("--model", type=Path, default=Path("data/model"))
    parser.add_argument("--out", type=Path, default=Path("out"))
    arguments = parser.parse_args()
    print(f"{predict(arguments.features, arguments.model, arguments.out)} borrowers")


if __name__ == "__main__":
    main()
