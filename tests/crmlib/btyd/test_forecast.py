import pandas as pd
import pytest

import crmlib as crm
from crmlib.language import CourseError
from tests.crmlib.btyd import cdnow


def test_cdnow_is_forecast_better_by_the_model_than_by_everybody_going_on():
    summary = cdnow.calibration()
    table = crm.compare_forecasts(crm.BGNBD().fit(summary), summary, cdnow.later_weeks(), hiatus=13)
    assert table.index.tolist() == list(range(1, 40)) and table.attrs["unit"] == "weeks"
    last = table.loc[39]
    assert last["actual"] == 1882 and round(last["model"], 1) == 1653.4
    assert abs(last["model"] - 1882) < abs(last["same_rate"] - 1882)


def test_cdnow_is_forecast_best_by_the_model_customer_by_customer_though_recent_buyers_come_nearer_in_the_sum():
    summary, real = cdnow.calibration(), cdnow.later_by_customer()
    model = crm.BGNBD().fit(summary)
    going_on = 39 * (summary["frequency"] / summary["T"]).fillna(0)
    recent = going_on.mask(summary["T"] - summary["recency"] > 13, 0)
    errors = [(guess - real).abs().mean() for guess in (model.expected_purchases(39, summary), recent, going_on)]
    assert [round(error, 2) for error in errors] == [0.79, 0.82, 1.02]
    last = crm.compare_forecasts(model, summary, cdnow.later_weeks(), hiatus=13).loc[39]
    assert last[["model", "recent_only", "same_rate"]].round().tolist() == [1653, 1841, 2930] and real.sum() == last["actual"]


def test_the_rules_of_thumb_by_hand():
    summary = pd.DataFrame({"frequency": [4, 2, 0, 0], "recency": [19.0, 5.0, 0.0, 0.0], "T": [20.0, 10.0, 30.0, 0.0]})
    model = crm.BGNBD()
    model.params_ = pd.Series([0.243, 4.414, 0.793, 2.426], ["r", "alpha", "a", "b"])
    table = crm.compare_forecasts(model, summary, pd.Series({5: 1, 10: 3}), hiatus=4)
    assert table["same_rate"].tolist() == pytest.approx([2.0, 4.0])
    assert table["recent_only"].tolist() == pytest.approx([1.0, 2.0])
    assert table["model"].tolist() == pytest.approx([model.expected_purchases(t, summary).sum() for t in (5, 10)])


def test_times_before_the_forecast_are_refused():
    summary = pd.DataFrame({"frequency": [4], "recency": [19.0], "T": [20.0]})
    with pytest.raises(CourseError, match="time=-1"):
        crm.compare_forecasts(crm.BGNBD(), summary, pd.Series({-1: 1}), hiatus=4)
