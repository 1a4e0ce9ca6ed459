"""Cards to be sorted into boxes: for practice with a reason for every choice, or as an answer to be marked."""

import json
from functools import partial

import ipywidgets as widgets

from crmlib import progress_file
from crmlib.language import gettext as _
from crmlib.language import listed, pick
from crmlib.question import Question, escape_html, lettered
from crmlib.quizzes import mixed
from crmlib.texts import entry

_STYLE = """<style>
.crm-sorting .crm-card { border-top: 1px solid var(--jp-border-color2, lightgray); padding: 0.3em 0; }
.crm-sorting .widget-dropdown { width: auto; height: auto; flex-flow: row wrap; align-items: center; }
.crm-sorting .widget-dropdown > .widget-label { flex: 1 1 18em; height: auto; text-align: left; white-space: normal; overflow: visible; }
.crm-sorting .widget-dropdown > select { flex: 0 0 24em; }
.crm-sorting .crm-answer { margin: 0.2em 0 0.2em 1.6em; }
</style>"""


def sort_cards(name, into=None):
    """Show cards, each with a list of boxes to choose from.

    For practice, every choice is explained under its card; the first choice for each card is the
    one that is recorded for :func:`crmlib.progress`. With `into` nothing is judged: the form writes
    the line of code that holds the answer, so that a plain variable keeps it and a check reads it.

    Parameters
    ----------
    name : str
        Chapter and key of the sorting in ``crmlib/content``, for example "01.whose_customer".
    into : str, optional
        The name of the variable in which the answer is handed in: a dict from card to box.

    Returns
    -------
    Sorting

    Examples
    --------
    >>> sort_cards("01.whose_customer").button.description
    'Check my boxes'
    """
    return Sorting(name, entry("sortings", name), into)


class Sorting(Question):
    """Cards to be put into boxes, one list of boxes for each card.

    Parameters
    ----------
    name : str
        The name under which the first choices are recorded.
    content : dict
        ``question``; ``boxes``, texts by code; ``cards``, each with ``code`` and ``text`` and, for
        practice, the right ``box``, why it is ``right``, and ``wrong``: why another box is wrong, by
        code, or under ``other`` for all that are not named. For practice the cards are mixed, always in the same way.
    into : str, optional
        The variable for the answer, when the choices are not to be judged.
    """

    def __init__(self, name, content, into=None):
        self._name, self._into = name, into
        self._boxes = {code: pick(text) for code, text in content["boxes"].items()}
        self._cards = content["cards"] if into else mixed(name, content["cards"])
        texts = [pick(card["text"]) for card in self._cards]
        labels = [f"{card['code']}: {text}" for card, text in zip(self._cards, texts)] if into else lettered(texts)
        self.choices = {card["code"]: self._list_of_boxes(label) for card, label in zip(self._cards, labels)}
        self.remarks = {code: widgets.HTML() for code in self.choices}
        for code, choice in self.choices.items():
            choice.observe(partial(self._forget, code), names="value")
        rows = [widgets.VBox([self.choices[code], self.remarks[code]]).add_class("crm-card") for code in self.choices]
        action = _("Write my answer as code") if into else _("Check my boxes")
        super().__init__(pick(content["question"]), labels, [widgets.HTML(_STYLE), *rows], action, self._note())
        self.add_class("crm-sorting")

    @property
    def chosen(self):
        """The box of each card that has one, by code."""
        return {code: choice.value for code, choice in self.choices.items() if choice.value}

    def answer(self):
        """Explain the choices, or write them as code."""
        missing = len(self.choices) - len(self.chosen)
        waiting = _("Cards without a box: {count}.").format(count=missing) if missing else ""
        if self._into:
            self.say(waiting or _("Copy this line into your answer cell and run that cell:"), "" if missing else f"`{self._into} = {json.dumps(self.chosen)}`")
            return
        right = sum(map(self._explain, self._cards))
        score = _("{right} of {answered} are in the right box. The reasons stand under the cards.").format(right=right, answered=len(self.chosen))
        self.say(score if self.chosen else "", waiting, self._record())

    def _explain(self, card):
        """Say under a card why its box is right or not; tell whether it is right."""
        box = self.chosen.get(card["code"])
        if box is None:
            return False
        is_right = box == card["box"]
        verdict = _("✓ {box} is right. {reason}") if is_right else _("✗ {box} is not right. {reason}")
        reason = card["right"] if is_right else card["wrong"].get(box, card["wrong"].get("other"))
        text = escape_html(verdict.format(box=self._boxes[box], reason=pick(reason)))
        self.remarks[card["code"]].value = f'<div class="crm-answer">{text}</div>'
        return is_right

    def _record(self):
        right = {card["code"]: card["box"] for card in self._cards}

        def keep_first(content):
            for code, box in self.chosen.items():
                answer = {"chosen": [box], "right": box == right[code], "answered": progress_file.now()}
                content["quizzes"].setdefault(f"{self._name}.{code}", answer)

        return progress_file.update(keep_first) if self.chosen else ""

    def _list_of_boxes(self, label):
        options = [(_("choose a box"), ""), *((text, code) for code, text in self._boxes.items())]
        return widgets.Dropdown(options=options, description=label.replace("`", ""))

    def _forget(self, code, change):
        """A remark does not stay beside another choice."""
        self.reply.value = self.remarks[code].value = ""

    def _note(self):
        boxes = listed(f"{code} = {text}" for code, text in self._boxes.items()) if self._into else listed(self._boxes.values())
        return _("Boxes: {boxes}. (Interactive: run this notebook in JupyterLab to sort the cards.)").format(boxes=boxes)
