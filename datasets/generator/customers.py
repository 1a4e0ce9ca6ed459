"""Customers: what the firm knows of them, and the planted habits that drive their purchases."""

import numpy as np
import pandas as pd

from .assortment import firm_names
from .seasons import DAYS, HOLDOUT_START, START, buying_curves, day_number, days_from
from .streams import stream

PERSONS, FIRMS = 4850, 150
DISCOUNT_ONLY_SHARE = 0.12
FIRST_CARD = pd.Timestamp("2021-03-15")
STORES = ["HZ1", "HZ2", "HZ3", "NB1", "NB2", "SX1", "web"]
STORE_SHARES = [0.20, 0.15, 0.11, 0.15, 0.10, 0.09, 0.20]
AGE_BANDS = ["18-24", "25-34", "35-44", "45-54", "55+"]
AGE_SHARES = [0.17, 0.31, 0.25, 0.16, 0.11]
PERSON_SOURCES = ["walk_in", "advertising", "referral", "web"]
FIRM_SOURCES = ["trade_fair", "salesperson", "referral", "web", "advertising"]
NEVER = len(DAYS)
LARGEST_FIRM_LINE = 600.0


def choose(random, values, shares, size):
    """Draw `size` of `values` with probability `shares`, by one uniform number each."""
    reached = np.cumsum(shares)
    return np.asarray(values)[np.searchsorted(reached[:-1], random.random(size) * reached[-1], side="right")]


def make_customers():
    """Return one row per customer: public columns first, then the hidden habits."""
    customers = pd.concat([_persons(), _firms()], ignore_index=True)
    customers = customers.sort_values("joined_day", kind="stable", ignore_index=True)
    customers["customer_id"] = [f"C{number:04d}" for number in range(1, len(customers) + 1)]
    customers["joined_on"] = START + pd.to_timedelta(customers["joined_day"], unit="D")
    return customers


def _persons():
    random = stream("customers")
    persons = pd.DataFrame({"kind": "person", "age_band": choose(random, AGE_BANDS, AGE_SHARES, PERSONS)})
    persons["home_store"] = choose(random, STORES, STORE_SHARES, PERSONS)
    by_web = persons["home_store"].eq("web")
    persons["found_by"] = np.where(
        by_web,
        choose(random, PERSON_SOURCES, [0.0, 0.25, 0.15, 0.60], PERSONS),
        choose(random, PERSON_SOURCES, [0.47, 0.22, 0.24, 0.07], PERSONS),
    )
    random = stream("customer_truth")
    persons["habit"] = np.where(random.random(PERSONS) < DISCOUNT_ONLY_SHARE, "discount_only", "person")
    persons["joined_day"] = _joined(random, persons["habit"], share_before=0.45)
    persons["rate"] = 0.4 + 6.6 * random.standard_gamma(0.76, PERSONS)
    persons["leaving"] = _beta(random, 0.9, 9.0, PERSONS)
    referred, advertised = persons["found_by"].eq("referral"), persons["found_by"].eq("advertising")
    persons["leaving"] *= np.where(referred, 0.7, np.where(advertised, 1.4, 1.0))
    persons["basket"] = np.exp(0.60 * random.standard_normal(PERSONS))
    persons["discount"] = 0.0
    persons["silent_from"] = NEVER
    persons["planted"] = ""
    persons["name_en"], persons["name_zh"] = "", ""
    return _plant_late_starters(random, persons)


def _firms():
    random = stream("firms")
    firms = firm_names(random, FIRMS)
    firms["kind"], firms["habit"], firms["planted"] = "firm", "firm", ""
    firms["age_band"], firms["home_store"] = "", "wholesale"
    firms["found_by"] = choose(random, FIRM_SOURCES, [0.25, 0.40, 0.20, 0.09, 0.06], FIRMS)
    firms["joined_day"] = _joined(random, firms["habit"], share_before=0.65)
    firms["rate"] = 3.0 + 5.5 * random.standard_gamma(1.6, FIRMS)
    firms["leaving"] = _beta(random, 0.6, 24.0, FIRMS)
    firms["basket"] = np.minimum(210.0 * np.exp(0.75 * random.standard_normal(FIRMS)), LARGEST_FIRM_LINE)
    firms["discount"] = np.round(0.10 + 0.18 * random.random(FIRMS), 2)
    firms["silent_from"] = NEVER
    return _plant_large_firms(random, firms)


def _plant_late_starters(random, persons, count=40):
    late = np.flatnonzero(persons["habit"].eq("person") & persons["joined_day"].gt(day_number("2025-06-01")))[:count]
    persons.loc[late, "joined_day"] = day_number("2025-11-22") + np.floor(24 * random.random(count)).astype(int)
    persons.loc[late, "rate"] = 18.0 + 8.0 * random.random(count)
    persons.loc[late, "basket"] = 0.45 + 0.3 * random.random(count)
    persons.loc[late, "leaving"] = 0.01
    persons.loc[late, "planted"] = "late_starter"
    return persons


def _plant_large_firms(random, firms, silent=10, thin=8):
    large = firms.index[: silent + thin]
    firms.loc[large, "joined_day"] = np.floor(random.random(len(large)) * day_number(FIRST_CARD)).astype(int)
    firms.loc[large, "leaving"] = 0.0
    firms.loc[large, "rate"] = 14.0 + 6.0 * random.random(len(large))
    firms.loc[large, "basket"] = 340.0 + 220.0 * random.random(len(large))
    firms.loc[large[:silent], "silent_from"] = day_number("2025-05-15") + np.floor(45 * random.random(silent)).astype(int)
    firms.loc[large[:silent], "planted"] = "wholesale_silent"
    firms.loc[large[silent:], "discount"] = np.round(0.43 + 0.06 * random.random(thin), 2)
    firms.loc[large[silent:], "planted"] = "wholesale_thin_margin"
    return firms


def _joined(random, habits, share_before):
    """Return day numbers: some before the data begin, the others on a day that fits the habit."""
    before, where = random.random(len(habits)) < share_before, random.random(len(habits))
    joined = np.floor(where * day_number(FIRST_CARD)).astype(int)
    for habit, curve in buying_curves().items():
        new = (habits == habit).to_numpy() & ~before
        joined[new] = days_from(curve, where[new], last=day_number(HOLDOUT_START))
    return joined


def _beta(random, a, b, size):
    first, second = random.standard_gamma(a, size), random.standard_gamma(b, size)
    return first / (first + second)
