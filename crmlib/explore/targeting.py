"""The targeting widget: which prospects to follow up, and what that makes of cost, accuracy and profit."""

import html

import ipywidgets as widgets

from crmlib.draw.figure import COLOURS
from crmlib.draw.identify import screens_in_words
from crmlib.explore.explorer import Explorer
from crmlib.explore.svg import label, page
from crmlib.identify.targeting import screen_prospects
from crmlib.language import gettext as _
from crmlib.transactions.columns import require_columns

LEFT, TOP, ACROSS, UP = 36, 58, 700, 230  # where the bars begin, and how far they reach, in pixels
WIDTH, HEIGHT = LEFT + ACROSS + 36, TOP + UP + 84
SCORES = {"all_three": ["need", "means", "access"], "need_means": ["need", "means"], "need": ["need"]}


def targeting(prospects, follow_up_cost, value):
    """Explore a screen: choose the judgements, move the cut, and see customers, accuracy and yuan.

    Parameters
    ----------
    prospects : pandas.DataFrame
        ``need``, ``means``, ``access`` (1–5) and ``bought`` of each prospect.
    follow_up_cost : float
        Where the slider for the cost of one follow-up stands at first, in yuan.
    value : float
        Gross profit of one new customer, in yuan.

    Returns
    -------
    Explorer

    Examples
    --------
    >>> import pandas as pd
    >>> prospects = pd.DataFrame({"need": [5, 4, 2, 1], "means": 3, "access": [1, 5, 2, 4], "bought": [True, False, False, False]})
    >>> targeting(prospects, follow_up_cost=20, value=276).controls["cut"].value
    9
    """
    require_columns(prospects, ["need", "means", "access", "bought"])
    options = [(_("need + means + access"), "all_three"), (_("need + means"), "need_means"), (_("need alone"), "need")]
    controls = {
        "judgements": widgets.Dropdown(options=options, description=_("Score")),
        "cut": widgets.IntSlider(9, min=1, max=16, description=_("Follow up from score")),
        "cost": widgets.IntSlider(follow_up_cost, min=1, max=60, description=_("Cost of a follow-up (yuan)")),
    }

    def view(judgements, cut, cost):
        table = screen_prospects(prospects[SCORES[judgements]].sum(axis=1), prospects["bought"], cost, value)
        cut = min(max(cut, table.index[0]), table.index[-1])
        return screens_picture(table, cut), "<p>" + "<br>".join(map(html.escape, _sentences(table.loc[cut], cut, value))) + "</p>"

    return Explorer(_("Whom would you follow up, and what does a new customer then cost?"), controls, view)


def screens_picture(table, cut):
    """Return the bars of :func:`crmlib.draw.screens` as a picture that is made quickly.

    Parameters
    ----------
    table : pandas.DataFrame
        What :func:`crmlib.screen_prospects` returned.
    cut : int
        The cut to mark.

    Returns
    -------
    Picture
    """
    finding, text = screens_in_words(table)
    best, surest = table["profit"].idxmax(), table["accuracy"].idxmax()
    words = {best: _("most yuan"), surest: _("most accurate")}
    names = {table.index[0]: _("all"), table.index[-1]: _("nobody")}
    lowest, highest = min(table["profit"].min(), 0), max(table["profit"].max(), 0)
    scale = UP / ((highest - lowest) or 1)
    wide, zero = ACROSS / len(table), TOP + highest * scale
    bars = [_bar(LEFT + place * wide, wide, zero, row["profit"] * scale, COLOURS["A"] if score == best else "#999999", score == cut)
            for place, (score, row) in enumerate(table.iterrows())]
    texts = [_bar_texts(LEFT + (place + 0.5) * wide, zero - max(row["profit"] * scale, 0), row, words.get(score, ""), names.get(score, f"≥ {score}"))
             for place, (score, row) in enumerate(table.iterrows())]
    axis = label(LEFT + ACROSS / 2, HEIGHT - 8, _("who is followed up, by score; below: share judged rightly"))
    line = f'<line x1="{LEFT}" x2="{LEFT + ACROSS}" y1="{zero:.0f}" y2="{zero:.0f}" stroke="{COLOURS["line"]}"/>'
    title = label(LEFT, 20, finding, text_anchor="start", font_size=17)
    return page([*bars, line, *texts, axis, title], WIDTH, HEIGHT, text)


def _bar(left, wide, zero, height, colour, chosen):
    frame = f' stroke="{COLOURS["accent"]}" stroke-width="5"' if chosen else ""
    return (f'<rect x="{left + 0.1 * wide:.1f}" y="{zero - max(height, 0):.1f}" width="{0.8 * wide:.1f}" height="{max(abs(height), 1):.1f}" '
            f'fill="{colour}"{frame}/>')


def _bar_texts(middle, top, row, word, name):
    lines = [(top - 6, f"{row['profit']:,.0f}"), (top - 23, word), (TOP + UP + 22, name), (TOP + UP + 42, f"{row['accuracy']:.0%}")]
    return "".join(label(middle, y, line) for y, line in lines)


def _sentences(row, cut, value):
    yield _("From score {cut}: {selected:,.0f} prospects are followed up, {customers:,.0f} of them buy, {missed:,.0f} buyers are missed.").format(cut=cut, **row)
    if row["customers"] > 0:
        yield _("Response: {customer_rate:.1%} buy. A new customer costs {cost_per_customer:,.0f} yuan and brings {value:,.0f}.").format(value=value, **row)
    yield _("Judged rightly: {accuracy:.1%}. Left: {profit:+,.0f} yuan.").format(**row)
