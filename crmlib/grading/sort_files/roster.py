"""The class list, and which student a file name means."""

import re
from dataclasses import dataclass, field
from unicodedata import normalize

from crmlib.grading.identity import FOLDER_NAME
from crmlib.language import CourseError
from crmlib.language import gettext as _
from crmlib.transactions.cells import first_few, tidy
from crmlib.transactions.columns import require_columns
from crmlib.transactions.reading import read_source

_REQUIRED = ("student_id", "name")
_IDENTIFIERS = ("student_id", "login", "lms_id")
_TOKEN = re.compile(r"[0-9a-z]+|[^\W0-9a-z_]+")
_MOST_TOKENS = 12


@dataclass
class Roster:
    """Identifiers and names of a class, as tokens: ``{kind: {key: student ids}}``."""

    identifiers: dict = field(default_factory=lambda: {kind: {} for kind in _IDENTIFIERS})
    names: dict = field(default_factory=dict)

    def students(self, tokens):
        """Return the ids of the students that a file name, as tokens, can mean: exactly one if it is certain.

        Every kind of hint (id, login, name and so on) must agree. A hint inside a longer one does
        not count: "Li Ming" is not meant by "Li Ming Hua".
        """
        hints = self._hints(tokens)
        outer = [hint for hint in hints if not any(_is_inside(hint, other) for other in hints)]
        by_kind = {}
        for _start, _end, kind, students in outer:
            by_kind.setdefault(kind, set()).update(students)
        common = set.intersection(*by_kind.values()) if by_kind else set()
        return sorted(common or set().union(*by_kind.values()))

    def _hints(self, tokens):
        spans = [(start, end) for start in range(len(tokens)) for end in range(start + 1, min(start + _MOST_TOKENS, len(tokens)) + 1)
                 if None not in tokens[start:end]]
        hints = []
        for start, end in spans:
            kinds = {kind: known.get(tuple(tokens[start:end])) for kind, known in self.identifiers.items()}
            kinds["name"] = self.names.get("".join(tokens[start:end]))
            hints += [(start, end, kind, students) for kind, students in kinds.items() if students]
        return hints


def _is_inside(hint, other):
    return other[0] <= hint[0] and hint[1] <= other[1] and hint[:2] != other[:2]


def tokens_of(text):
    """Return the words and numbers of a text, in small letters and without full-width signs.

    Examples
    --------
    >>> tokens_of("张三２０２６0012_abc-1.ipynb")
    ['张三', '20260012', 'abc', '1', 'ipynb']
    """
    return _TOKEN.findall(normalize("NFKC", text).casefold())


def read_roster(path):
    """Read a class list.

    Parameters
    ----------
    path : path
        A CSV file (UTF-8 or GB18030) with the columns ``student_id`` and ``name``; optionally
        ``last_name``, ``first_name``, ``login`` and ``lms_id``.

    Returns
    -------
    Roster

    Raises
    ------
    CourseError
        If a column is missing, or an id is missing, stands twice or cannot name a folder.
    """
    table = read_source(path).table.map(tidy)
    table.columns = [str(column).strip().casefold() for column in table.columns]
    require_columns(table, _REQUIRED)
    _check_ids(table["student_id"])
    roster = Roster()
    for row in table.to_dict("records"):
        for kind in _IDENTIFIERS:
            key = tuple(tokens_of(row.get(kind, "")))
            if key:
                roster.identifiers[kind].setdefault(key, set()).add(row["student_id"])
        for name in _orders(row):
            roster.names.setdefault(name, set()).add(row["student_id"])
    return roster


def _orders(row):
    words = ["".join(tokens_of(word)) for word in re.split(r"[\s,]+", row["name"])]
    last, first = ("".join(tokens_of(row.get(part, ""))) for part in ("last_name", "first_name"))
    orders = {"".join(words), "".join(words[-1:] + words[:-1]), "".join(words[1:] + words[:1])}
    return (orders | {last + first, first + last} if last and first else orders) - {""}


def _check_ids(ids):
    problems = {
        _("Column 'student_id' is empty in rows {rows}. Fill it in."): ids.eq(""),
        _("Column 'student_id' holds the same id more than once, in rows {rows}. Delete the double rows."): ids.duplicated(keep=False),
        _("Column 'student_id' holds ids in rows {rows} that cannot name a folder. Use letters, digits, '-', '_', '.', '@' and '+'."):
            ~ids.str.fullmatch(FOLDER_NAME),
    }
    for text, is_wrong in problems.items():
        if is_wrong.any():
            raise CourseError(text.format(rows=first_few(ids.index[is_wrong])))

