"""What customers put into each purchase: products, quantities and the prices paid, in cents."""

import numpy as np
import pandas as pd

from .assortment import companions
from .seasons import DAYS, price_cut
from .streams import stream

FAVOURITE_CATEGORIES = 2
FAVOURITE_SHARE = 0.55
COMPANION_SHARE = 0.35
TAKES_OFFER = 0.75
COUPON_SHARE, COUPON_CUT = 0.05, 0.10


def make_baskets(purchases, customers, products):
    """Return the lines of all purchases and, per purchase, whether it was bought on offer."""
    random = stream("order_lines")
    who = customers.iloc[purchases["customer"]].reset_index(drop=True)
    on_offer, cut = _offers(random, purchases, who)
    lines = _products(random, purchases, who, customers, products)
    buyer, product = who.iloc[lines["purchase"]], products.iloc[lines["product"]]
    lines["quantity"] = _quantities(random, buyer, product)
    reduction = 1 - (cut[lines["purchase"]] + buyer["discount"].to_numpy()) * _reduced(buyer, product)
    lines["cents"] = np.round(product["list_cents"].to_numpy() * reduction).astype(int)
    return lines, on_offer


def _offers(random, purchases, who):
    cut = price_cut()[purchases["day"]]
    chance = random.random(len(purchases))
    person, only_offers = who["kind"].eq("person").to_numpy(), who["habit"].eq("discount_only").to_numpy()
    on_promotion = person & (cut > 0) & (only_offers | (chance < TAKES_OFFER))
    with_coupon = person & (cut == 0) & (chance < COUPON_SHARE)
    return on_promotion | with_coupon, np.where(on_promotion, cut, np.where(with_coupon, COUPON_CUT, 0.0))


def _reduced(buyer, product):
    """Return the part of a price cut that applies: products with hardly a margin are cut less.

    The firms with the deepest contract also get most of it where there is no margin to give away.
    """
    reduction = product["reduction"].to_numpy()
    return np.where(buyer["planted"] == "wholesale_thin_margin", np.maximum(reduction, 0.6), reduction)


def _products(random, purchases, who, customers, products):
    """Choose the products: favourites of the customer first, and companions of what was chosen."""
    person = who["kind"].eq("person").to_numpy()
    wanted = np.where(person, 0.35 + 0.9 * who["basket"], 2.5)
    counts = 1 + random.poisson(wanted)
    purchase = np.repeat(np.arange(len(purchases)), counts)
    customer = purchases["customer"].to_numpy()[purchase]
    product = np.empty(len(purchase), dtype=int)
    for kind, weight in (("person", "retail_weight"), ("firm", "wholesale_weight")):
        mine = (who["kind"] == kind).to_numpy()[purchase]
        favourites = _favourites(random, len(customers), products, weight)
        product[mine] = _pick(random, customer[mine], favourites, products, weight)
    purchase, product = _with_companions(random, purchase, product)
    product = _launched(product, purchases["day"].to_numpy()[purchase], products)
    lines = pd.DataFrame({"purchase": purchase, "product": product}).drop_duplicates()
    return lines.sort_values("purchase", kind="stable", ignore_index=True)


def _favourites(random, customers, products, weight):
    """Return the favourite categories (codes) of each customer, drawn by the categories' weights."""
    by_category = products.groupby("category")[weight].sum()
    reached = np.cumsum(by_category.to_numpy())
    drawn = random.random((customers, FAVOURITE_CATEGORIES)) * reached[-1]
    return np.searchsorted(reached, drawn, side="right")


def _pick(random, customer, favourites, products, weight):
    """Draw one product a line: all products by weight, or within one of the customer's favourites."""
    order = np.argsort(products["category"].to_numpy(dtype=str), kind="stable")
    reached = np.concatenate([[0.0], np.cumsum(products[weight].to_numpy()[order])])
    sizes = products.groupby("category").size().to_numpy()
    edges = reached[np.concatenate([[0], np.cumsum(sizes)])]
    which = (random.random(len(customer)) * FAVOURITE_CATEGORIES).astype(int)
    category = favourites[customer, which]
    favourite = random.random(len(customer)) < FAVOURITE_SHARE
    low, high = np.where(favourite, edges[category], 0.0), np.where(favourite, edges[category + 1], reached[-1])
    target = low + random.random(len(customer)) * (high - low)
    return order[np.searchsorted(reached, target, side="right") - 1]


def _with_companions(random, purchase, product):
    purchases, added = [purchase], [product]
    for first, second in companions():
        chosen = (product == first) & (random.random(len(product)) < COMPANION_SHARE)
        purchases.append(purchase[chosen])
        added.append(np.full(chosen.sum(), second))
    return np.concatenate(purchases), np.concatenate(added)


def _launched(product, day, products):
    """Put the product before it in the list in place of one that was not yet launched."""
    too_early = products["launched_on"].to_numpy()[product] > DAYS.to_numpy()[day]
    return np.where(too_early, product - 1, product)


def _quantities(random, buyer, product):
    """A person takes one to three pieces; a firm as many as its usual sum for a line buys."""
    spread, chance = random.standard_normal(len(buyer)), random.random(len(buyer))
    pieces = 1 + (chance < 0.18) + (chance < 0.05)
    bulk = np.round(buyer["basket"].to_numpy() * np.exp(0.4 * spread) * 100 / product["list_cents"].to_numpy())
    return np.where(buyer["kind"].eq("person"), pieces, np.maximum(1, bulk)).astype(int)
