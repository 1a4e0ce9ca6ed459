"""Demand for products and services by month: each of Kotler's eight states, and some that grow."""

from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from .streams import stream

MONTHS = pd.date_range("2024-01-01", periods=24, freq="MS")
WINTER = {"Foot bath and massage", "Mugwort steam bath"}
SHORT_OF_SUPPLY, SHARE_STILL_SUPPLIED = "SX1", 0.72

_LIST = yaml.safe_load(Path(__file__).with_name("demand_items.yml").read_text(encoding="utf-8"))


def make_demand():
    """Return the items, their series, and the planted state of each item."""
    items = pd.DataFrame([
        {"name_en": offer["en"], "name_zh": offer["zh"], "store": store, "unit": offer["unit"],
         "profit": offer["profit"], "harmful": offer["harmful"], "state": state}
        for offer in _LIST for store, state in offer["shops"].items()])
    items["item_id"] = [f"D{number:02d}" for number in range(1, len(items) + 1)]
    random = stream("demand_series")
    series = pd.concat([_series(random, item) for item in items.itertuples()], ignore_index=True)
    return items.drop(columns="state"), series, items[["item_id", "state"]]


def _series(random, item):
    """Return 24 months of one item: what could be sold, what was sold, who left without it, what people think."""
    size = round(60 + 300 * random.random())
    capacity = np.full(24, 0 if item.state == "latent" else size)
    if item.state == "overfull" and item.store == SHORT_OF_SUPPLY:
        capacity[12:] = round(SHARE_STILL_SUPPLIED * size)
    wanted = np.round(size * _level(random, item) * (1 + 0.03 * random.standard_normal(24)))
    sales = np.minimum(wanted, np.floor(capacity * (0.96 + 0.04 * random.random(24))))
    awareness, liking = _opinion(random, item.state)
    return pd.DataFrame({
        "item_id": item.item_id, "month": MONTHS, "sales": sales.astype(int), "capacity": capacity,
        "turned_away": (wanted - sales).astype(int),
        "awareness": np.clip(awareness + 0.02 * random.standard_normal(24), 0, 1),
        "liking": np.clip(liking + 0.04 * random.standard_normal(24), -1, 1)})


def _level(random, item):
    """Return what people want in each month, as a share of what could be sold."""
    month, shift = np.arange(24), 0.02 * random.random()
    wave = np.cos(2 * np.pi * (month - (0 if item.name_en in WINTER else 6)) / 12)
    return {
        "negative": 0.06 + shift + 0 * month,
        "no": 0.08 + shift + 0 * month,
        "latent": 0.15 + 5 * shift + 0 * month,
        "declining": (1.0 - 0.022 * month) * 0.9,
        "irregular": 0.72 + 0.52 * wave,
        "full": 0.90 + shift + 0.02 * wave,
        "overfull": 1.21 + 10 * shift + 0.06 * wave,
        "unwholesome": 0.90 + shift + 0.02 * wave,
        "growing": 0.40 + 0.016 * month + shift,
    }[item.state]


def _opinion(random, state):
    """Return the share that knows the item, and net liking: those who like it less those who dislike it."""
    known = {"no": 0.15 + 0.6 * random.random(), "latent": 0.45}.get(state, 0.6 + 0.25 * random.random())
    liked = {"negative": -0.35 - 0.25 * random.random(), "no": 0.05 * random.random(), "latent": 0.35, "unwholesome": 0.40}
    return known, liked.get(state, 0.25 + 0.25 * random.random())
