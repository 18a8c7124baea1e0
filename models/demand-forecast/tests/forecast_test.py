import json

import pandas as pd
import pytest
from statsmodels.tsa.holtwinters import ExponentialSmoothing

from fit import fit_region
from merge import merge
from predict import predict
from prepare import prepare, weekly
from sales import REGIONS, YEAR, daily_sales
from smoothing import error_share, fit, forecast

FITTED = ["north", "south"]


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    root = tmp_path_factory.mktemp("training")
    prepare(daily_sales(weeks=160, seed=11), out=root / "series")
    for region in FITTED:
        fit_region(root / "series" / f"{region}.csv", horizon=8, out=root / "part" / region)
    return root, merge(root / "part", root / "out")


def test_sales_depend_on_the_seed_only():
    assert daily_sales(60, 11).equals(daily_sales(60, 11))
    assert not daily_sales(60, 11).equals(daily_sales(60, 12))


def test_weeks_are_whole_and_named_by_their_monday():
    daily = daily_sales(3, 11).iloc[:-1]
    units = weekly(daily)
    assert list(units["east"].index.astype(str)) == ["2023-01-02", "2023-01-09", "2023-01-16"]
    assert list(units["west"].index.astype(str)) == ["2023-01-02", "2023-01-09"]
    assert units["east"].sum() == daily.loc[daily["region"] == "east", "units"].sum()
    assert sorted(set(units.index.get_level_values("region"))) == sorted(REGIONS)


def test_a_kept_state_forecasts_what_statsmodels_does():
    units = weekly(daily_sales(160, 11))["north"].asfreq("W-MON")
    result = ExponentialSmoothing(units.astype(float), trend="add", seasonal="add", seasonal_periods=YEAR).fit()
    ours, theirs = forecast(json.loads(json.dumps(fit(units))), 60), result.forecast(60)
    pd.testing.assert_series_equal(ours, theirs, check_names=False, check_freq=False)


def test_training_beats_the_year_before(trained):
    _, metrics = trained
    assert metrics["error_share"] < metrics["error_share_last_year"]
    assert metrics["worst_error_share"] < 0.2


def test_metrics_are_a_file(trained):
    root, metrics = trained
    assert json.loads((root / "out/metrics.json").read_text()) == metrics


def test_a_forecast_has_every_region_and_week(trained, tmp_path):
    root, _ = trained
    assert predict(root / "out/model", 8, tmp_path) == 16
    rows = pd.read_csv(tmp_path / "forecast.csv")
    assert list(rows.columns) == ["region", "week", "units", "change"]
    assert rows.groupby("region").size().to_dict() == {"north": 8, "south": 8}
    assert (rows["units"] >= 0).all()
    assert rows["change"].between(0.5, 2).all()


def test_too_short_a_series_is_refused(tmp_path):
    prepare(daily_sales(weeks=100, seed=11), out=tmp_path)
    with pytest.raises(SystemExit, match="north.csv holds 100 weeks"):
        fit_region(tmp_path / "north.csv", horizon=8, out=tmp_path / "part")


def test_a_region_without_sales_is_refused(tmp_path):
    prepare(daily_sales(weeks=4, seed=11), out=tmp_path)
    with pytest.raises(SystemExit, match="no sales of nroth; there are those of east, north, south, west"):
        fit_region(tmp_path / "nroth.csv", horizon=8, out=tmp_path / "part")


def test_nothing_to_merge_is_refused(tmp_path):
    with pytest.raises(SystemExit, match="no region was fitted"):
        merge(tmp_path, tmp_path / "out")


def test_the_error_share_weighs_by_sales():
    assert error_share(pd.Series([9.0, 110.0]), pd.Series([10.0, 100.0])) == pytest.approx(11 / 110)
