"""Train on transactions that it makes; leave a model, how good it is, and a reference for monitoring."""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

import joblib
import numpy as np
import sklearn
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import features
from transactions import transactions

REFERENCE = ("amount", "category", "hour", "abroad", "score")


def train(rows: int, seed: int, out: Path) -> dict[str, float]:
    """Train on three quarters of `rows` transactions, measure on the rest, write to `out`; return the measures.

    The reference holds the transactions that the model was measured on, with their scores: what a healthy night looks like.
    """
    known, fraud = zip(*transactions(rows, seed), strict=True)
    truth = np.array(fraud)
    values = features.matrix(known)
    split = rows * 3 // 4

    classifier = make_pipeline(SimpleImputer(strategy="median"), StandardScaler(), LogisticRegression(random_state=seed))
    classifier.fit(values[:split], truth[:split])
    scores = classifier.predict_proba(values[split:])[:, 1]
    measures = {
        "average_precision": round(float(average_precision_score(truth[split:], scores)), 4),
        "roc_auc": round(float(roc_auc_score(truth[split:], scores)), 4),
        "fraud_share": round(float(truth.mean()), 4),
    }

    model = out / "model"
    model.mkdir(parents=True, exist_ok=True)
    joblib.dump(classifier, model / "classifier.joblib")
    about = {"features": features.NAMES, "rows": rows, "seed": seed, "scikit_learn": sklearn.__version__, "measures": measures}
    (model / "about.json").write_text(json.dumps(about, indent=2) + "\n")
    (out / "metrics.json").write_text(json.dumps(measures, indent=2) + "\n")

    reference = out / "reference"
    reference.mkdir(parents=True, exist_ok=True)
    with (reference / "reference.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, REFERENCE, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "score": f"{score:.6f}"} for row, score in zip(known[split:], scores, strict=True))
    return measures


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the classifier.")
    parser.add_argument("--rows", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=17)
    parser.add_argument("--out", type=Path, default=Path())
    arguments = parser.parse_args()
    print(json.dumps(train(arguments.rows, arguments.seed, arguments.out)))


if __name__ == "__main__":
    main()
