"""Train on borrowers whose outcome is known; leave a model, and a reference for monitoring."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import joblib
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

from borrowers import DIRECTIONS, FEATURES, load_borrowers
from predict import score


def train(features: Path, outcomes: Path, seed: int, out: Path) -> dict[str, float]:
    """Train on three quarters of the borrowers, measure on the rest, write to `out`; return the measures.

    The reference holds the borrowers that the model was measured on, with their scores.
    """
    known = pd.concat([pd.read_csv(path) for path in sorted(outcomes.rglob("*.csv"))])
    rows = load_borrowers(features).merge(known, on="borrower", validate="one_to_one")
    seen, unseen = train_test_split(rows, test_size=0.25, random_state=seed, stratify=rows["defaulted"])
    # Whoever pays later must not get a better score, whatever the data say: people are told why they were refused.
    classifier = HistGradientBoostingClassifier(monotonic_cst=DIRECTIONS, learning_rate=0.05, max_leaf_nodes=8, random_state=seed)
    classifier.fit(seen[list(FEATURES)], seen["defaulted"])

    scores = score(classifier, unseen)
    measures = {
        "roc_auc": round(float(roc_auc_score(unseen["defaulted"], scores["default_probability"])), 4),
        "default_share": round(float(rows["defaulted"].mean()), 4),
        "borrowers": len(rows),
    }
    for directory in (out / "model", out / "reference"):
        directory.mkdir(parents=True, exist_ok=True)
    joblib.dump(classifier, out / "model" / "classifier.joblib")
    (out / "model" / "about.json").write_text(json.dumps({"features": FEATURES, "seed": seed, "measures": measures}, indent=2) + "\n")
    scores.drop(columns="borrower").to_csv(out / "reference" / "reference.csv", index=False, lineterminator="\n")
    return measures


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the model.")
    parser.add_argument("--features", type=Path, default=Path("data/features"))
    parser.add_argument("--outcomes", type=Path, default=Path("data/outcomes"))
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--out", type=Path, default=Path("out"))
    arguments = parser.parse_args()
    print(json.dumps(train(arguments.features, arguments.outcomes, arguments.seed, arguments.out)))


if __name__ == "__main__":
    main()
