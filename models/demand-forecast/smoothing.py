"""Holt-Winters smoothing: fitted by statsmodels, kept as numbers that any program can read.

A fitted model is JSON, not a pickle: opening it runs no code, and another version of statsmodels reads it too.
"""

from __future__ import annotations

import warnings
from typing import Any

import pandas as pd
from statsmodels.tools.sm_exceptions import ConvergenceWarning
from statsmodels.tsa.holtwinters import ExponentialSmoothing

from sales import YEAR


def fit(units: pd.Series) -> dict[str, Any]:
    """The state of the smoothing after the last week: level, trend a week, the season's offsets of the next weeks, and the year's sales."""
    with warnings.catch_warnings():
        # The optimizer stops at its limit for nearly flat series; what it has then is good enough, and measured below.
        warnings.simplefilter("ignore", ConvergenceWarning)
        result = ExponentialSmoothing(units.astype(float), trend="add", seasonal="add", seasonal_periods=YEAR).fit()
    return {
        "last_week": units.index[-1].date().isoformat(),
        "level": float(result.level.iloc[-1]),
        "trend": float(result.trend.iloc[-1]),
        "season": [float(offset) for offset in result.season.iloc[-YEAR:]],
        "year": [int(sold) for sold in units.iloc[-YEAR:]],
    }


def forecast(state: dict[str, Any], weeks: int) -> pd.Series:
    """Units of the `weeks` weeks after the last one that the state knows."""
    index = pd.date_range(state["last_week"], periods=weeks + 1, freq="W-MON", name="week")[1:]
    units = [state["level"] + step * state["trend"] + state["season"][(step - 1) % YEAR] for step in range(1, weeks + 1)]
    return pd.Series(units, index=index, name="units").clip(lower=0)


def outlook(state: dict[str, Any], weeks: int) -> pd.DataFrame:
    """The forecast, and its `change`: what it is of the units of the same week one year before. Seasons are in both, so they are not in it."""
    units = forecast(state, weeks)
    before = [state["year"][step % YEAR] for step in range(weeks)]
    return pd.DataFrame({"units": units.round(1), "change": (units / before).round(4)})


def error_share(expected: pd.Series, actual: pd.Series) -> float:
    """The weighted absolute percentage error: the sum of all errors over the sum of all sales; 0 is perfect."""
    return float((expected - actual).abs().sum() / actual.sum())
