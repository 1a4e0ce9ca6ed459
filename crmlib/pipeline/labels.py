"""Codes of this chapter and their names in the language in use."""

from crmlib.language import gettext as _


def step_label(step):
    """Return the name of a step of the development process in the language in use.

    Examples
    --------
    >>> step_label("objections")
    'Handle objections'
    """
    return {
        "find": _("Find"),
        "qualify": _("Qualify"),
        "approach": _("Approach"),
        "negotiate": _("Negotiate"),
        "objections": _("Handle objections"),
        "close": _("Close"),
        "follow_up": _("Follow up"),
    }.get(step, str(step))


def development_method_label(method):
    """Return the name of a development method in the language in use.

    Examples
    --------
    >>> development_method_label("referral_chain")
    'Referral chain'
    """
    return {
        "door_to_door": _("Door to door"),
        "phone": _("Telephone"),
        "advertising": _("Advertising by mass media"),
        "web": _("Web"),
        "sms": _("Text messages"),
        "direct_mail": _("Direct mail"),
        "face_to_face": _("Face to face"),
        "referral_chain": _("Referral chain"),
        "conference": _("Conference"),
        "data_analysis": _("Data analysis"),
    }.get(method, str(method))


def lever_label(lever):
    """Return in the language in use what improves in a plan.

    Examples
    --------
    >>> lever_label("skill")
    'Skill: more pass negotiation, objections and close'
    """
    return {
        "none": _("Nothing"),
        "knowledge": _("Knowledge: more pass qualification and approach"),
        "skill": _("Skill: more pass negotiation, objections and close"),
        "attitude": _("Attitude: more of the planned visits are made"),
        "goal": _("Goal: each visit has a purpose, fewer are needed"),
    }[lever]


def channel_label(channel):
    """Return the name of a channel for finding customers in the language in use.

    Examples
    --------
    >>> channel_label("old_customers")
    'Named by customers'
    """
    return {
        "door_to_door": _("Door to door"),
        "advertising": _("Search by advertising"),
        "old_customers": _("Named by customers"),
        "personal_contacts": _("Personal contacts"),
        "desk_search": _("Desk search"),
        "well_known_people": _("Well-known people"),
        "meetings": _("Meetings"),
        "telephone": _("Telephone"),
        "mailing": _("Mailing"),
        "agents": _("Agents"),
        "observation": _("Own observation"),
        "consultants": _("Market consultants"),
        "product_show": _("Product show"),
        "rivals_customers": _("Customers of rivals"),
    }.get(channel, str(channel))
