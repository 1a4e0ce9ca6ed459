"""Self-checks: questions whose every option, right or wrong, says why."""

import hashlib
from string import ascii_uppercase

from crmlib import progress_file
from crmlib.language import gettext as _
from crmlib.language import pick
from crmlib.question import Question, checkboxes, lettered, radio_buttons
from crmlib.texts import entry


def quiz(name):
    """Show a question with options, to be answered and explained on the spot.

    Nothing is shown before a choice. The question may be tried again; the first answer is the
    one that is recorded for :func:`crmlib.progress`.

    Parameters
    ----------
    name : str
        Chapter and key of the quiz in ``crmlib/content``, for example "04.crossing_customer".

    Returns
    -------
    Quiz

    Examples
    --------
    >>> quiz("04.crossing_customer").button.description
    'Check my answer'
    """
    return Quiz(name, entry("quizzes", name))


class Quiz(Question):
    """A self-check: radio buttons, or checkboxes when several options are right.

    Parameters
    ----------
    name : str
        The name under which the first answer is recorded.
    content : dict
        ``question``, and ``options`` with ``text``, ``feedback`` and, for right ones, ``right``.
        They are shown in a mixed order, always the same.
    """

    def __init__(self, name, content):
        self._name = name
        self._options = mixed(name, content["options"])
        labels = lettered([pick(option["text"]) for option in self._options])
        self._several = sum(map(is_right, self._options)) > 1
        self.choices = checkboxes(labels) if self._several else [radio_buttons(labels, range(len(labels)))]
        for control in self.choices:
            control.observe(lambda change: self._forget_reply(), names="value")
        note = _("(Interactive: run this notebook in JupyterLab to answer and see why.)")
        super().__init__(pick(content["question"]), labels, self.choices, _("Check my answer"), note)

    def answer(self):
        """Explain what was chosen, and record it if it is the first answer."""
        chosen = self._chosen()
        if not chosen:
            self.say(_("Choose an answer first."))
            return
        missed = [option for number, option in enumerate(self._options) if is_right(option) and number not in chosen]
        right = not missed and all(is_right(self._options[number]) for number in chosen)
        lines = [self._explain(number) for number in chosen]
        if missed and self._several:
            lines.append(_("✗ At least one more option is right."))
        if not right:
            lines.append(_("You can try again."))
        self.say(*lines, self._record(chosen, right))

    def _chosen(self):
        if self._several:
            return [number for number, box in enumerate(self.choices) if box.value]
        return [] if self.choices[0].value is None else [self.choices[0].value]

    def _explain(self, number):
        option = self._options[number]
        verdict = _("✓ {letter} is right. {feedback}") if is_right(option) else _("✗ {letter} is not right. {feedback}")
        return verdict.format(letter=ascii_uppercase[number], feedback=pick(option["feedback"]))

    def _record(self, chosen, right):
        answer = {"chosen": [ascii_uppercase[number] for number in chosen], "right": right, "answered": progress_file.now()}
        return progress_file.update(lambda content: content["quizzes"].setdefault(self._name, answer))

    def _forget_reply(self):
        self.reply.value = ""


def mixed(name, options):
    """Return options in an order that the name alone decides, so that no habit of their author shows.

    Examples
    --------
    >>> mixed("04.ties", ["right", "wrong", "wrong too"]) == mixed("04.ties", ["right", "wrong", "wrong too"])
    True
    """
    numbers = sorted(range(len(options)), key=lambda number: hashlib.sha256(f"{name} {number}".encode()).digest())
    return [options[number] for number in numbers]


def is_right(option):
    """Tell whether an option of a quiz is right."""
    return option.get("right", False)
