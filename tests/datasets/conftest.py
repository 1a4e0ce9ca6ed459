from types import SimpleNamespace

import pandas as pd
import pytest

from crmlib.data import load

NAMES = ["customers", "suppliers", "products", "orders", "order_lines", "holdout_orders", "customer_truth"]


@pytest.fixture(scope="module")
def firm():
    """All tables by name, and the order lines joined with their order and product."""
    tables = {name: load(name) for name in NAMES}
    tables["sold"] = (
        tables["order_lines"]
        .merge(tables["orders"][["order_id", "customer_id", "date", "kind"]], on="order_id")
        .merge(tables["products"], on="product_id")
    )
    tables["sold"]["gross_profit"] = tables["sold"]["amount"] - tables["sold"]["quantity"] * tables["sold"]["unit_cost"]
    return SimpleNamespace(**tables)


def in_year(table, year):
    return table[table["date"].dt.year == year]


def sales_by(table, key, value="amount"):
    return table.groupby(key)[value].sum().round(2)


def grade(values, cuts=(0.65, 0.85)):
    """Class by the share of all positive values that strictly larger values hold; totals of 0 or less are C."""
    positive = values.clip(lower=0)
    larger = [positive[values > value].sum() for value in values]
    share = pd.Series(larger, index=values.index) / positive.sum()
    return pd.Series("A", values.index).mask(share >= cuts[0], "B").mask((share >= cuts[1]) | (values <= 0), "C")
