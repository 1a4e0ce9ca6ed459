"""Names of columns: what is missing, what stands twice, what was probably meant."""

from difflib import get_close_matches

from crmlib.language import CourseError, listed
from crmlib.language import gettext as _


def require_columns(table, names):
    """Refuse a table in which one of the named columns is missing or stands twice.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table.
    names : iterable of str
        The columns that are needed.

    Raises
    ------
    CourseError
        Names every missing column, the nearest name and the columns present.

    Examples
    --------
    >>> import pandas as pd
    >>> require_columns(pd.DataFrame({"date": []}), ["date"])
    """
    present = list(table.columns)
    missing = [name for name in names if name not in present]
    if missing:
        shown = listed(name for name in present if str(name)) or "–"
        raise CourseError("\n".join([*(_missing(name, present) for name in missing),
                                     _("The table has these columns (in a file: its first row): {columns}. Write a name exactly as it stands there.").format(columns=shown)]))
    for name in names:
        if present.count(name) > 1:
            raise CourseError(_("Column '{column}' stands {count} times in the table. Rename or delete the others.")
                              .format(column=name, count=present.count(name)))


def nearest(name, names):
    """Return the name most like `name`, or None.

    Examples
    --------
    >>> nearest("Amount", ["amount", "date"]), nearest("会员", ["会员号", "日期"]), nearest("shop", ["date"])
    ('amount', '会员号', None)
    """
    alike = {str(other).strip().casefold(): other for other in names}
    found = get_close_matches(str(name).strip().casefold(), alike, n=1, cutoff=0.5)
    return alike[found[0]] if found else None


def _missing(name, present):
    meant = nearest(name, present)
    if meant is None:
        return _("Column '{column}' is missing.").format(column=name)
    return _("Column '{column}' is missing. Did you mean '{nearest}'?").format(column=name, nearest=meant)
