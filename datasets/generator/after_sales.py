"""First deliveries to hotels and salons: who was called a week later, and what became of it.

Planted: in the first half of 2025 the salespeople chose whom to call, and chose the large ones, who order again anyway. In the
second half a lot decided. A call finds problems while they can be mended: it raises the share that orders again by about twelve
points, and those who were called name more friends.
"""

import numpy as np
import pandas as pd

from .customers import choose
from .streams import stream

DELIVERIES = 900
SECOND_HALF = pd.Timestamp("2025-07-01")
CALLED_BY_CHOICE = {"small": 0.15, "middle": 0.45, "large": 0.9}
ORDERS_AGAIN = {"small": 0.30, "middle": 0.45, "large": 0.66}
EFFECT, PROBLEM, FORGIVEN = 0.06, 0.3, 0.35


def make_after_sales():
    """Return one row for each first delivery."""
    random = stream("after_sales")
    table = pd.DataFrame({"delivered_on": pd.Timestamp("2025-01-01") + pd.to_timedelta(np.sort(np.floor(334 * random.random(DELIVERIES))), unit="D")})
    table["delivery_id"] = [f"D{number:04d}" for number in range(1, DELIVERIES + 1)]
    table["kind"] = choose(random, ["hotel", "salon"], [0.45, 0.55], DELIVERIES)
    table["size"] = choose(random, ["small", "middle", "large"], [0.45, 0.35, 0.2], DELIVERIES)
    table["first_order"] = (table["size"].map({"small": 600, "middle": 1500, "large": 4200}) * np.exp(0.3 * random.standard_normal(DELIVERIES))).round(-1)
    by_lot = table["delivered_on"] >= SECOND_HALF
    table["chosen_by"] = np.where(by_lot, "lot", "salesperson")
    table["called"] = random.random(DELIVERIES) < np.where(by_lot, 0.5, table["size"].map(CALLED_BY_CHOICE))
    problem = random.random(DELIVERIES) < PROBLEM
    table["problem_found"] = problem & table["called"]
    chance = table["size"].map(ORDERS_AGAIN) + np.where(table["called"], EFFECT, np.where(problem, -FORGIVEN * table["size"].map(ORDERS_AGAIN), 0.0))
    table["ordered_again"] = random.random(DELIVERIES) < chance
    table["friends_named"] = random.poisson(np.where(table["ordered_again"], np.where(table["called"], 0.35, 0.2), 0.03))
    return table
