"""The course's own texts: quizzes, sortings, predictions and check messages, both languages side by side."""

from functools import cache
from pathlib import Path

import yaml

from crmlib.language import pick

_CONTENT = Path(__file__).parent / "content"


@cache
def chapter(number):
    """Return everything in ``content/<number>.yml``."""
    return yaml.safe_load((_CONTENT / f"{number}.yml").read_text(encoding="utf-8"))


def entry(kind, name):
    """Return the entry `name` ("04.crossing_customer") of `kind` ("quizzes", "sortings", "predictions", "checks").

    Examples
    --------
    >>> sorted(entry("checks", "04.abc_grades"))[0]
    'crossing_customer_in_b'
    """
    number, key = name.split(".", 1)
    try:
        return chapter(number)[kind][key]
    except (FileNotFoundError, KeyError):
        raise KeyError(f"content/{number}.yml has no {kind} named {key!r}") from None


def message(check_id, key):
    """Return the message `key` of a check in the language in use."""
    return pick(entry("checks", check_id)[key])
