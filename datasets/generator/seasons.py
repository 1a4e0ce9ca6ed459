"""The calendar: days, promotions, and how strongly each kind of customer buys on each day."""

import numpy as np
import pandas as pd

START = pd.Timestamp("2024-01-01")
HOLDOUT_START = pd.Timestamp("2026-01-01")
HOLDOUT_END = pd.Timestamp("2026-06-30")
DAYS = pd.date_range(START, HOLDOUT_END)
YEAR = 365.25

SPRING_FESTIVAL = [pd.Timestamp(day) for day in ("2024-02-10", "2025-01-29", "2026-02-17")]
# first and last day (month-day), price cut as a share, how much busier the days are
PROMOTIONS = [
    ("03-05", "03-08", 0.15, 1.6),
    ("06-06", "06-18", 0.25, 2.6),
    ("11-01", "11-11", 0.30, 2.8),
    ("12-10", "12-12", 0.15, 1.5),
]
DAYS_BEFORE_FESTIVAL = (20, 5, 0.20, 1.7)


def day_number(date):
    """Return the whole days from the first day of the data to `date`."""
    return (pd.Timestamp(date) - START).days


def _promotions():
    for year in sorted(set(DAYS.year)):
        for first, last, cut, strength in PROMOTIONS:
            yield pd.Timestamp(f"{year}-{first}"), pd.Timestamp(f"{year}-{last}"), cut, strength
    before, until, cut, strength = DAYS_BEFORE_FESTIVAL
    for festival in SPRING_FESTIVAL:
        yield festival - pd.Timedelta(days=before), festival - pd.Timedelta(days=until), cut, strength


def _between(first, last):
    return (DAYS >= first) & (DAYS <= last)


def price_cut():
    """Return the promotion's price cut of each day as a share, 0 on ordinary days."""
    cut = np.zeros(len(DAYS))
    for first, last, share, _ in _promotions():
        cut[_between(first, last)] = share
    return cut


def _retail():
    strength = np.where(DAYS.day_of_week >= 5, 1.3, 0.9)
    for first, last, _, factor in _promotions():
        strength[_between(first, last)] *= factor
    for festival in SPRING_FESTIVAL:
        strength[_between(festival, festival + pd.Timedelta(days=7))] *= 0.3
    return strength


def _wholesale():
    strength = np.where(DAYS.day_of_week < 5, 1.0, np.where(DAYS.day_of_week == 5, 0.15, 0.0))
    strength[(DAYS.month >= 4) & (DAYS.month <= 10)] *= 1.2
    strength[(DAYS.month == 10) & (DAYS.day <= 7)] *= 0.2
    for festival in SPRING_FESTIVAL:
        strength[_between(festival - pd.Timedelta(days=18), festival - pd.Timedelta(days=8))] *= 1.5
        strength[_between(festival - pd.Timedelta(days=7), festival + pd.Timedelta(days=10))] *= 0.1
    return strength


def buying_curves():
    """Return, for each buying habit, the strength of each day; 1 is the mean of 2024 and 2025."""
    curves = {"person": _retail(), "firm": _wholesale(), "discount_only": _retail() * (price_cut() > 0)}
    in_sample = DAYS < HOLDOUT_START
    return {habit: curve / curve[in_sample].mean() for habit, curve in curves.items()}


def days_from(curve, uniform, first=0, last=len(DAYS)):
    """Turn `uniform` numbers (0-1) into day numbers in [first, last), likelier where `curve` is high."""
    reached = np.concatenate([[0.0], np.cumsum(curve)])
    target = reached[first] + uniform * (reached[last] - reached[first])
    return np.searchsorted(reached, target, side="right") - 1
