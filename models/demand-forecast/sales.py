"""Makes daily sales of regions from a seed, so that the example needs no data of anybody."""

from __future__ import annotations

import math
from zlib import crc32

import numpy as np
import pandas as pd

REGIONS = ("east", "north", "south", "west")
# A Monday; a fixed one, so that equal seeds give equal files.
START = "2023-01-02"
# Share of a week's sales, from Monday on.
WEEKDAYS = np.array([0.12, 0.12, 0.13, 0.14, 0.18, 0.19, 0.12])
YEAR = 52


def daily_sales(weeks: int, seed: int) -> pd.DataFrame:
    """Rows of day, region and units: a slow growth, a year's wave whose peak depends on the region, busy weekends, and noise."""
    return pd.concat([_of_region(region, weeks, seed) for region in REGIONS], ignore_index=True)


def _of_region(region: str, weeks: int, seed: int) -> pd.DataFrame:
    chance = np.random.default_rng([seed, crc32(region.encode())])
    size, growth, peak = chance.uniform(400, 1600), chance.uniform(0.2, 1.2), chance.uniform(0, YEAR)
    week = np.arange(weeks)
    usual = size + growth * week + 0.25 * size * np.cos(2 * math.pi * (week - peak) / YEAR)
    units = np.outer(usual, WEEKDAYS) * chance.normal(1.0, 0.1, (weeks, 7))
    days = pd.date_range(START, periods=7 * weeks, freq="D")
    return pd.DataFrame({"day": days, "region": region, "units": units.ravel().round().clip(0).astype(int)})
