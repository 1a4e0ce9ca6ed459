"""Figures of identifying customers: what methods cost, where to cut, who pays for whom, who brought whom."""

import numpy as np

from crmlib.draw.figure import COLOURS, HATCHES, describe, new_axes
from crmlib.identify.labels import method_label, relation_label
from crmlib.language import CourseError
from crmlib.language import gettext as _


def method_costs(costs, ax=None):
    """Draw what each method costs per contact, per customer and per customer who stays.

    Parameters
    ----------
    costs : pandas.DataFrame
        What :func:`crmlib.identification_costs` returned.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure when not given.

    Returns
    -------
    matplotlib.axes.Axes

    Examples
    --------
    >>> import pandas as pd
    >>> from crmlib.identify import identification_costs
    >>> methods = pd.DataFrame({"method": ["advertising", "referral"], "cost": [8000.0, 2500.0], "contacts": [1000, 100],
    ...                         "responses": [50, 40], "customers": [20, 25], "kept": [5, 16]})
    >>> method_costs(identification_costs(methods)).get_title(loc="left")
    'Cheapest contact: Advertising (8 yuan). Dearest customer who stays: Advertising (1,600 yuan)'
    """
    ax = new_axes(ax, width=8.6, height=1.4 + 0.5 * len(costs))
    places = np.arange(len(costs))
    steps = [("cost_per_contact", "o", COLOURS["C"], _("per contact"), None), ("cost_per_customer", "s", COLOURS["B"], _("per customer"), "customer"),
             ("cost_per_kept", "D", COLOURS["A"], _("per customer who stays"), "kept")]
    for offset, (column, marker, colour, label, interval) in zip((-0.25, 0.0, 0.25), steps):
        value = costs[column].to_numpy()
        if interval is not None:
            ax.hlines(places + offset, costs[f"{interval}_low"], costs[f"{interval}_high"], color=COLOURS["line"], linewidth=1.2)
        ax.plot(value, places + offset, marker, color=colour, markeredgecolor=COLOURS["line"], markersize=7, label=label)
    for place, (kept, high) in enumerate(zip(costs["cost_per_kept"], costs["kept_high"])):
        ax.text(high * 1.12, place + 0.25, f"{kept:,.0f}", va="center", fontsize=9, in_layout=False)
    ax.set_xscale("log")
    ax.set_xlim(right=costs[["customer_high", "kept_high"]].replace(np.inf, np.nan).max(axis=None) * 2.2)
    ax.xaxis.set_major_formatter(lambda value, position: f"{value:,.0f}")
    ax.set_yticks(places, [method_label(method) for method in costs.index])
    ax.invert_yaxis()
    ax.set_xlabel(_("yuan, each step of the scale is ten times the one before; lines: 95% intervals"))
    ax.legend(frameon=False, ncols=3, loc="lower center", bbox_to_anchor=(0.45, 1.0), fontsize=9)
    cheap, dear = costs["cost_per_contact"].idxmin(), costs["cost_per_kept"].idxmax()
    finding = _("Cheapest contact: {cheap} ({contact:,.0f} yuan). Dearest customer who stays: {dear} ({kept:,.0f} yuan)").format(
        cheap=method_label(cheap), contact=costs.loc[cheap, "cost_per_contact"], dear=method_label(dear), kept=costs.loc[dear, "cost_per_kept"])
    ax.set_title(finding, loc="left", fontsize=11, pad=26)
    parts = _("; ").join(_("{method}: {contact:,.0f} yuan per contact, {customer:,.0f} per customer, {kept:,.0f} per customer who stays "
                           "({low:,.0f} to {high:,.0f})").format(
        method=method_label(method), contact=row["cost_per_contact"], customer=row["cost_per_customer"], kept=row["cost_per_kept"],
        low=row["kept_low"], high=row["kept_high"]) for method, row in costs.iterrows())
    return describe(ax, _("Cost of the identification methods. {finding}. {parts}.").format(finding=finding, parts=parts))


def screens(table, cut=None, ax=None):
    """Draw the profit of every cut on a score, with the accuracy of each below it.

    Parameters
    ----------
    table : pandas.DataFrame
        What :func:`crmlib.screen_prospects` returned.
    cut : int, optional
        A cut to mark.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = new_axes(ax, width=8.6)
    best, surest = table["profit"].idxmax(), table["accuracy"].idxmax()
    special = {best: ("A", _("most yuan")), surest: ("B", _("most accurate"))}
    for place, row in table.iterrows():
        colour = special.get(place, ("C", ""))[0]
        ax.bar(place, row["profit"], color=COLOURS[colour], hatch=HATCHES[colour], edgecolor="white", width=0.8)
        ax.annotate(f"{row['profit']:,.0f}", (place, max(row["profit"], 0)), (0, 3), textcoords="offset points", ha="center", fontsize=8)
    for place, (_colour, text) in special.items():
        ax.annotate(text, (place, max(table.loc[place, "profit"], 0)), (0, 17), textcoords="offset points", ha="center", fontsize=10, annotation_clip=False)
    if cut is not None:
        ax.axvline(cut - 0.5, color=COLOURS["accent"], linewidth=2, linestyle="--")
    ax.axhline(0, color=COLOURS["line"], linewidth=1)
    ax.margins(y=0.16)
    everybody, nobody = _("all"), _("nobody")
    names = {table.index[0]: everybody, table.index[-1]: nobody}
    ax.set_xticks(table.index, [f"{names.get(place, f'≥ {place}')}\n{accuracy:.0%}" for place, accuracy in table["accuracy"].items()], fontsize=9)
    ax.set_xlabel(_("who is followed up, by score; below: share judged rightly"))
    ax.set_ylabel(_("yuan left"))
    ax.yaxis.set_major_formatter(lambda value, position: f"{value:,.0f}")
    finding, text = screens_in_words(table)
    ax.set_title(finding, loc="left", fontsize=12)
    return describe(ax, text)


def screens_in_words(table):
    """Return the finding of a table of screens in one line, and the alt text of its figure.

    Parameters
    ----------
    table : pandas.DataFrame
        What :func:`crmlib.screen_prospects` returned.

    Returns
    -------
    tuple of str
    """
    best, surest = table["profit"].idxmax(), table["accuracy"].idxmax()
    finding = _("Most accurate: {surest:.0%}, {low:,.0f} yuan. Most yuan: {money:,.0f}, {best:.0%} accurate").format(
        surest=table.loc[surest, "accuracy"], low=table.loc[surest, "profit"], money=table.loc[best, "profit"], best=table.loc[best, "accuracy"])
    parts = _("; ").join(_("from score {cut}: {selected:,.0f} followed up, {profit:,.0f} yuan, {accuracy:.0%} right").format(
        cut=place, **row[["selected", "profit", "accuracy"]]) for place, row in table.iterrows())
    return finding, _("Bars: yuan left for every cut on the score. {finding}. {parts}.").format(finding=finding, parts=parts)


def subsidy_bars(subsidy, ax=None):
    """Draw for each kind of customer its contribution, its share of the fixed cost and its profit.

    Parameters
    ----------
    subsidy : pandas.DataFrame
        What :func:`crmlib.cross_subsidy` returned.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes
    """
    ax = new_axes(ax, width=8.6)
    names = [relation_label(relation) for relation in subsidy.index]
    parts = [("contribution", COLOURS["A"], "", _("contribution")), ("fixed_share", COLOURS["C"], "..", _("share of the fixed cost")),
             ("profit", COLOURS["B"], "//", _("profit after that share"))]
    for offset, (column, colour, hatch, label) in zip((-0.27, 0.0, 0.27), parts):
        thousands = subsidy[column] / 1000
        ax.bar(np.arange(len(subsidy)) + offset, thousands, width=0.25, color=colour, hatch=hatch, edgecolor="white", label=label)
        for place, height in enumerate(thousands):
            ax.annotate(f"{height:,.0f}", (place + offset, height), (0, 3 if height >= 0 else -12), textcoords="offset points", ha="center", fontsize=9)
    ax.axhline(0, color=COLOURS["line"], linewidth=1)
    ax.margins(y=0.12)
    ax.set_xticks(range(len(subsidy)), names)
    ax.set_ylabel(_("thousand yuan"))
    ax.legend(frameon=False, fontsize=9)
    ax.set_title(_subsidy_finding(subsidy), loc="left", fontsize=12)
    text = _("; ").join(_("{relation}: contribution {contribution:,.0f} yuan, share of the fixed cost {fixed:,.0f}, profit {profit:,.0f}").format(
        relation=name, contribution=row["contribution"], fixed=row["fixed_share"], profit=row["profit"])
        for name, row in zip(names, subsidy.to_dict("records")))
    return describe(ax, _("Three bars for each kind of customer. {finding}. {parts}.").format(finding=_subsidy_finding(subsidy), parts=text))


def _subsidy_finding(subsidy):
    if "transactional" not in subsidy.index:
        return _("No customer is called transactional")
    group, now = subsidy.loc["transactional"], subsidy["profit"].sum()
    return _("Transactional customers: {profit:+,.0f} yuan. Without them the firm earns {without:,.0f} in place of {now:,.0f}").format(
        profit=group["profit"], without=group["profit_without"], now=now)


def referral_chain(tree, root, ax=None):
    """Draw everybody who came through one customer's recommendation, generation by generation.

    Parameters
    ----------
    tree : pandas.DataFrame
        What :func:`crmlib.referral_tree` returned.
    root : str
        The customer at the top.
    ax : matplotlib.axes.Axes, optional

    Returns
    -------
    matplotlib.axes.Axes

    Raises
    ------
    CourseError
        If the customer brought nobody.
    """
    if root not in tree.index or tree.loc[root, "friends"] == 0:
        raise CourseError(_("Customer {customer} brought nobody. Take one from the top of the table, such as {other}.").format(
            customer=root, other=tree.index[0]))
    children = {parent: sorted(friends.index) for parent, friends in tree.groupby("referred_by")}
    height, depth = {}, {}
    _place(root, 0, children, height, depth)
    ax = new_axes(ax, width=8.6, height=min(1.4 + 0.24 * (max(height.values()) + 1), 11))
    for customer, level in depth.items():
        for friend in children.get(customer, []):
            ax.plot([level, level + 0.5, level + 0.5, level + 1], [height[customer], height[customer], height[friend], height[friend]],
                    color=COLOURS["C"], linewidth=1.2, zorder=1)
        ax.text(level, height[customer], customer, fontsize=9, va="center", ha="center",
                bbox={"boxstyle": "round", "facecolor": "white", "edgecolor": COLOURS["A"] if customer in children else COLOURS["C"]})
    ax.set_xticks(range(max(depth.values()) + 1))
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.margins(x=0.08, y=0.06)
    ax.invert_yaxis()
    ax.set_xlabel(_("generation"))
    finding = _("{root} brought {friends}; with the friends of friends it is {descendants}").format(
        root=root, friends=tree.loc[root, "friends"], descendants=len(depth) - 1)
    ax.set_title(finding, loc="left", fontsize=12)
    levels = list(depth.values())
    counts = _("; ").join(_("generation {level}: {count}").format(level=level, count=levels.count(level)) for level in range(1, max(levels) + 1))
    return describe(ax, _("Tree of recommendations. {finding}. {counts}.").format(finding=finding, counts=counts))


def _place(customer, level, children, height, depth):
    """Give every customer below `customer` a generation and a line of its own; parents stand midway."""
    depth[customer] = level
    friends = children.get(customer, [])
    for friend in friends:
        _place(friend, level + 1, children, height, depth)
    height[customer] = np.mean([height[friend] for friend in friends]) if friends else len([one for one in height if one not in children])
