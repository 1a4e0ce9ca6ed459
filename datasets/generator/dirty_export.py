"""The till export of one shop, as dirty as such files are: for learning to clean.

It holds what the shop on Lotus Wind Road (HZ2) sold from August to October 2025, in Chinese and in
GB18030, as a till in China writes it. The card holders' orders (about 500, refunds among them) are
those of the core tables, so a cleaned export can be compared with them. Added are 200 orders of
passing trade without a card; in six of them someone buys boxes for 1,000 yuan or more.
The dirt:

- 30 orders of card holders have lost the member number: it is empty, "无" or "NULL", as in the
  passing trade, which has "-" as well; 20 orders have it with spaces around it or in full-width signs;
- six ways of writing dates; in the week of 18 September a borrowed till puts the day first;
- 3 orders are dated 2052 instead of 2025, 3 lines have no date;
- amounts with a currency sign in front or 元 behind, in full-width digits, with a comma from
  1,000 yuan on, and three ways of writing a minus;
- 6 gift lines with "赠品" and 4 lines with "待补" as amount, 1 line with a decimal comma;
- 1 order has the number of an order of another customer;
- a block of 40 lines stands twice, its dirt too;
- 3 total rows, one after each month.
"""

from itertools import islice

import numpy as np
import pandas as pd

from .streams import stream

SHOP, FIRST, LAST = "HZ2", "2025-08-01", "2025-10-31"
COLUMNS = ["单号", "日期", "会员号", "商品编号", "商品", "数量", "实收金额"]
PASSING_ORDERS, BULK_ORDERS = 200, 6
REPEATED_FROM, REPEATED_LINES = "2025-09-10", 40
BORROWED_TILL = ("2025-09-18", "2025-09-24")
GIFT = "P005"
FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})
DATES = [
    (0.50, "{0:%Y-%m-%d}"),
    (0.20, "{0.year}/{0.month}/{0.day}"),
    (0.15, "{0.year}年{0.month}月{0.day}日"),
    (0.08, "{0:%Y%m%d}"),
    (0.07, "{0:%Y-%m-%d} {1:02d}:{2:02d}"),
]
AMOUNTS = [(0.72, "{}"), (0.16, "￥{}"), (0.08, "{}元"), (0.04, "full width")]
MINUS = [(0.5, "-{}"), (0.3, "({})"), (0.2, "{}-")]


def make_dirty_export(orders, order_lines, products):
    """Return the export as a table of texts."""
    random = stream("dirty_export")
    lines = pd.concat([_card_lines(orders, order_lines), _passing_lines(random, products)])
    lines = lines.sort_values(["date", "order_id"], kind="stable", ignore_index=True)
    names = products.set_index("product_id")["name_zh"]
    export = pd.DataFrame(
        {
            "单号": lines["order_id"],
            "日期": _dates(random, lines),
            "会员号": lines["customer_id"],
            "商品编号": lines["product_id"],
            "商品": lines["product_id"].map(names),
            "数量": lines["quantity"].astype(str),
            "实收金额": _amounts(random, lines["cents"]),
        }
    )
    _soil(random, export, lines)
    return _with_extra_rows(random, export, lines, names)


def _card_lines(orders, order_lines):
    shop = orders[orders["store"].eq(SHOP) & orders["date"].between(FIRST, LAST)]
    lines = order_lines.merge(shop[["order_id", "customer_id", "date"]], on="order_id")
    return lines.assign(cents=(lines["amount"] * 100).round().astype(int), passing=False)


def _passing_lines(random, products):
    """Return lines of people without a card: one or two products at list price."""
    order = np.repeat(np.arange(PASSING_ORDERS), 1 + (random.random(PASSING_ORDERS) < 0.35))
    day = np.sort(random.integers(0, (pd.Timestamp(LAST) - pd.Timestamp(FIRST)).days + 1, PASSING_ORDERS))
    products = products[products["launched_on"] < FIRST]
    product = products.iloc[random.integers(0, len(products), len(order))]
    bulk = np.isin(order, random.permutation(PASSING_ORDERS)[:BULK_ORDERS])
    price = product["list_cents"].to_numpy()
    quantity = np.where(bulk, 100_000 // price + 1, 1)
    return pd.DataFrame(
        {
            "order_id": [f"L{number + 1:06d}" for number in order],
            "customer_id": np.array(["", "", "", "无", "-"])[random.integers(0, 5, PASSING_ORDERS)][order],
            "date": pd.Timestamp(FIRST) + pd.to_timedelta(day[order], unit="D"),
            "product_id": product["product_id"].to_numpy(),
            "quantity": quantity,
            "cents": price * quantity,
            "passing": True,
        }
    )


def _choose(random, ways, count):
    """Draw `count` of the ways of writing by their shares."""
    shares, forms = zip(*ways, strict=True)
    return np.array(forms)[np.searchsorted(np.cumsum(shares)[:-1], random.random(count), side="right")]


def _dates(random, lines):
    """Write the dates, each order in one way."""
    order = pd.factorize(lines["order_id"])[0]
    form = _choose(random, DATES, order.max() + 1)[order]
    borrowed = (random.random(order.max() + 1) < 0.5)[order] & lines["date"].between(*BORROWED_TILL)
    form = np.where(borrowed, "{0:%d/%m/%Y}", form)
    hour, minute = random.integers(9, 21, order.max() + 1)[order], random.integers(0, 60, order.max() + 1)[order]
    return [text.format(*moment) for text, *moment in zip(form, lines["date"], hour, minute, strict=True)]


def _amounts(random, cents):
    forms, minus = _choose(random, AMOUNTS, len(cents)), _choose(random, MINUS, len(cents))
    return [_amount(*written) for written in zip(cents, forms, minus, strict=True)]


def _amount(cents, form, minus):
    number = f"{abs(cents) / 100:,.2f}"
    text = number.translate(FULL_WIDTH) if form == "full width" else form.format(number)
    return minus.format(text) if cents < 0 else text


def _soil(random, export, lines):
    """Spoil cells in place. No order is spoilt twice, so that each kind of dirt can be counted."""
    purchases = lines[~lines["passing"] & lines["cents"].gt(0)]
    orders = iter(random.permutation(purchases["order_id"].unique().astype(object)))

    def spoil(column, count, change, whole=True):
        for order in islice(orders, count):
            rows = lines.index[lines["order_id"].eq(order)]
            rows = rows if whole else rows[:1]
            export.loc[rows, column] = [change(export.loc[row, column], lines.loc[row]) for row in rows]

    for count, nothing in ((18, ""), (7, "无"), (5, "NULL")):
        spoil("会员号", count, lambda text, line, nothing=nothing: nothing)
    spoil("会员号", 12, lambda text, line: f" {text} ")
    spoil("会员号", 8, lambda text, line: text.translate(FULL_WIDTH))
    spoil("日期", 3, lambda text, line: f"{line['date']:2052-%m-%d}")
    spoil("日期", 3, lambda text, line: "", whole=False)
    spoil("实收金额", 4, lambda text, line: "待补", whole=False)
    spoil("实收金额", 1, lambda text, line: f"{line['cents'] // 100},{line['cents'] % 100:02d}", whole=False)
    first = next(orders)
    other = next(order for order in orders if _customer(lines, order) != _customer(lines, first))
    export.loc[lines["order_id"].eq(other), "单号"] = first


def _customer(lines, order):
    return lines["customer_id"][lines["order_id"].eq(order)].iloc[0]


def _with_extra_rows(random, export, lines, names):
    """Add gifts after a line of their order, the repeated block, and a total after each month."""
    cards = lines.index[~lines["passing"] & lines["cents"].gt(0) & export["单号"].eq(lines["order_id"])]
    gifts = export.loc[np.sort(random.permutation(cards)[:6])]
    gifts = gifts.assign(商品编号=GIFT, 商品=names[GIFT], 数量="1", 实收金额="赠品")
    start = int(np.argmax(lines["date"] >= REPEATED_FROM))
    block = export.iloc[start : start + REPEATED_LINES]
    month = lines["date"].dt.month
    totals = pd.DataFrame("", index=lines.index[month != month.shift(-1)], columns=COLUMNS).assign(单号="合计")
    totals["实收金额"] = [f"{cents / 100:,.2f}" for cents in lines.groupby(month)["cents"].sum()]
    place = np.concatenate([export.index, gifts.index, np.full(REPEATED_LINES, block.index[-1]), totals.index])
    rank = np.repeat([0, 1, 2, 3], [len(export), len(gifts), REPEATED_LINES, len(totals)])
    return pd.concat([export, gifts, block, totals], ignore_index=True).iloc[np.lexsort((rank, place))]
