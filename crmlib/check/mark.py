"""The judge's side of a check: fetch answers, compare them, count points down, say why."""

import os

from crmlib.check.compare import differences, labelled, same
from crmlib.check.plain import decode, encode
from crmlib.language import CourseError, listed
from crmlib.language import gettext as _
from crmlib.texts import message


class Stop(Exception):
    """Nothing more can be checked."""


class Mark:
    """The points of one graded cell, counted down from `points`.

    Parameters
    ----------
    check_id : str
        Chapter and name, "04.abc_grades": where the messages stand in ``crmlib/content``.
    points : int
        Points to be had; those of the nbgrader cell.
    answers : object with ``ask(request) -> reply``
        Where the learner's answers come from.
    """

    def __init__(self, check_id, points, answers):
        self.check_id = check_id
        self.points = points
        self.messages = []
        self.keys = []
        self.record = []
        self.known_student = None
        self._answers = answers
        self._replies = {}
        self._lost = 0.0

    @property
    def kept(self):
        """Points kept so far, a plain float."""
        return float(max(0.0, self.points - self._lost))

    @property
    def score(self):
        """Points kept, for nbgrader to read as partial credit.

        None in the learner's own kernel: the hidden part is absent there, and a number would look
        like a mark.
        """
        return self.kept if os.environ.get("NBGRADER_EXECUTION") == "autograde" else None

    @property
    def summary(self):
        """What was lost and why, and the points kept, as text in the language in use."""
        kept = _("{score} of {points} points.").format(score=f"{self.kept:g}", points=f"{self.points:g}")
        return "\n".join(["✗ " + text for text in self.messages] + [kept]) if self.messages else "✓ " + kept

    @property
    def student(self):
        """The learner's student id, normalised; without one nothing can be marked."""
        from crmlib.data import normalise_student

        if self.known_student is None:
            try:
                self.known_student = normalise_student(self.value("STUDENT_ID"))
            except CourseError as error:
                self._fail(str(error))
        return self.known_student

    def load(self, table):
        """Return the learner's own sample of a table of the course."""
        from crmlib.data import load

        return load(table, student=self.student)

    def value(self, name):
        """Return a plain copy of the variable `name`, the same however often; say so and stop if there is none."""
        if name not in self._replies:
            self._replies[name] = self._answers.ask({"get": name})
        return self._plain(self._replies[name], name)

    def call(self, name, *arguments):
        """Return a plain copy of what the learner's function `name` gives for `arguments`."""
        return self._plain(self._answers.ask({"call": name, "arguments": encode(list(arguments))}), name)

    def number(self, name):
        """Return the variable `name` if it is a number."""
        value = self.value(name)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self._wrong_kind(name, value, _("a number"))
        return value

    def text(self, name):
        """Return the variable `name`, trimmed, if it is a text."""
        value = self.value(name)
        if not isinstance(value, str):
            self._wrong_kind(name, value, _("a text in quotes"))
        return value.strip()

    def choice(self, name, options):
        """Return the variable `name` if it is one of `options`, in capitals or not."""
        found = self.text(name).casefold()
        chosen = [option for option in options if option.casefold() == found]
        if not chosen:
            self._fail(_("`{name}` must be one of: {options}.").format(name=name, options=listed(f'"{option}"' for option in options)))
        return chosen[0]

    def labels(self, name):
        """Return the variable `name` as a Series if it gives one value per label (Series or dict)."""
        given = self.value(name)
        value = labelled(given)
        if value is None and hasattr(given, "columns"):
            self._fail(_("`{name}` is a whole table. Take one column of it, for example table[\"{column}\"].").format(name=name, column=given.columns[-1]))
        if value is None:
            self._wrong_kind(name, given, _("a column of a table, or a dict, with one value per label"))
        return value

    def ids(self, name):
        """Return the variable `name` as a set, if it is a list, a set or a column of ids."""
        value = self.value(name)
        labels = value.tolist() if hasattr(value, "tolist") else value
        if not isinstance(labels, (list, set)) or not all(isinstance(label, str) for label in labels):
            self._fail(_("`{name}` must be a list of ids. `list(table.index)` gives the ids of a table, `list(table[\"customer_id\"])` those of a column.").format(name=name))
        return set(labels)

    def table(self, name, columns=()):
        """Return the variable `name` if it is a DataFrame that has `columns`."""
        value = self.value(name)
        if not hasattr(value, "columns"):
            self._wrong_kind(name, value, _("a DataFrame"))
        absent = [column for column in columns if column not in value.columns]
        if absent:
            self._fail(_("`{name}` has no column {columns}.").format(name=name, columns=listed(f"'{column}'" for column in absent)))
        return value

    def need(self, condition, key, points=None, **details):
        """Lose `points` (all, and stop, when not given) with the message `key` unless `condition` holds."""
        if not condition:
            self._lose(points, message(self.check_id, key).format(**details), key)

    def compare(self, name, found, right, *, mistakes=None, points=None, tolerance=0.0, wrong="wrong"):
        """Compare an answer with the right one, and a wrong one with the mistakes it may come from.

        Parameters
        ----------
        name : str
            What is compared, for messages and the record.
        found, right : number, str, list, set, dict or pandas.Series
            Series and dicts are compared label by label, in any order.
        mistakes : dict, optional
            Message key to ``(answer that this mistake gives, points lost)``; the first that fits
            is the reason given.
        points : float, optional
            Points lost for any other wrong answer; all of them when not given.
        tolerance : float, default 0
            Largest difference between equal numbers.
        wrong : str, default "wrong"
            Message key for any other wrong answer. Its text may use ``{count}``, ``{first}`` and
            ``{found}``: how many labels differ, the first of them, and what is found there.

        Returns
        -------
        bool
            Whether the answer is right.
        """
        self.record.append({"name": name, "found": encode(found), "right": encode(right)})
        right = decode(encode(right))
        if same(found, right, tolerance):
            return True
        for key, (mistaken, lost) in (mistakes or {}).items():
            if same(found, decode(encode(mistaken)), tolerance):
                self._lose(lost, message(self.check_id, key), key)
                return False
        self._lose(points, message(self.check_id, wrong).format(**differences(found, right, tolerance)), wrong)
        return False

    def _plain(self, reply, name):
        problem = reply.get("problem")
        if problem == "missing":
            self._fail(_("`{name}` has no value yet. Fill in its cell. If that cell shows an error, mend it first (are quotes missing?). Then run the notebook from the top.").format(name=name))
        if problem == "raised":
            self._fail(_("`{name}` stopped with this error: {error}").format(name=name, error=reply["error"]))
        if problem == "not_callable":
            self._fail(_("`{name}` must be a function, but it is of type {type}.").format(name=name, type=reply["type"]))
        if problem == "not_plain":
            self._fail(_("`{name}` is of type {type}, which cannot be marked. Use numbers, texts, lists, dicts, Series or DataFrames.")
                       .format(name=name, type=reply["type"]))
        return decode(reply["value"])

    def _wrong_kind(self, name, value, wanted):
        self._fail(_("`{name}` must be {wanted}, but it is of type {type}.").format(name=name, wanted=wanted, type=type(value).__name__))

    def _fail(self, text):
        self._lose(None, text)

    def _lose(self, points, text, key=""):
        self._lost += self.points if points is None else points
        self.messages.append(text)
        self.keys.append(key)
        if points is None:
            raise Stop
