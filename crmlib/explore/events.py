"""The event widget: what unpaid bills, late payment, service and interest leave of a customer's account."""

import html

import ipywidgets as widgets
import pandas as pd

from crmlib.draw.clv import account_finding, account_text, kinds_of_events
from crmlib.draw.figure import COLOURS
from crmlib.events import customer_event_clv, event_label
from crmlib.explore.explorer import Explorer, numbers_table
from crmlib.explore.svg import label, line, page
from crmlib.language import CourseError, listed
from crmlib.language import gettext as _

NEEDED = ["purchase", "service", "bad debt"]
LEFT, ACROSS, BAR, WIDTH = 130, 420, 44, 700  # where the bars begin, how far they reach, and how high a row is, in pixels


def events(events, *, discount_rate, timing="end"):
    """Explore an event account: change unpaid bills, time to pay, service cost and interest, and see what is left.

    Parameters
    ----------
    events : pandas.DataFrame
        As for :func:`crmlib.customer_event_clv`, with events called "purchase", "service" and "bad
        debt"; others stay as they are. A control sets the same for all events of its name, and opens
        at their mean. When purchases are paid later, bills turn bad later too.
    discount_rate : float
        Per period, as a share: where the control opens.
    timing : {"start", "mid", "end"}
        When in its period the money moves.

    Returns
    -------
    Explorer

    Raises
    ------
    CourseError
        If one of the three events, or a column, is missing.

    Examples
    --------
    >>> table = pd.DataFrame({"event": ["purchase", "service", "bad debt"], "period": [1, 1, 2], "probability": [0.9, 1.0, 0.05],
    ...                       "revenue": [500.0, 0.0, 0.0], "cost": [300.0, 40.0, 500.0], "pays_after": [1, 0, 0]})
    >>> widget = events(table, discount_rate=0.02)
    >>> widget.controls["pays_after"].value
    1
    """
    given = customer_event_clv(events, discount_rate=discount_rate, timing=timing).events
    absent = [name for name in NEEDED if name not in set(given["event"])]
    if absent:
        raise CourseError(_("The account has no events called: {names}. Add them, with probability or cost 0 if there are none.")
                          .format(names=listed(absent)))
    opens_at = _opening(given, discount_rate)

    def view(bad_debt, pays_after, service, discount_rate):
        changed = _changed(given, opens_at, bad_debt, pays_after, service)
        terms = {"discount_rate": discount_rate, "timing": timing}
        account = customer_event_clv(changed, **terms)
        lines = [_verdict(account), _break_even(account, changed, terms)]
        return account_picture(account), account_table(account) + "<p>" + "<br>".join(map(html.escape, lines)) + "</p>"

    return Explorer(_("What decides whether this account is worth keeping?"), _controls(opens_at), view)


def account_picture(account):
    """Return the present value of each kind of event, with one standard deviation to each side, as a Picture."""
    kinds = kinds_of_events(account)
    low = min((kinds["value"] - kinds["deviation"]).min(), 0.0)
    high = max((kinds["value"] + kinds["deviation"]).max(), 0.0)

    def x(yuan):
        return LEFT + (yuan - low) / max(high - low, 1.0) * ACROSS

    bottom = BAR * len(kinds)
    return page([
        *(shape for name, kind in kinds.iterrows() for shape in _bar(name, kind, x)),
        line([(x(0), 0), (x(0), bottom)], stroke=COLOURS["line"]),
        label(LEFT + ACROSS / 2, bottom + 24, _("Present value (yuan), with one standard deviation to each side")),
    ], WIDTH, bottom + 36, account_text(account, kinds))


def _bar(name, kind, x):
    middle, (left, right) = BAR * (kind["place"] + 0.5), sorted((x(0), x(kind["value"])))
    colour = COLOURS["A"] if kind["value"] >= 0 else COLOURS["B"]
    from_, to = x(kind["value"] - kind["deviation"]), x(kind["value"] + kind["deviation"])
    yield f'<rect x="{left:.1f}" y="{middle - 13:.1f}" width="{right - left:.1f}" height="26" fill="{colour}"/>'
    yield line([(from_, middle), (to, middle)], stroke=COLOURS["line"], stroke_width=1.5)
    for end in (from_, to):
        yield line([(end, middle - 5), (end, middle + 5)], stroke=COLOURS["line"], stroke_width=1.5)
    yield label(LEFT - 12, middle + 4, name, text_anchor="end")
    yield label(LEFT + ACROSS + 12, middle + 4, f"{kind['value']:,.0f} ± {kind['deviation']:,.0f}", text_anchor="start")


def account_table(account):
    """Return the kinds of events with their number, expected profit and present value as HTML."""
    kinds = account.events.groupby("event", sort=False).agg(
        count=("event", "size"), expected_profit=("expected_profit", "sum"), present_value=("present_value", "sum"))
    return numbers_table(pd.DataFrame({
        _("Event"): [event_label(name) for name in kinds.index],
        _("How many"): kinds["count"].to_numpy(),
        _("Expected profit (yuan)"): kinds["expected_profit"].map("{:,.0f}".format).to_numpy(),
        _("Present value (yuan)"): kinds["present_value"].map("{:,.0f}".format).to_numpy(),
    }))


def _opening(given, discount_rate):
    means = given.groupby("event")[["probability", "pays_after", "cost"]].mean()
    return {"bad_debt": means.loc["bad debt", "probability"], "pays_after": round(means.loc["purchase", "pays_after"]),
            "service": means.loc["service", "cost"], "discount_rate": discount_rate}


def _controls(opens_at):
    return {
        "bad_debt": widgets.FloatSlider(opens_at["bad_debt"], min=0.0, max=max(0.3, opens_at["bad_debt"]), step=0.01, readout_format=".0%",
                                        description=_("Probability that a bill stays unpaid")),
        "pays_after": widgets.IntSlider(opens_at["pays_after"], min=0, max=max(4, opens_at["pays_after"]),
                                        description=_("Periods until a bill is paid")),
        "service": widgets.FloatSlider(opens_at["service"], min=0.0, max=max(100.0, 2 * opens_at["service"]), step=10.0, readout_format=",.0f",
                                       description=_("Cost of one service (yuan)")),
        "discount_rate": widgets.FloatSlider(opens_at["discount_rate"], min=0.0, max=max(0.06, opens_at["discount_rate"]), step=0.005,
                                             readout_format=".1%", description=_("Discount rate per period")),
    }


def _changed(given, opens_at, bad_debt, pays_after, service):
    """Return the events as the controls stand; what the learner has not touched stays as it was given."""
    changed, unpaid, bought = given.copy(), given["event"] == "bad debt", given["event"] == "purchase"
    if bad_debt != opens_at["bad_debt"]:
        changed.loc[unpaid, "probability"] = bad_debt
    if service != opens_at["service"]:
        changed.loc[given["event"] == "service", "cost"] = service
    if pays_after != opens_at["pays_after"]:
        changed.loc[bought, "pays_after"] = pays_after
        changed.loc[unpaid, "period"] = (given["period"] + pays_after - opens_at["pays_after"]).clip(lower=1)
    return changed


def _verdict(account):
    keep, leave = _("{finding}: on average the account adds value."), _("{finding}: on average the account loses value.")
    return (keep if account.clv > 0 else leave).format(finding=account_finding(account))


def _break_even(account, changed, terms):
    """Say at which probability of an unpaid bill nothing is left: the value falls in a straight line with it."""
    unpaid = changed["event"] == "bad debt"
    all_paid = account.clv - account.events["present_value"][unpaid].sum()
    if all_paid <= 0:
        return _("Even if every bill were paid, the account would not add value.")
    none_paid = customer_event_clv(changed.assign(probability=changed["probability"].mask(unpaid, 1.0)), **terms).clv
    if none_paid >= 0:
        return _("Unpaid bills alone cannot make this account lose value.")
    return _("Break-even: the account adds value as long as a bill stays unpaid with a probability below {share:.1%}.").format(
        share=all_paid / (all_paid - none_paid))
