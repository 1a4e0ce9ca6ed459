"""Suppliers and products, from the hand-written list `assortment.yml`."""

from pathlib import Path

import numpy as np
import pandas as pd
import yaml

RETAIL_UNITS_A_YEAR = 44_000
WHOLESALE_LIST_VALUE_A_YEAR = 1_300_000
LITTLE_REDUCED = {"paper": 0.15}

_LIST = yaml.safe_load(Path(__file__).with_name("assortment.yml").read_text(encoding="utf-8"))
_PRODUCT_COLUMNS = [
    "name_en", "name_zh", "category", "supplier_id", "list_price", "cost_share",
    "retail_weight", "wholesale_weight", "turns", "launched_on",
]  # fmt: skip


def make_suppliers():
    """Return the table of suppliers."""
    suppliers = pd.DataFrame(
        _LIST["suppliers"], columns=["name_en", "name_zh", "city", "payment_days", "on_time_share"]
    )
    suppliers["supplier_id"] = [f"S{number:02d}" for number in range(1, len(suppliers) + 1)]
    return suppliers


def make_products():
    """Return the table of products, with the hidden weights and prices in cents that baskets use."""
    products = pd.DataFrame(_LIST["products"], columns=_PRODUCT_COLUMNS)
    products["product_id"] = [f"P{number:03d}" for number in range(1, len(products) + 1)]
    products["launched_on"] = pd.to_datetime(products["launched_on"])
    products["list_cents"] = (products["list_price"] * 100).round().astype(int)
    products["unit_cost"] = (products["list_price"] * products["cost_share"]).round(2)
    retail = RETAIL_UNITS_A_YEAR * _share(products["retail_weight"])
    wholesale = WHOLESALE_LIST_VALUE_A_YEAR * _share(products["wholesale_weight"]) / products["list_price"]
    products["average_stock"] = np.maximum(6, ((retail + wholesale) / products["turns"]).round()).astype(int)
    products["reduction"] = products["category"].map(LITTLE_REDUCED).fillna(1.0)
    return products


def companions():
    """Return pairs (product, product often bought with it) as row numbers of the products table."""
    names = [product[0] for product in _LIST["products"]]
    return [(names.index(first), names.index(second)) for first, second in _LIST["bought_with"]]


def firm_names(random, count):
    """Draw `count` different invented firm names, in both languages."""
    names = pd.DataFrame(
        [
            (f"{first_en} {second_en}", first_zh + second_zh)
            for first_en, first_zh in _LIST["firm_first_names"]
            for second_en, second_zh in _LIST["firm_second_names"]
        ],
        columns=["name_en", "name_zh"],
    )
    return names.iloc[np.argsort(random.random(len(names)), kind="stable")[:count]].reset_index(drop=True)


def _share(weights):
    return weights / weights.sum()
