"""What needs, states of demand and orientations are called, in the language in use."""

from crmlib.language import gettext as _


def need_label(need):
    """Return the name of one of the four kinds of need.

    Examples
    --------
    >>> need_label("augmented")
    'Augmented'
    """
    return {"functional": _("Functional"), "formal": _("Formal"), "augmented": _("Augmented"), "price": _("Price")}[need]


def orientation_label(orientation):
    """Return the name of an orientation.

    Examples
    --------
    >>> orientation_label("compound")
    'Compound'
    """
    return {"price": _("Price-oriented"), "compound": _("Compound"), "value": _("Value-oriented")}[orientation]


def demand_label(state):
    """Return the name of a state of demand; "unclear" is the name for none of the eight.

    Examples
    --------
    >>> demand_label("overfull")
    'Overfull demand'
    """
    return {
        "negative": _("Negative demand"),
        "no": _("No demand"),
        "latent": _("Latent demand"),
        "declining": _("Declining demand"),
        "irregular": _("Irregular demand"),
        "full": _("Full demand"),
        "overfull": _("Overfull demand"),
        "unwholesome": _("Unwholesome demand"),
        "unclear": _("None of the eight states"),
    }[state]


def demand_task(state):
    """Return the marketing task that a state of demand sets, with its name in the trade.

    References
    ----------
    Kotler, P. (1973). The major tasks of marketing management. *Journal of Marketing*, 37(4), 42–49.

    Examples
    --------
    >>> demand_task("overfull")
    'Demarketing: hold demand back, or add capacity if that pays.'
    """
    return {
        "negative": _("Conversional marketing: find out why people dislike it, and change the reason or the belief."),
        "no": _("Stimulational marketing: connect it with something that people need."),
        "latent": _("Developmental marketing: develop the offer that people ask for."),
        "declining": _("Remarketing: give the offer new life, for new people or in a new form."),
        "irregular": _("Synchromarketing: move demand, or supply, from the peaks to the quiet months."),
        "full": _("Maintenance marketing: keep quality and watch for change."),
        "overfull": _("Demarketing: hold demand back, or add capacity if that pays."),
        "unwholesome": _("Countermarketing: stop selling it, and say why."),
        "unclear": _("None of the eight tasks: look at the series itself."),
    }[state]
