"""From raw contact notes to a register of prospects: clean, merge, check consent, and explain every exclusion."""

import re
import unicodedata
from dataclasses import dataclass

import pandas as pd

from crmlib.identify.labels import exclusion_label
from crmlib.language import gettext as _
from crmlib.transactions.columns import require_columns

JUDGEMENTS = ["need", "means", "access"]
WHOLE_NUMBER = 11


@dataclass(frozen=True)
class ProspectRegister:
    """The register, who is not in it and why, and which notes were merged.

    Attributes
    ----------
    prospects : pandas.DataFrame
        One row per prospect, the most promising first: ``contact_id`` (the first note), ``phone``,
        ``city``, ``kind``, ``method``, ``notes`` (how many were merged), ``need``, ``means``,
        ``access`` and ``score`` (their sum, 3 to 15).
    excluded : pandas.DataFrame
        One row per person left out: ``contact_id``, ``notes``, ``reason`` (a code) and ``why``.
    merged : pandas.Series
        For every note, the first note of the same person.
    """

    prospects: pd.DataFrame
    excluded: pd.DataFrame
    merged: pd.Series

    def __str__(self):
        lines = [_("{notes} notes of {people} people, {prospects} of them in the register.").format(
            notes=len(self.merged), people=self.merged.nunique(), prospects=len(self.prospects))]
        counts = self.excluded["reason"].value_counts()
        return "\n".join(lines + [_("{count} left out: {why}").format(count=count, why=exclusion_label(reason)) for reason, count in counts.items()])


def name_key(name):
    """Return the letters of a name alone, small, so that ways of typing it do not matter.

    Examples
    --------
    >>> name_key(" JIA  Bohe "), name_key("贾 薄荷")
    ('jiabohe', '贾薄荷')
    """
    return re.sub(r"[\W\d_]", "", unicodedata.normalize("NFKC", name)).casefold()


def phone_digits(phones):
    """Return telephone numbers as digits alone: without spaces, hyphens, full-width signs and +86.

    Parameters
    ----------
    phones : pandas.Series
        Numbers as typed; missing ones become empty texts.

    Returns
    -------
    pandas.Series

    Examples
    --------
    >>> phone_digits(pd.Series(["+86 100 2345 6789", "１００-2345-6789", None])).tolist()
    ['10023456789', '10023456789', '']
    """
    digits = phones.fillna("").astype(str).str.normalize("NFKC").str.replace(r"\D", "", regex=True)
    return digits.where(digits.str.len() <= WHOLE_NUMBER, digits.str.removeprefix("86"))


def prospect_register(contacts):
    """Merge the notes of one person, keep who may and can be written to, and say why the others are left out.

    Two notes are one person if they have the same telephone number, or the same name and city and
    not two different numbers. A person's latest answer on consent counts; a judgement is taken from
    the latest note that has one.

    Parameters
    ----------
    contacts : pandas.DataFrame
        Notes with ``contact_id``, ``noted_on``, ``method``, ``name``, ``phone``, ``city``,
        ``kind``, ``need``, ``means``, ``access`` (1–5, may be missing) and ``consent`` ("yes",
        "no", or empty if the person was not asked).

    Returns
    -------
    ProspectRegister

    Raises
    ------
    CourseError
        If a column is missing.

    Notes
    -----
    The order of the reasons: refused, not asked, no number, wrong number, not judged. Whoever
    refuses is left out for that reason whatever else is missing, since the data must be deleted
    (Personal Information Protection Law of the People's Republic of China, 2021, articles 13, 15 and 47).

    Examples
    --------
    >>> notes = pd.DataFrame({"contact_id": ["N1", "N2", "N3"], "noted_on": pd.to_datetime(["2025-12-01", "2025-12-05", "2025-12-02"]),
    ...     "method": "referral", "name": ["Jia Bohe", "JIA BOHE", "Wu Moli"], "phone": ["100 2345 6789", "10023456789", None],
    ...     "city": "ningbo", "kind": "person", "need": [4, None, 5], "means": [3, 4, 5], "access": [2, 2, 5], "consent": ["yes", None, "yes"]})
    >>> register = prospect_register(notes)
    >>> register.prospects[["contact_id", "notes", "need", "means", "score"]].values.tolist()
    [['N1', 2, 4, 4, 10]]
    >>> print(register)
    3 notes of 2 people, 1 of them in the register.
    1 left out: cannot be reached: no number
    """
    require_columns(contacts, ["contact_id", "noted_on", "method", "name", "phone", "city", "kind", *JUDGEMENTS, "consent"])
    notes = contacts.sort_values(["noted_on", "contact_id"]).assign(phone=lambda table: phone_digits(table["phone"]))
    notes["person"] = _same_person(notes)
    notes["consent"] = notes["consent"].replace("", None)
    people = notes.groupby("person", sort=False).agg(
        contact_id=("contact_id", "first"), notes=("contact_id", "size"), phone=("phone", "max"), city=("city", "first"), kind=("kind", "first"),
        method=("method", "first"), **{name: (name, "last") for name in [*JUDGEMENTS, "consent"]})
    people["reason"] = _reasons(people)
    excluded = people[people["reason"].notna()][["contact_id", "notes", "reason"]]
    kept = people[people["reason"].isna()].drop(columns=["reason", "consent"]).astype(dict.fromkeys(JUDGEMENTS, "int64"))
    kept["score"] = kept[JUDGEMENTS].sum(axis=1)
    first_note = notes.groupby("person")["contact_id"].transform("first")
    return ProspectRegister(
        prospects=kept.sort_values(["score", "contact_id"], ascending=[False, True], ignore_index=True),
        excluded=excluded.assign(why=excluded["reason"].map(exclusion_label)).reset_index(drop=True),
        merged=pd.Series(first_note.to_numpy(), index=notes["contact_id"].to_numpy(), name="merged_into").loc[contacts["contact_id"]],
    )


def _same_person(notes):
    """Return a key for each note: the number, or for notes without one that of the only number under the same name and city."""
    by_name = notes["name"].map(name_key) + "/" + notes["city"]
    numbers = notes["phone"].where(notes["phone"].ne("")).groupby(by_name)
    only_number = numbers.transform("first").where(numbers.transform("nunique").eq(1))
    return notes["phone"].where(notes["phone"].ne(""), only_number.fillna(by_name))


def _reasons(people):
    """Return the first reason against each person, or nothing."""
    consent, phone = people["consent"], people["phone"]
    reasons = pd.Series(None, index=people.index, dtype=object)
    for reason, holds in {
        "not_judged": people[JUDGEMENTS].isna().any(axis=1),
        "bad_phone": phone.str.len().ne(WHOLE_NUMBER),
        "no_phone": phone.eq(""),
        "not_asked": consent.isna(),
        "refused": consent.eq("no"),
    }.items():
        reasons = reasons.mask(holds, reason)
    return reasons
