"""Predictions: a guess and how sure one is, before the answer; then both side by side."""

import math
from decimal import Decimal

import ipywidgets as widgets

from crmlib import progress_file
from crmlib.language import CourseError, listed, pick
from crmlib.language import gettext as _
from crmlib.progress_file import CONFIDENCE, calibration
from crmlib.question import Question, Text, lettered, paragraph, radio_buttons
from crmlib.texts import entry

IMAGINED = 20


def predict(name):
    """Ask for a guess, and how sure the learner is, before the answer is shown.

    A committed guess stands until the learner deletes the progress file.

    Parameters
    ----------
    name : str
        Chapter and key of the prediction in ``crmlib/content``, for example "04.top_fifth_share".

    Returns
    -------
    Prediction

    Examples
    --------
    >>> predict("04.top_fifth_share").button.description
    'Commit my guess'
    """
    return Prediction(name, entry("predictions", name))


def reveal(name, value):
    """Show the answer beside the committed guess, and record whether the guess was right.

    Parameters
    ----------
    name : str
        Chapter and key of the prediction, as for :func:`predict`.
    value : float or str
        The answer: for the units ``percent`` and ``points`` a share (0–1, as everywhere in crmlib), for ``yuan``
        and ``count`` a number, for a choice the code of the right option.

    Returns
    -------
    Text
        Without a committed guess, the answer alone.

    Raises
    ------
    CourseError
        If the value is not one that could have been guessed.

    Examples
    --------
    >>> reveal("04.top_fifth_share", 0.71)
    It is 71%.
    """
    kind = _kind(entry("predictions", name))
    answer = kind.checked(value)
    content, note = progress_file.read()
    stored = content["predictions"].get(name)
    if not kind.holds_guess(stored):
        return Text(_("It is {answer}.").format(answer=kind.show(answer)), note)
    right = kind.is_close(stored["guess"], answer)
    if "revealed" not in stored:
        result = {"answer": answer, "right": right, "revealed": progress_file.now()}
        note = progress_file.update(lambda content: content["predictions"].setdefault(name, stored).update(result))
    verdict = _("✓ Right. {comparison}") if right else _("✗ Not right. {comparison}")
    comparison = kind.compare(stored["guess"], _levels()[stored["confidence"]], answer)
    return Text(verdict.format(comparison=comparison), note)


def progress():
    """Sum up, on one screen, what was predicted and answered, how often right, and how sure.

    Returns
    -------
    Text

    Examples
    --------
    >>> isinstance(progress(), Text)
    True
    """
    content, note = progress_file.read()
    predictions = list(content["predictions"].values())
    quizzes = list(content["quizzes"].values())
    if not predictions and not quizzes:
        return Text(_("No prediction and no quiz has been answered yet."), note)
    revealed = [prediction for prediction in predictions if "right" in prediction]
    answered = _table([_("Your answers"), _("You were right")], [
        [_("Predictions"), _right_of(_count_right(revealed), len(revealed))],
        [_("Quizzes, first answer"), _right_of(_count_right(quizzes), len(quizzes))]])
    waiting = len(predictions) - len(revealed)
    return Text(answered,
                _("Predictions whose answer you have not seen yet: {count}.").format(count=waiting) if waiting else "",
                _calibration_table(revealed) if revealed else "",
                _("These results are in one file on this computer and nowhere else: {file}. To start afresh, delete that file.").format(
                    file=progress_file.location()), note)


class Prediction(Question):
    """A guess, four levels of confidence, and a button that fixes both.

    Parameters
    ----------
    name : str
        The name under which the guess is recorded.
    content : dict
        ``question``, and either ``unit``, ``range``, ``step`` and ``close``, or ``options`` with
        ``code`` and ``text``.
    """

    def __init__(self, name, content):
        self._name = name
        self._kind = _kind(content)
        self._guess_controls = self._kind.controls()
        self.guess = self._guess_controls[0]
        self.confidence = radio_buttons(_levels_explained(), CONFIDENCE)
        guess_row = widgets.HBox(self._guess_controls, layout={"flex_flow": "row wrap"})
        how_sure = paragraph(_("How sure are you? Imagine {all} guesses that feel as sure as this one. How many of them are right?").format(all=IMAGINED))
        note = _("(Interactive: run this notebook in JupyterLab to guess before you see the answer.)")
        super().__init__(pick(content["question"]), self._kind.options(), [guess_row, how_sure, self.confidence], _("Commit my guess"), note)
        self._show_earlier_guess()

    def answer(self):
        """Fix the guess, unless another notebook has fixed one meanwhile, and record it."""
        if self.guess.value is None or self.confidence.value is None:
            self.say(_("Choose your guess and how sure you are first."))
            return
        fixed = {"guess": self._kind.rounded(self.guess.value), "confidence": self.confidence.value, "committed": progress_file.now()}

        def keep_first(content):
            earlier = content["predictions"].get(self._name)
            fixed.update(earlier if self._kind.holds_guess(earlier) else {})
            content["predictions"][self._name] = fixed

        self._lock(fixed, progress_file.update(keep_first))

    def _show_earlier_guess(self):
        content, note = progress_file.read()
        stored = content["predictions"].get(self._name)
        if self._kind.holds_guess(stored):
            self._lock(stored, note)
        elif note:
            self.say(note)

    def _lock(self, stored, note):
        self.guess.value = stored["guess"]
        self.confidence.value = stored["confidence"]
        for control in [*self._guess_controls, self.confidence, self.button]:
            control.disabled = True
        said = _("You said {guess}, {confidence}. This is now fixed. Run the next cell to see the answer.")
        self.say(said.format(guess=self._kind.show(stored["guess"]), confidence=_levels()[stored["confidence"]]), note)


_OF_HUNDRED = ("percent", "points")  # given as shares, guessed as numbers up to 100


class _Number:
    """What a guess is when a number is asked for."""

    def __init__(self, content):
        self._unit = content["unit"]
        self._low, self._high = content["range"]
        self._step, self._close = content["step"], content["close"]
        self._decimals = max(0, -Decimal(str(self._step)).normalize().as_tuple().exponent)

    def controls(self):
        label = _("Your guess, from {low} to {high}:").format(low=self.show(self._low), high=self.show(self._high))
        limits = {"min": self._low, "max": self._high, "step": self._step, "value": self.rounded((self._low + self._high) / 2)}
        box = widgets.BoundedFloatText(**limits, description=label, style={"description_width": "initial"}, layout={"width": "auto"})
        slider = widgets.FloatSlider(**limits, readout=False, layout={"width": "20em"})
        widgets.link((box, "value"), (slider, "value"))
        return [box, slider]

    def options(self):
        return []

    def checked(self, value):
        try:
            answer = self.rounded(float(value) * (100 if self._unit in _OF_HUNDRED else 1))
        except (TypeError, ValueError, OverflowError):
            answer = math.nan
        if not self._low <= answer <= self._high:
            raise CourseError(self._impossible().format(value=value, low=self.show(self._low), high=self.show(self._high)))
        return answer

    def holds_guess(self, stored):
        guess = stored and stored["guess"]
        return isinstance(guess, (int, float)) and self._low <= guess <= self._high

    def rounded(self, number):
        return round(number, self._decimals or None)

    def is_close(self, guess, answer):
        return self._distance(guess, answer) <= self._close

    def show(self, number):
        shown = f"{number:,.{self._decimals}f}"
        texts = {"percent": "{number}%", "points": _("{number} percentage points"), "yuan": _("{number} yuan"), "count": "{number}"}
        return texts[self._unit].format(number=shown)

    def compare(self, guess, confidence, answer):
        if self._unit == "percent":
            sentence = _("You said {guess}, {confidence}. It is {answer}. Difference in percentage points: {distance} (up to {close} counts as right).")
        else:
            sentence = _("You said {guess}, {confidence}. It is {answer}. Difference: {distance} (up to {close} counts as right).")
        distance = f"{self._distance(guess, answer):,.{self._decimals}f}"
        return sentence.format(guess=self.show(guess), confidence=confidence, answer=self.show(answer), distance=distance, close=f"{self._close:,}")

    def _impossible(self):
        if self._unit in _OF_HUNDRED:
            return _("The answer {value} could not be guessed: it must be from {low} to {high}. Give it as a share, for example 0.25 for a quarter.")
        return _("The answer {value} could not be guessed: it must be a number from {low} to {high}.")

    def _distance(self, guess, answer):
        return self.rounded(abs(guess - answer))


class _Choice:
    """What a guess is when one of several options is asked for."""

    def __init__(self, content):
        self._texts = {option["code"]: pick(option["text"]) for option in content["options"]}

    def controls(self):
        return [radio_buttons(self.options(), self._texts)]

    def options(self):
        return lettered(self._texts.values())

    def checked(self, value):
        if not isinstance(value, str) or value not in self._texts:
            raise CourseError(_("The answer {value} could not be guessed: it must be one of {codes}.")
                              .format(value=value, codes=listed(self._texts)))
        return str(value)

    def holds_guess(self, stored):
        return bool(stored) and stored["guess"] in self._texts

    def rounded(self, code):
        return code

    def is_close(self, guess, answer):
        return guess == answer

    def show(self, code):
        return f"“{self._texts[code]}”"

    def compare(self, guess, confidence, answer):
        return _("You said {guess}, {confidence}. It is {answer}.").format(guess=self.show(guess), confidence=confidence, answer=self.show(answer))


def _kind(content):
    return _Choice(content) if "options" in content else _Number(content)


def _levels():
    return {"just_a_guess": _("just a guess"), "half_sure": _("half sure"), "fairly_sure": _("fairly sure"), "almost_certain": _("almost certain")}


def _levels_explained():
    return [_("{level} (about {count} of {all})").format(level=text, count=round(CONFIDENCE[level] * IMAGINED), all=IMAGINED)
            for level, text in _levels().items()]


def _verdicts():
    return {"too_few": _("too few to say"), "fits": _("about as sure as right"), "too_sure": _("surer than right"), "too_unsure": _("less sure than right")}


def _calibration_table(revealed):
    names = {**_levels(), "all": _("all together")}
    rows = [[names[level], f"{row.expected / row.predictions:.0%}", _right_of(row.right, row.predictions), _verdicts()[row.verdict]]
            for level, row in calibration(revealed).iterrows()]
    return _table([_("How sure you were"), _("Then this share should be right"), _("You were right"), _("What this shows")], rows)


def _right_of(right, answered):
    return _("{right} of {answered} ({share})").format(right=right, answered=answered, share=f"{right / answered:.0%}") if answered else "–"


def _table(header, rows):
    return "\n".join("| " + " | ".join(map(str, cells)) + " |" for cells in [header, ["---"] * len(header), *rows])


def _count_right(entries):
    return sum(entry["right"] for entry in entries)
