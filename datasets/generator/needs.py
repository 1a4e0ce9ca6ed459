"""What customers say they need, what they choose, and who is heard in which way."""

import numpy as np
import pandas as pd

from .streams import stream

SURVEYED, PANEL = 2400, 600
NEEDS = ["functional", "formal", "augmented", "price"]
# true weights of the four needs, and how high the group rates everything (1 to 10)
STRUCTURE = {
    "18-24": ([0.30, 0.28, 0.12, 0.30], 5.0),
    "25-34": ([0.30, 0.29, 0.19, 0.22], 5.6),
    "35-44": ([0.33, 0.22, 0.24, 0.21], 6.0),
    "45-54": ([0.35, 0.18, 0.27, 0.20], 6.6),
    "55+": ([0.32, 0.15, 0.34, 0.19], 7.4),
    "": ([0.23, 0.09, 0.38, 0.30], 6.0),
}
GAPS = np.arange(3, 27, 3)
# share of price-, compound- and value-oriented customers in each category
ORIENTATION = {"hair": [0.40, 0.35, 0.25], "skin": [0.15, 0.30, 0.55], "paper": [0.60, 0.25, 0.15]}
TIPPING_GAP = {"price": 0.0, "compound": 13.5, "value": 32.0}

# group: customers, planted share that would use a refill station
GROUPS = {"top": (500, 0.15), "regular": (1600, 0.35), "occasional": (2100, 0.50), "quiet": (800, 0.20), "rival": (3000, 0.45)}
# way: people heard in each group, what the way adds to the share that says yes, yuan for one voice
WAYS = {
    "top_customers": ([40, 0, 0, 0, 0], 0.00, 60),
    "cards": ([3, 90, 60, 0, 0], 0.30, 2),
    "survey": ([60, 210, 120, 10, 0], 0.12, 12),
    "database": ([500, 1600, 2100, 800, 0], None, 1),
    "personal": ([20, 70, 30, 0, 0], -0.05, 15),
    "competitors": ([0, 0, 0, 0, 120], 0.00, 25),
    "focus_groups": ([0, 16, 8, 0, 0], 0.25, 300),
    "panel": ([15, 80, 80, 40, 35], 0.00, 90),
}
SHARE_WHO_BUY_REFILL_PACKS = 0.4


def make_needs(customers):
    """Return the survey of stated importance, and the choices of the panel."""
    random = stream("needs_survey")
    surveyed = customers.loc[np.sort(np.argsort(random.random(len(customers)), kind="stable")[:SURVEYED])]
    survey = _ratings(random, surveyed)
    persons = surveyed["customer_id"][surveyed["kind"] == "person"].to_numpy()
    random = stream("choices")
    panel = persons[np.sort(np.argsort(random.random(len(persons)), kind="stable")[:PANEL])]
    return survey, pd.concat([_choices(random, panel, category) for category in ORIENTATION]).sort_values(
        ["customer_id", "category", "round"], kind="stable", ignore_index=True)


def make_listening():
    """Return for each way of listening and group how many were heard, and how many said yes."""
    random = stream("listening")
    rows = []
    for way, (heard, added, cost) in WAYS.items():
        for (group, (size, share)), count in zip(GROUPS.items(), heard):
            says = share * SHARE_WHO_BUY_REFILL_PACKS if added is None else min(share + added, 0.95)
            rows.append((way, group, size, count, random.binomial(count, says), cost * count, share))
    return pd.DataFrame(rows, columns=["way", "group", "customers", "heard", "said_yes", "cost", "would_use"])


def _ratings(random, surveyed):
    weights = np.array([STRUCTURE[band][0] for band in surveyed["age_band"]])
    level = np.array([STRUCTURE[band][1] for band in surveyed["age_band"]]) + 0.8 * random.standard_normal(len(surveyed))
    spread = np.exp(0.22 * random.standard_normal(weights.shape))
    ratings = np.clip(np.round(4 * weights * spread * level[:, None]), 1, 10)
    blank = (random.random(len(surveyed)) < 0.05)[:, None] & (np.arange(4) == np.floor(4 * random.random(len(surveyed)))[:, None])
    table = pd.DataFrame(np.where(blank, np.nan, ratings), columns=NEEDS).astype("Int64")
    return table.assign(customer_id=surveyed["customer_id"].to_numpy())


def _choices(random, panel, category):
    kinds = np.array(list(TIPPING_GAP))[np.searchsorted(np.cumsum(ORIENTATION[category])[:-1], random.random(len(panel)), side="right")]
    gaps = GAPS[np.argsort(random.random((len(panel), len(GAPS))), axis=1, kind="stable")]
    tipping = np.array([TIPPING_GAP[kind] for kind in kinds])[:, None]
    cheaper = random.random(gaps.shape) < 1 / (1 + np.exp(-(gaps - tipping) / 3))
    return pd.DataFrame({
        "customer_id": np.repeat(panel, len(GAPS)), "category": category,
        "round": np.tile(np.arange(1, len(GAPS) + 1), len(panel)),
        "dearer_by": gaps.ravel(), "taken": np.where(cheaper.ravel(), "cheaper", "dearer")})
