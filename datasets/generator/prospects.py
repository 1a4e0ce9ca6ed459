"""The register of the first half of 2024: whom seven methods found, how they were judged, what came of it.

Every prospect was followed up, also those judged badly, so that the judgement can be checked. Planted:

- `METHODS` fixes for each method how many responded, bought and were still customers after a year:
  the cheapest contact (advertising) is the dearest customer, and dearer still for each one who stays;
- need weighs most in who buys, means less, and access nothing at all: who is hard to meet buys as often;
- all judgements are blurred, so that even among the best judged fewer than half buy.

Those who bought are customers of the core tables who joined in that half-year.
"""

import numpy as np
import pandas as pd

from .customers import choose
from .referrals import draw_referrer
from .streams import stream

FIRST, LAST = pd.Timestamp("2024-01-01"), pd.Timestamp("2024-06-30")
SHORTEST_WAIT, LONGEST_WAIT = 2, 22  # days from the contact to the first purchase
KEPT_FROM, KEPT_TO = 366, 548  # days after joining in which a purchase means: still a customer

# contacts, yuan each, responses, customers, still customers after twelve months, mean of the true need, share of firms
METHODS = {
    "canvassing": (700, 15.0, 84, 40, 15, 2.6, 0.10),
    "advertising": (1200, 8.0, 66, 20, 6, 2.3, 0.02),
    "referral": (300, 25.0, 165, 96, 68, 3.4, 0.04),
    "desk_research": (420, 18.0, 76, 36, 20, 2.9, 0.30),
    "paid_assistants": (360, 20.0, 97, 36, 9, 2.8, 0.06),
    "own_records": (380, 9.0, 118, 64, 38, 3.2, 0.03),
    "trade_fair": (60, 110.0, 34, 18, 12, 3.5, 0.60),
}
TILL_CODES = {  # what the till knows: it has no code for canvassing, assistants or desk research
    "canvassing": ["walk_in", "salesperson"],
    "advertising": ["advertising"],
    "referral": ["referral"],
    "desk_research": ["web", "salesperson"],
    "paid_assistants": ["walk_in"],
    "own_records": ["walk_in", "web"],
    "trade_fair": ["trade_fair", "web"],
}
CITIES, CITY_SHARES = ["hangzhou", "ningbo", "shaoxing"], [0.5, 0.33, 0.17]
WEIGHTS = {"need": 0.75, "means": 0.4, "access": 0.0}


def make_prospects(customers, truth, referrals, orders):
    """Return the tables prospects and prospect_truth."""
    random = stream("prospects")
    free = _new_customers(customers, orders)
    parts = []
    for method in METHODS:
        part = _judged(random, method)
        part = _with_outcomes(random, part, method)
        part, free = _with_customers(random, part, method, free)
        parts.append(part)
    prospects = pd.concat(parts, ignore_index=True)
    prospects["referred_by"] = _referrers(random, prospects, customers, truth, referrals)
    prospects = prospects.sort_values(["contacted_on", "method", "cost"], kind="stable", ignore_index=True)
    prospects["prospect_id"] = [f"R{number:04d}" for number in range(1, len(prospects) + 1)]
    return prospects, prospects


def make_identification_methods(prospects):
    """Return one row per method: what it cost and what came of it."""
    groups = prospects.groupby("method")
    table = pd.DataFrame({
        "cost": groups["cost"].sum().round(2),
        "contacts": groups.size(),
        "responses": groups["responded"].sum(),
        "customers": groups["bought"].sum(),
        "kept": groups["kept"].sum(),
    })
    return table.loc[list(METHODS)].reset_index()


def _new_customers(customers, orders):
    """Return the customers of the half-year and whether each bought again 12 to 18 months later."""
    new = customers[customers["joined_on"].between(FIRST + pd.Timedelta(days=LONGEST_WAIT), LAST)][["customer_id", "kind", "found_by", "joined_on"]]
    bought = orders[orders["kind"].eq("purchase")][["customer_id", "date"]].merge(new, on="customer_id")
    late = bought[(bought["date"] - bought["joined_on"]).dt.days.between(KEPT_FROM, KEPT_TO)]
    return new.assign(kept=new["customer_id"].isin(late["customer_id"]))


def _judged(random, method):
    """Return the prospects of one method: what is true of them, and what was noted."""
    count, cost, _, _, _, need, firms = METHODS[method]
    part = pd.DataFrame({"method": method, "number": np.arange(count)})
    part["kind"] = np.where(random.random(count) < firms, "firm", "person")
    part["city"] = choose(random, CITIES, CITY_SHARES, count)
    for name, mean in (("access", 2.9), ("need", need), ("means", 3.1)):
        part[f"true_{name}"] = np.clip(np.rint(mean + 1.1 * random.standard_normal(count)), 1, 5).astype(int)
        part[name] = np.clip(np.rint(part[f"true_{name}"] + 0.9 * random.standard_normal(count)), 1, 5).astype(int)
    part["cost"] = (cost * (0.7 + 0.6 * random.random(count))).round(1)
    return part


def _with_outcomes(random, part, method):
    """Add who responded and who bought: the planted numbers, drawn by true need and means."""
    _, _, responses, buyers, _, _, _ = METHODS[method]
    pull = sum(weight * (part[f"true_{name}"] - 3) for name, weight in WEIGHTS.items()).to_numpy()
    luck = -np.log(-np.log(random.random(len(part))))
    place = np.argsort(np.argsort(-(pull + luck)))
    part["responded"], part["bought"] = place < responses, place < buyers
    part["buying_chance"] = _chances(pull, buyers)
    return part


def _chances(pull, buyers):
    """Return logistic chances that sum to the number of buyers."""
    low, high = -20.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if (1 / (1 + np.exp(-pull - middle))).sum() < buyers else (low, middle)
    return np.round(1 / (1 + np.exp(-pull - low)), 2)


def _with_customers(random, part, method, free):
    """Give every buyer a customer of the core tables, so many of them kept as planned; firms first."""
    _, _, _, buyers, kept, _, _ = METHODS[method]
    fits = free[free["found_by"].isin(TILL_CODES[method])]
    chosen = pd.concat([
        _drawn(random, fits[fits["kept"]], kept),
        _drawn(random, fits[~fits["kept"]], buyers - kept),
    ])
    chosen = chosen.iloc[random.permutation(buyers)].sort_values("kind", kind="stable")
    part = part.sort_values(["bought", "kind"], ascending=[False, True], kind="stable", ignore_index=True)
    for column in ("customer_id", "kept", "joined_on"):
        part[column] = pd.Series(chosen[column].to_numpy(), index=range(buyers)).reindex(part.index)
    part.loc[: buyers - 1, "kind"] = chosen["kind"].to_numpy()
    part["kept"] = part["kept"].eq(True)
    part["contacted_on"] = _contacted(random, part)
    return part.drop(columns="joined_on"), free[~free["customer_id"].isin(chosen["customer_id"])]


def _drawn(random, pool, count):
    """Draw `count` customers, all firms of the pool that the method reaches among them."""
    order = pool.iloc[random.permutation(len(pool))].sort_values("kind", kind="stable")
    firms = order["kind"].eq("firm").cumsum() <= 3
    return order[firms | order["kind"].eq("person")].iloc[:count]


def _contacted(random, part):
    """Return the day of the contact: some days before joining, or any day of the half-year."""
    days = (LAST - FIRST).days
    anywhere = FIRST + pd.to_timedelta(np.floor(days * random.random(len(part))), unit="D")
    before = part["joined_on"] - pd.to_timedelta(np.floor(SHORTEST_WAIT + (LONGEST_WAIT - SHORTEST_WAIT) * random.random(len(part))), unit="D")
    return before.fillna(pd.Series(anywhere, index=part.index))


def _referrers(random, prospects, customers, truth, referrals):
    """Return who referred each prospect found by referral: for customers as in `referrals`."""
    known = referrals.set_index("friend_id")["customer_id"]
    found = prospects["customer_id"].map(known)
    referred = prospects["method"].eq("referral")
    drawn = [
        draw_referrer(random, customers, truth, max(day - pd.Timedelta(days=20), FIRST)) if missing else None
        for day, missing in zip(prospects["contacted_on"], referred & found.isna(), strict=True)
    ]
    return found.where(referred & found.notna(), pd.Series(drawn, index=prospects.index))
