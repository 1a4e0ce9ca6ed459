"""Developing hotels and salons in 2025: whom the sales team found, how it judged them, and how far each got in seven steps.

Planted:

- a fifth of the prospects are keen staff of well-off houses: great need, purchasing power and credit, and no authority. They have
  the best sums of the four ratings, and without authority objections and closing mostly fail;
- the sales team passes prospects by the sum of its ratings;
- weak credit does not stop a sale, it shows after it;
- Luo opens more doors than anybody and loses at the objections; Tang is slow everywhere;
- in negotiations a no takes longer than a yes;
- advertising and text messages bring prospects who are seldom worth a visit; the other methods differ little.

What was still open on the last day of the year is open, not lost.
"""

import numpy as np
import pandas as pd

from .customers import choose
from .streams import stream

FIRST, LAST = pd.Timestamp("2025-01-01"), pd.Timestamp("2025-12-31")
LEADS = 1500
STEPS = ["find", "qualify", "approach", "negotiate", "objections", "close", "follow_up"]
PASS_RATES = {"find": 0.9, "qualify": 1.0, "approach": 0.82, "negotiate": 0.8, "objections": 0.9, "close": 0.94, "follow_up": 0.97}
DAYS = {"find": 5, "qualify": 7, "approach": 10, "negotiate": 20, "objections": 14, "close": 9, "follow_up": 30}
KEEN = 0.2
SALESPEOPLE = ["chen", "gao", "he", "luo", "tang"]
CHANNELS = {  # the method by which prospects of a channel are developed, and how often the channel is used
    "door_to_door": (["door_to_door"], 0.09),
    "advertising": (["advertising", "sms"], 0.12),
    "old_customers": (["referral_chain"], 0.10),
    "personal_contacts": (["face_to_face"], 0.07),
    "desk_search": (["data_analysis"], 0.09),
    "well_known_people": (["referral_chain", "face_to_face"], 0.04),
    "meetings": (["conference"], 0.07),
    "telephone": (["phone"], 0.09),
    "mailing": (["direct_mail"], 0.07),
    "agents": (["face_to_face"], 0.05),
    "observation": (["door_to_door", "phone"], 0.05),
    "consultants": (["data_analysis"], 0.04),
    "product_show": (["conference", "web"], 0.07),
    "rivals_customers": (["web", "phone"], 0.05),
}
WEAK_METHODS = {"advertising": 0.45, "sms": 0.35}  # of the usual chance to be qualified
LACKS_AUTHORITY = {"objections": 0.3, "close": 0.35}  # of the usual chance, without authority


def make_wholesale_prospects():
    """Return the prospects with their ratings, and with what is true of them."""
    random = stream("wholesale_prospects")
    table = pd.DataFrame({
        "found_on": FIRST + pd.to_timedelta(np.sort(np.floor(365 * random.random(LEADS))), unit="D"),
        "channel": choose(random, list(CHANNELS), [share for _, share in CHANNELS.values()], LEADS),
        "kind": choose(random, ["hotel", "salon"], [0.45, 0.55], LEADS),
        "city": choose(random, ["hangzhou", "ningbo", "shaoxing"], [0.5, 0.33, 0.17], LEADS),
        "size": choose(random, ["small", "middle", "large"], [0.45, 0.35, 0.2], LEADS),
    })
    table["method"] = [CHANNELS[channel][0][int(pick * len(CHANNELS[channel][0]))] for channel, pick in zip(table["channel"], random.random(LEADS))]
    table["lead_id"] = [f"L{number:04d}" for number in range(1, LEADS + 1)]
    table["potential"] = _potential(random, table)
    table["monthly_cases"] = np.maximum((table["potential"] / 144 * np.exp(0.3 * random.standard_normal(LEADS))).round(), 1).astype(int)
    table["fit"] = _rating(3.2 + 1.1 * random.standard_normal(LEADS))
    keen = random.random(LEADS) < KEEN
    for name, others, of_the_keen in (("need", 2.9, 4.8), ("power", 2.7, 4.7), ("authority", 3.4, 1.1), ("credit", 2.9, 4.7)):
        spread = np.where(keen | (name != "authority"), 0.55, 0.9)
        table[f"true_{name}"] = _rating(np.where(keen, of_the_keen, others) + spread * random.standard_normal(LEADS))
    for column, name in (("need", "need"), ("purchasing_power", "power"), ("authority", "authority"), ("credit", "credit")):
        table[column] = _rating(table[f"true_{name}"] + 0.3 * random.standard_normal(LEADS))
    return table


def make_development_steps(leads):
    """Return one row for each step that a prospect entered, as it stood on the last day of the year."""
    random = stream("development_steps")
    salesperson = choose(random, SALESPEOPLE, [0.2] * 5, LEADS)
    luck, waits = random.random((LEADS, len(STEPS))), random.exponential(1.0, (LEADS, len(STEPS)))
    rows = [row for place, lead in enumerate(leads.to_dict("records")) for row in _walk(lead, salesperson[place], luck[place], waits[place])]
    return pd.DataFrame(rows)


def _walk(lead, salesperson, luck, waits):
    """Yield the steps of one prospect until it is lost, the year ends, or the last step is done."""
    day = lead["found_on"]
    for place, step in enumerate(STEPS):
        passed = luck[place] < _chance(step, lead, salesperson)
        slow_no = 1.8 if step == "negotiate" and not passed else 1.0
        mean = DAYS[step] * slow_no * (1.7 if salesperson == "tang" else 1.0)
        left = day + pd.Timedelta(days=1 + int(mean * (0.4 + 0.6 * waits[place])))
        row = {"lead_id": lead["lead_id"], "step": step, "salesperson": salesperson, "entered_on": day}
        if left > LAST:
            yield {**row, "left_on": pd.NaT, "outcome": "open"}
            return
        yield {**row, "left_on": left, "outcome": "passed" if passed else "lost"}
        if not passed:
            return
        day = left


def _chance(step, lead, salesperson):
    """Return the chance that a prospect passes a step."""
    chance = PASS_RATES[step]
    if step == "qualify":
        total = lead["need"] + lead["purchasing_power"] + lead["authority"] + lead["credit"]
        chance = 1 / (1 + np.exp(-(total - 12.0) / 1.2)) * PASS_RATES[step] * WEAK_METHODS.get(lead["method"], 1.0)
    if step in ("approach", "negotiate"):
        chance *= 0.85 + 0.06 * (lead["true_need"] - 2)
    if step == "approach" and salesperson == "luo":
        chance = min(chance * 1.3, 0.95)
    if step == "objections" and salesperson == "luo":
        chance *= 0.55
    if lead["true_authority"] <= 2:
        chance *= LACKS_AUTHORITY.get(step, 1.0)
    if step == "follow_up" and lead["true_credit"] <= 2:
        chance *= 0.4
    return chance


def _potential(random, table):
    """Return the gross profit that a prospect could bring in a year, in yuan."""
    middle = table["size"].map({"small": 1500, "middle": 3500, "large": 9000}) * table["kind"].map({"hotel": 1.3, "salon": 0.8})
    return (middle * np.exp(0.35 * random.standard_normal(LEADS))).round(-1)


def _rating(values):
    return np.clip(np.rint(values), 1, 5).astype(int)
