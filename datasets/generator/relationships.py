"""Trials and accounts of chapter 1: what winning and keeping cost, and what came of binding, caring and rewarding."""

import pandas as pd

COST_OF_A_NEW_CUSTOMER = {"advertising": 72, "web": 48, "referral": 35}
QUARTERS = 8


def make_winning_costs(customers):
    """Return what finding new customers cost in 2025: the counts are those of the table of customers."""
    won = customers[customers["kind"].eq("person") & customers["joined_on"].dt.year.eq(2025)]["found_by"].value_counts()
    rows = [(source, won[source] * cost, won[source]) for source, cost in COST_OF_A_NEW_CUSTOMER.items()]
    return pd.DataFrame(rows, columns=["measure", "cost", "new_customers"])


def make_keeping_tests():
    """Return what measures for keeping cost, and who bought again with and without them."""
    rows = [("birthday_card", 7200, 1200, 851, 1200, 839), ("adviser_call", 9000, 600, 462, 600, 420), ("sample_parcel", 5600, 400, 300, 400, 280)]
    return pd.DataFrame(rows, columns=["measure", "cost", "reached", "stayed", "left_out", "stayed_anyway"])


def make_pack_test():
    """Return a test of three packs of one product in three cities: no pack is best everywhere."""
    packs = pd.DataFrame({"pack": ["single", "gift_box", "family"], "price": [29.90, 98.00, 69.90], "unit_cost": [13.00, 46.00, 34.00]})
    bought = {"hangzhou": [88, 68, 40], "ningbo": [60, 22, 76], "shaoxing": [120, 18, 24]}
    return pd.concat([packs.assign(city=city, offered=400, bought=counts) for city, counts in bought.items()], ignore_index=True)


def make_binding_trial():
    """Return two years of three groups of 400 customers: nothing done, bound by a prepaid card, cared for."""
    first, second = [1] * 4, [0] * 4
    arms = {
        "nothing": ([280, 268, 256, 246, 236, 227, 218, 210], [62] * QUARTERS, [0] * QUARTERS),
        "bound": ([352, 346, 338, 330, 214, 190, 174, 162], [55 + 3 * bonus for bonus in first + second], [6000, 800, 800, 800, 0, 0, 0, 0]),
        "cared_for": ([300, 296, 292, 286, 282, 277, 273, 268], [66] * QUARTERS, [1200 + 1200 * year for year in first + second]),
    }
    tables = [pd.DataFrame({"group": arm, "quarter": range(1, QUARTERS + 1), "customers": 400, "buyers": buyers,
                            "gross_profit": [number * profit for number, profit in zip(buyers, profits)], "cost": cost})
              for arm, (buyers, profits, cost) in arms.items()]
    return pd.concat(tables, ignore_index=True)


def make_referral_test():
    """Return what 600 customers each did who were asked to bring somebody, for nothing, for money or for thanks."""
    return pd.DataFrame({"reward": ["nothing", "voucher", "thanks"], "asked": 600, "cost": [0, 48 * 30, 1200],
                         "new_customers": [18, 48, 33], "still_customers": [14, 26, 25]})
