"""What the usual segments are called, and what to do with each, in the language in use."""

from crmlib.language import gettext as _


def segment_label(segment):
    """Return the name of a segment for the reader; a name that is not one of the usual comes back as it is.

    Examples
    --------
    >>> segment_label("cannot_lose"), segment_label("students")
    ('Cannot lose', 'students')
    """
    return {
        "champions": _("Champions"),
        "loyal": _("Loyal"),
        "potential_loyalists": _("Potential loyalists"),
        "new_customers": _("New customers"),
        "promising": _("Promising"),
        "need_attention": _("Need attention"),
        "about_to_sleep": _("About to sleep"),
        "cannot_lose": _("Cannot lose"),
        "at_risk": _("At risk"),
        "hibernating": _("Hibernating"),
    }.get(segment, segment)


def segment_action(segment):
    """Return what is usually done with a segment; an empty text if it is not one of the usual.

    Examples
    --------
    >>> segment_action("new_customers")
    'Welcome them, and help them to a second purchase soon.'
    """
    return {
        "champions": _("Thank them, let them try new products first, ask for referrals; no discounts."),
        "loyal": _("Show them related products, and ask what they think of the shop."),
        "potential_loyalists": _("Give them a reason to come back: membership, or a fitting recommendation."),
        "new_customers": _("Welcome them, and help them to a second purchase soon."),
        "promising": _("Remind them of the shop, and find out what they need."),
        "need_attention": _("Make an offer for a limited time that fits what they bought."),
        "about_to_sleep": _("Remind them cheaply, by e-mail or in the app, before they forget the shop."),
        "cannot_lose": _("Call them in person, find out what went wrong, and put it right."),
        "at_risk": _("Ask why they stay away, and test an offer on a part of them."),
        "hibernating": _("Contact them rarely and cheaply; spend the money elsewhere."),
    }.get(segment, "")
