"""The RFM widget: how scores move customers on the segment map, and what a campaign to a segment costs and brings."""

import html

import ipywidgets as widgets
import pandas as pd
from matplotlib import colormaps
from matplotlib.colors import to_hex

from crmlib.draw.figure import COLOURS
from crmlib.explore.explorer import Explorer, numbers_table
from crmlib.explore.svg import label, page
from crmlib.language import CourseError, listed
from crmlib.language import gettext as _
from crmlib.rfm import RFM_SEGMENTS, rfm_score, rfm_segment, rfm_summary, segment_label
from crmlib.rfm.score import bins_of
from crmlib.transactions.columns import require_columns

WEIGHTS = {"alike": {"r": 1, "f": 1, "m": 1}, "recency": {"r": 3, "f": 2, "m": 1}, "money": {"r": 1, "f": 2, "m": 3}}
CUSTOMERS_SHOWN = 8
LEFT, TOP, ACROSS, UP = 56, 4, 660, 310  # where the cells of the map begin, and how far they reach, in pixels
WIDTH, HEIGHT = LEFT + ACROSS + 4, TOP + UP + 48


def rfm(table, thresholds, campaign=None):
    """Explore RFM: choose how to score, see the segment map, pick a segment and see its customers.

    Parameters
    ----------
    table : pandas.DataFrame
        What :func:`crmlib.rfm_table` returned, with money.
    thresholds : dict
        The firm's own rules: four rising cuts each for r, f and m, as for :func:`crmlib.rfm_score`.
        With fewer than five scores, only the first of them count.
    campaign : dict, optional
        ``cost`` of writing to one customer (yuan), ``margin`` (gross profit ÷ sales, 0–1) and
        ``response``: for each segment the share of its customers who answer with one more order
        (0–1). Without it the widget is about the segments alone.

    Returns
    -------
    Explorer

    Raises
    ------
    CourseError
        If the table has no money, or a segment has no response.

    Examples
    --------
    >>> table = pd.DataFrame({"days_since_last": [10, 40, 90], "frequency": [4, 1, 2], "monetary": [900.0, 80.0, 50.0]})
    >>> widget = rfm(table, {"r": [30, 90, 180, 365], "f": [2, 4, 8, 16], "m": [200, 500, 1000, 2000]})
    >>> widget.controls["segment"].value
    'champions'
    """
    require_columns(table, ["monetary"])
    table = table.copy()
    table.attrs = {}  # pandas would copy the audit at every step
    if campaign is not None:
        _check_response(campaign["response"])

    def view(bins, method, weights, segment):
        cuts = {part: numbers[:bins - 1] for part, numbers in thresholds.items()} if method == "thresholds" else None
        segmented = rfm_segment(rfm_score(table, bins, method, cuts, WEIGHTS[weights]))
        summary = rfm_summary(segmented)
        picture = map_picture(segmented, segment, _map_text(summary, len(segmented)))
        if segment not in summary.index:
            return picture, "<p>" + _("With these scores nobody is in this segment.") + "</p>"
        chosen = segmented[segmented["segment"] == segment]
        lines = [*_segment_sentences(summary.loc[segment]), *_campaign_sentences(chosen, segment, campaign), _customers_shown(chosen)]
        return picture, "<p>" + "<br>".join(map(html.escape, lines)) + "</p>" + customer_table(chosen)

    question = _("Who falls in which segment?") if campaign is None else _("Who falls in which segment, and does writing to them pay?")
    return Explorer(question, _controls(), view)


def map_picture(segmented, segment, text):
    """Return the segment map as a Picture with the alt text `text`; the cells of `segment` are framed."""
    bins = bins_of(segmented)
    shapes = [_cell(cell, bins) for cell in _cells(segmented, segment).itertuples()]
    return page([*shapes, _axes(bins)], WIDTH, HEIGHT, text)


def customer_table(chosen):
    """Return the first customers of a segment as HTML, by weighted score and then by money."""
    first = chosen.sort_values(["weighted_score", "monetary"], ascending=False).head(CUSTOMERS_SHOWN)
    return numbers_table(pd.DataFrame({
        _("Customer"): first.index,
        _("Days since the last purchase"): first["days_since_last"],
        _("Orders"): first["frequency"],
        _("Money (yuan)"): first["monetary"].map("{:,.2f}".format),
        _("Scores r f m"): first["score"],
        _("Weighted score"): first["weighted_score"].map("{:.2f}".format),
    }))


def _controls():
    methods = [(_("equal groups"), "independent"), (_("groups within groups (nested)"), "nested"), (_("the firm's own rules"), "thresholds")]
    weights = [(_("all alike (1 : 1 : 1)"), "alike"), (_("recency first (3 : 2 : 1)"), "recency"), (_("money first (1 : 2 : 3)"), "money")]
    return {
        "bins": widgets.IntSlider(5, min=min(RFM_SEGMENTS), max=max(RFM_SEGMENTS), description=_("Number of scores")),
        "method": widgets.Dropdown(options=methods, description=_("How to score")),
        "weights": widgets.Dropdown(options=weights, description=_("Weights of r, f, m")),
        "segment": widgets.Dropdown(options=[(segment_label(name), name) for name in RFM_SEGMENTS[5]], description=_("Pick a segment")),
    }


def _check_response(response):
    missing = [name for name in RFM_SEGMENTS[5] if name not in response]
    if missing:
        raise CourseError(_("The campaign has no response for these segments: {segments}. Add a share between 0 and 1 for each.")
                          .format(segments=listed(missing)))


def _map_text(summary, count):
    parts = _("; ").join(_("{segment}: {customers:,} customers, {money:,.0f} yuan").format(
        segment=row["label"], customers=row["customers"], money=row["monetary"]) for row in summary.to_dict("records"))
    return _("Map of {count:,} customers by recency score (upwards) and frequency score (to the right). {parts}.").format(count=count, parts=parts)


def _cells(segmented, segment):
    """One row for each cell that has customers; those of `segment` come last, so that their frame lies on top."""
    groups = segmented.groupby(["r", "f"])
    cells = pd.DataFrame({"segment": groups["segment"].first(), "customers": groups.size(), "money": groups["monetary"].sum()}).reset_index()
    shade = 0.75 * cells["money"].clip(lower=0) / max(cells["money"].max(), 0.01)
    cells["colour"] = [to_hex(colour) for colour in colormaps["Blues"](shade)]
    cells["dark"], cells["picked"] = shade > 0.5, cells["segment"] == segment
    return cells.sort_values("picked", kind="stable")


def _cell(cell, bins):
    width, height = ACROSS / bins["f"], UP / bins["r"]
    x, y = LEFT + (cell.f - 1) * width, TOP + (bins["r"] - cell.r) * height
    frame = f'stroke="{COLOURS["accent"]}" stroke-width="4"' if cell.picked else 'stroke="white" stroke-width="2"'
    lines = [segment_label(cell.segment), f"{cell.customers:,}", f"{cell.money:,.0f}"]
    texts = "".join(label(x + width / 2, y + height / 2 + 4 + 17 * place, line) for place, line in zip((-1, 0, 1), lines))
    return (f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}" fill="{cell.colour}" {frame}/>'
            f'<g fill="{"white" if cell.dark else COLOURS["line"]}">{texts}</g>')


def _axes(bins):
    across = [(LEFT + (score - 0.5) * ACROSS / bins["f"], TOP + UP + 20, score) for score in range(1, bins["f"] + 1)]
    upwards = [(LEFT - 14, TOP + UP - (score - 0.5) * UP / bins["r"] + 4, score) for score in range(1, bins["r"] + 1)]
    name = _("Frequency score. In each cell: segment, customers, {unit}").format(unit=_("yuan"))
    return "".join([*(label(x, y, score) for x, y, score in [*across, *upwards]),
                    label(LEFT + ACROSS / 2, HEIGHT - 8, name),
                    label(0, 0, _("Recency score"), transform=f"translate(18 {TOP + UP / 2:.0f}) rotate(-90)")])


def _segment_sentences(row):
    yield _("{segment}: {customers:,} customers ({share_of_customers:.1%}), {monetary:,.0f} yuan ({share_of_monetary:.1%} of the money). "
            "Mean time since the last purchase: {mean_days_since_last:.0f} days.").format(segment=row["label"], **row)
    yield _("What is usually done: {action}").format(action=row["action"])


def _campaign_sentences(chosen, segment, campaign):
    if campaign is None:
        return
    cost, response = len(chosen) * campaign["cost"], campaign["response"][segment]
    order = chosen["monetary"].sum() / chosen["frequency"].sum()
    profit = order * campaign["margin"]
    yield _("Writing to them costs {each:,.2f} yuan each, {cost:,.0f} yuan in all. An answer is one more order: {order:,.2f} yuan on average, "
            "{profit:,.2f} yuan of it gross profit.").format(each=campaign["cost"], cost=cost, order=order, profit=profit)
    if profit > 0:
        yield _("Break-even: {break_even:.1%} must answer.").format(break_even=campaign["cost"] / profit)
    brought = len(chosen) * response * profit
    yield _("If {response:.1%} answer, it brings {brought:,.0f} yuan of gross profit. Less the cost: {left:+,.0f} yuan.").format(
        response=response, brought=brought, left=brought - cost)


def _customers_shown(chosen):
    return _("{shown} of {count:,} customers, the highest weighted score first, then the most money:").format(
        shown=min(len(chosen), CUSTOMERS_SHOWN), count=len(chosen))
