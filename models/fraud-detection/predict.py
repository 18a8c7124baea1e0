"""Score transactions with a trained model."""

from __future__ import annotations

import argparse
import csv
import hmac
import json
import logging
import os
from pathlib import Path

import joblib

import features

COLUMNS = ("transaction", "card", "amount", "category", "hour", "abroad", "score", "suspicious")
log = logging.getLogger("predict")


def pseudonym(card: str, key: str) -> str:
    """What stands for a card number in the scores: equal for equal cards, not to be turned back without the key."""
    return hmac.new(key.encode(), card.encode(), "sha256").hexdigest()[:16] if key else ""


def load_transactions(directory: Path) -> list[dict[str, str]]:
    """Read every CSV file below `directory`, by name; exit with a message when there is nothing to score."""
    rows = []
    for path in sorted(directory.rglob("*.csv")):
        with path.open(newline="") as file:
            rows += csv.DictReader(file)
    if not rows:
        raise SystemExit(f"{directory} holds no transactions: is the input there?")
    return rows


def predict(transactions: Path, model: Path, out: Path, threshold: float, key: str) -> int:
    """Score all transactions, write `out`/scores.csv, return how many are suspicious: those that score `threshold` or more."""
    about = json.loads((model / "about.json").read_text())
    if about["features"] != list(features.NAMES):
        raise SystemExit(f"the model was trained on other features than this code makes: {about['features']}")
    classifier = joblib.load(model / "classifier.joblib")
    rows = load_transactions(transactions)
    scores = classifier.predict_proba(features.matrix(rows))[:, 1]

    out.mkdir(parents=True, exist_ok=True)
    with (out / "scores.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row, score in zip(rows, scores, strict=True):
            writer.writerow({**row, "card": pseudonym(row["card"], key), "score": f"{score:.6f}", "suspicious": int(score >= threshold)})
    suspicious = int((scores >= threshold).sum())
    log.info("scored %d transactions, %d suspicious, model of seed %s", len(rows), suspicious, about["seed"])
    return suspicious


def main() -> None:
    parser = argparse.ArgumentParser(description="Score transactions.")
    parser.add_argument("--transactions", type=Path, default=Path("data/transactions"))
    parser.add_argument("--model", type=Path, default=Path("model"))
    parser.add_argument("--out", type=Path, default=Path("out"))
    parser.add_argument("--threshold", type=float, default=0.5)
    arguments = parser.parse_args()
    logging.basicConfig(level=os.environ.get("LOG_LEVEL", "info").upper(), format="%(levelname)s %(message)s")
    key = os.environ.get("CARD_KEY", "")
    if not key:
        log.warning("CARD_KEY is not set: the scores name no card")
    predict(arguments.transactions, arguments.model, arguments.out, arguments.threshold, key)


if __name__ == "__main__":
    main()
