"""Data of any size, the same in every environment."""

import numpy as np
import pandas as pd

from benchmarks.environment import FOLDER, VENV
from crmlib.btyd import btyd_summary
from crmlib.btyd.simulate import simulate_bg_nbd, simulate_gamma_gamma
from crmlib.data import load_supermarket

FIRST_DAY, LAST_DAY = pd.Timestamp("2024-01-01"), pd.Timestamp("2025-12-31")
CDNOW = 2357
_SUPERMARKET = FOLDER / ".supermarket.npz"


def sales_log(lines, lines_per_order):
    """Return a log in the sequence of time, with one customer for ten lines; some buy much more often than others.

    There are no refunds and no missing cells, since packages do not agree on what to do with them.

    Examples
    --------
    >>> log = sales_log(3000, 3)
    >>> len(log), log["customer_id"].nunique(), log["order_id"].nunique()
    (3000, 300, 1000)
    """
    random = np.random.default_rng(2025)
    customers, orders = lines // 10, lines // lines_per_order
    rate = random.gamma(1.0, size=customers)
    further = random.multinomial(orders - customers, rate / rate.sum())
    buyer = random.permutation(np.repeat(np.arange(customers), 1 + further))
    day = np.sort(random.integers(0, (LAST_DAY - FIRST_DAY).days + 1, orders))
    order = np.sort(np.concatenate([np.arange(orders), random.integers(0, orders, lines - orders)]))
    return pd.DataFrame({
        "order_id": order,
        "customer_id": buyer[order],
        "date": FIRST_DAY + pd.to_timedelta(day[order], unit="D"),
        "amount": random.gamma(2, 20, lines).round(2) + 0.01,
    })


def customer_table(customers):
    """Return frequency, recency, T (weeks) and monetary value: of the 2,357 customers of CDNOW, or of as many made up.

    Examples
    --------
    >>> customer_table(2).round(1)
       frequency  recency      T  monetary_value
    0          2     12.3   46.7            57.7
    1          0      0.0  103.6             0.0
    """
    if customers == CDNOW:
        return _cdnow()
    days = np.random.default_rng(2025).integers(1, 2 * 365, customers)
    table = simulate_bg_nbd({"r": 0.25, "alpha": 4.4, "a": 0.8, "b": 2.4}, days / 7, seed=2025)[["frequency", "recency", "T"]]
    table["recency"] = np.ceil(table["recency"] * 7) / 7
    return table.assign(monetary_value=simulate_gamma_gamma({"p": 6.25, "q": 3.74, "v": 15.4}, table["frequency"], seed=2025))


def _cdnow():
    """Return the calibration weeks of the published figures, from the log that is in the package lifetimes."""
    (path,) = VENV.glob("lib/*/site-packages/lifetimes/datasets/CDNOW_sample.txt")
    log = pd.read_csv(path, sep=r"\s+", header=None, names=["master", "customer_id", "date", "quantity", "amount"], dtype={"date": str})
    amount = log["amount"].clip(lower=0.01)  # in the published figures, what is bought for nothing is a purchase
    return btyd_summary(log.assign(date=pd.to_datetime(log["date"]), amount=amount), as_of="1997-09-30", later_rows="set_aside")


def keep_supermarket():
    """Keep each basket and product of the real supermarket once, with whole numbers as ids, for environments without its package."""
    lines = load_supermarket("transactions")[["basket_id", "product_id"]].drop_duplicates()
    np.savez_compressed(_SUPERMARKET, **{name: pd.factorize(lines[name], sort=True)[0].astype("int32") for name in lines})


def supermarket_lines():
    """Return what :func:`keep_supermarket` kept: ``basket_id`` and ``product_id``."""
    with np.load(_SUPERMARKET) as kept:
        return pd.DataFrame(dict(kept))
