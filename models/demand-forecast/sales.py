"""Makes weekly sales of regions from a seed, so that the example needs no data of anybody."""

from __future__ import annotations

import math
from zlib import crc32

import numpy as np
import pandas as pd

# The first Monday of the series; a fixed one, so that equal seeds give equal files.
START = "2023-01-02"
SEASON = 52


def weekly_sales(region: str, weeks: int, seed: int) -> pd.Series:
    """Units sold in each of `weeks` weeks: a slow growth, a year's wave whose peak depends on the region, and noise."""
    chance = np.random.default_rng([seed, crc32(region.encode())])
    size, growth, peak = chance.uniform(400, 1600), chance.uniform(0.2, 1.2), chance.uniform(0, SEASON)
    week = np.arange(weeks)
    wave = 0.25 * size * np.cos(2 * math.pi * (week - peak) / SEASON)
    units = size + growth * week + wave + chance.normal(0, 0.04 * size, weeks)
    return pd.Series(units.round().clip(0).astype(int), index=pd.date_range(START, periods=weeks, freq="W-MON", name="week"), name="units")
