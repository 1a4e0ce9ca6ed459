"""What the stages of a relationship are called in the language in use."""

from crmlib.language import gettext as _


def stage_label(stage):
    """Return the name of a stage for the reader.

    Examples
    --------
    >>> stage_label("rupture")
    'Rupture'
    """
    return {"building": _("Building"), "development": _("Development"), "rupture": _("Rupture"),
            "end": _("End"), "recovery": _("Recovery")}[stage]
