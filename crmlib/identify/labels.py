"""Codes of this chapter and their names in the language in use."""

from crmlib.language import gettext as _


def method_label(method):
    """Return the name of an identification method in the language in use.

    Examples
    --------
    >>> method_label("referral")
    'Referral'
    """
    return {
        "canvassing": _("Canvassing"),
        "advertising": _("Advertising"),
        "referral": _("Referral"),
        "desk_research": _("Desk research"),
        "paid_assistants": _("Paid assistants"),
        "own_records": _("Own records"),
        "trade_fair": _("Trade fair"),
    }.get(method, str(method))


def relation_label(relation):
    """Return the name of a kind of customer of `transactional_split` in the language in use.

    Examples
    --------
    >>> relation_label("relational")
    'Relational'
    """
    return {"relational": _("Relational"), "transactional": _("Transactional"), "undecided": _("Too few orders")}[relation]


def exclusion_label(reason):
    """Return in the language in use why a contact is not in the register.

    Examples
    --------
    >>> exclusion_label("refused")
    'refused consent, or withdrew it: delete the data'
    """
    return {
        "refused": _("refused consent, or withdrew it: delete the data"),
        "not_asked": _("was never asked for consent: ask first"),
        "no_phone": _("cannot be reached: no number"),
        "bad_phone": _("cannot be reached: the number has not eleven digits"),
        "not_judged": _("need, means or access is not judged yet"),
    }[reason]
