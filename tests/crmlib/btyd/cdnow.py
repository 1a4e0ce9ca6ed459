"""The purchases of 2,357 customers of the shop CDNOW, the data of the published figures.

They come with the package lifetimes, whose code is never imported. Without it the tests are
skipped, but not where all tests must run (CI).
"""

import os
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
import pytest

CALIBRATION_END = pd.Timestamp("1997-09-30")


@cache
def purchases():
    """One row per customer and day: ``customer``, ``date``, ``amount`` (dollars)."""
    package = find_spec("lifetimes")
    if package is None:
        if os.environ.get("CI") == "true":
            pytest.fail("The package lifetimes, which holds the CDNOW data, is not installed.")
        pytest.skip("The package lifetimes, which holds the CDNOW data, is not installed.")
    log = pd.read_csv(Path(package.origin).parent / "datasets" / "CDNOW_sample.txt", sep=r"\s+", header=None,
                      names=["master", "customer", "date", "quantity", "amount"], dtype={"date": str})
    return log.assign(date=pd.to_datetime(log["date"])).groupby(["customer", "date"], as_index=False)["amount"].sum()


@cache
def calibration():
    """The 39 weeks that the models are fitted to, as ``frequency``, ``recency``, ``T`` (weeks), ``monetary_value``."""
    log = purchases()
    days = log[log["date"] <= CALIBRATION_END]
    dates = days.groupby("customer")["date"]
    first, last = dates.min(), dates.max()
    repeat = days[days["date"] > days["customer"].map(first)]
    return pd.DataFrame({
        "frequency": dates.size() - 1,
        "recency": (last - first).dt.days / 7,
        "T": (CALIBRATION_END - first).dt.days / 7,
        "monetary_value": repeat.groupby("customer")["amount"].mean().reindex(first.index, fill_value=0.0),
    })


def later_by_customer():
    """Purchases of each customer in the 39 weeks after the calibration."""
    log = purchases()
    return log[log["date"] > CALIBRATION_END].groupby("customer").size().reindex(calibration().index, fill_value=0)


def later_weeks():
    """Purchases in the 39 weeks after the calibration, added up by week."""
    days = (purchases()["date"] - CALIBRATION_END).dt.days
    weeks = (days[days > 0] + 6) // 7
    return weeks.value_counts().sort_index().cumsum()
