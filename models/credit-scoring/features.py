"""The Spark job: what is known of each borrower, from all payments."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as f

PAYMENTS = "borrower string, due date, amount double, days_late int"
# Payments that say how a borrower does now.
RECENT = 3


def features(payments: DataFrame) -> DataFrame:
    """One row a borrower, in the columns of `borrowers.FEATURES`."""
    newest_first = Window.partitionBy("borrower").orderBy(f.desc("due"))
    recent = f.when(f.row_number().over(newest_first) <= RECENT, f.col("days_late"))
    return (
        payments.withColumn("recent", recent)
        .groupBy("borrower")
        .agg(
            f.count("*").alias("payments"),
            f.round(f.avg("amount"), 2).alias("amount"),
            f.round(f.avg((f.col("days_late") > 0).cast("int")), 4).alias("late_share"),
            f.max("days_late").alias("longest_delay"),
            f.round(f.avg("recent"), 4).alias("recent_delay"),
        )
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the features of all borrowers.")
    parser.add_argument("--payments", required=True, help="where the payments are, as Spark names it")
    parser.add_argument("--out", required=True, help="a directory of this run is made below it")
    arguments = parser.parse_args()
    run_path = json.loads(Path(os.environ["MODELFLEET_PARAMS"]).read_text())["run_path"]
    target = f"{arguments.out.rstrip('/')}/{run_path}"

    spark = SparkSession.builder.getOrCreate()
    payments = spark.read.csv(arguments.payments, schema=PAYMENTS, header=True, mode="FAILFAST")
    # `overwrite`: a second attempt finds what the first one left.
    features(payments).coalesce(4).write.csv(target, header=True, mode="overwrite")
    print(f"{spark.read.csv(target, header=True).count()} borrowers in {target}")
    spark.stop()


if __name__ == "__main__":
    main()
