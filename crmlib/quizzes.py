"""Self-checks: questions whose every option, right or wrong, says why."""

import hashlib
import html
import re
from string import ascii_uppercase

import ipywidgets as widgets

from crmlib import progress_file
from crmlib.language import gettext as _
from crmlib.language import pick
from crmlib.texts import entry

_STYLE = """<style>
.crm-question { max-width: 50em; }
.crm-question .widget-html-content, .crm-question label { line-height: 1.5; white-space: normal; }
.crm-question p { margin: 0.4em 0; }
.crm-question .widget-radio, .crm-question .widget-checkbox { width: auto; height: auto; }
.crm-question .widget-radio-box { margin-bottom: 0 !important; }
.crm-question .widget-radio-box label, .crm-question .widget-checkbox label { display: flex; height: auto; margin: 2px 0; }
.crm-question .widget-radio-box label { flex-direction: row-reverse; justify-content: flex-end; }
.crm-question .widget-radio-box input, .crm-question .widget-checkbox input { flex: none; height: auto; margin: 0.3em 0.6em auto 2px; }
.crm-question > button { align-self: flex-start; margin: 0.6em 0 0.4em 2px; }
.crm-question .crm-answer { border-left: 4px solid var(--jp-border-color1, gray); padding-left: 0.8em; }
</style>"""


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


class Question(widgets.VBox):
    """A question, its controls, one button, and an area for what is said back.

    Where no kernel runs it reads as text: the question, its options, and how to answer it.

    Parameters
    ----------
    text : str
        The question.
    options : list of str
        What can be chosen, as static text.
    controls : list of ipywidgets.Widget
        Where the learner answers.
    action : str
        The label of the button.
    note : str
        One line that says how to answer.
    """

    def __init__(self, text, options, controls, action, note):
        self._static = text, options, note
        self.button = widgets.Button(description=action, layout={"width": "auto"})
        self.button.on_click(lambda button: self._answer_or_show_error())
        self.reply = widgets.HTML()
        heading = widgets.HTML(f"{_STYLE}<p><b>{escape_html(text)}</b></p>")
        super().__init__([heading, *controls, self.button, self.reply])
        self.add_class("crm-question")

    def answer(self):
        """Take what the controls say and reply. Each kind of question has its own."""
        raise NotImplementedError

    def say(self, *lines):
        """Show lines of text below the button, and have a screen reader read them out."""
        paragraphs = "".join(f"<p>{escape_html(line)}</p>" for line in lines if line)
        self.reply.value = f'<div class="crm-answer" role="alert">{paragraphs}</div>'

    def _answer_or_show_error(self):
        try:
            self.answer()
        except Exception as error:
            self.say(_("⚠ This question stopped with an error: {error}").format(error=f"{type(error).__name__}: {error}"))

    def _repr_mimebundle_(self, **kwargs):
        text, options, note = self._static
        listed = "\n".join(f"- {escape_markdown(option)}" for option in options)
        blocks = [f"**{escape_markdown(text)}**", listed, f"*{escape_markdown(note)}*"]
        static = {"text/plain": "\n".join([text, *options, note]), "text/markdown": "\n\n".join(filter(None, blocks))}
        return {**(super()._repr_mimebundle_(**kwargs) or {}), **static}


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
        self.choices = _checkboxes(labels) if self._several else [radio_buttons(labels, range(len(labels)))]
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


def lettered(texts):
    """Return texts with the letters A, B, C, … before them.

    Examples
    --------
    >>> lettered(["Chen", "Li"])
    ['A. Chen', 'B. Li']
    """
    return [f"{letter}. {text}" for letter, text in zip(ascii_uppercase, texts)]


def radio_buttons(labels, values):
    """Return radio buttons of which none is chosen yet."""
    return widgets.RadioButtons(options=list(zip(map(_as_label, labels), values)), value=None, layout={"width": "auto"})


def _checkboxes(labels):
    return [widgets.Checkbox(False, description=_as_label(label), indent=False, layout={"width": "auto"}) for label in labels]


class Text:
    """Sentences and tables, shown as Markdown by a notebook and as they are by a terminal.

    Parameters
    ----------
    *blocks : str
        Empty ones are left out.

    Examples
    --------
    >>> Text("It is 71%.", "")
    It is 71%.
    """

    def __init__(self, *blocks):
        self._blocks = [block for block in blocks if block]

    def __repr__(self):
        return "\n".join(self._blocks)

    def _repr_markdown_(self):
        return "\n\n".join(map(escape_markdown, self._blocks))


def paragraph(text):
    """Return a paragraph as a widget."""
    return widgets.HTML(f"<p>{escape_html(text)}</p>")


def _as_label(text):
    """Return text for a label, which cannot set code apart."""
    return text.replace("`", "")


def escape_html(text):
    """Return text as HTML: as it is, but with what stands between backticks as code.

    Examples
    --------
    >>> escape_html("If `a < b`, stop.")
    'If <code>a &lt; b</code>, stop.'
    """
    return re.sub("`([^`]+)`", r"<code>\1</code>", html.escape(text))


def escape_markdown(text):
    """Return text as Markdown: as it is, but with code between backticks; tables stay tables.

    Examples
    --------
    >>> print(escape_markdown("`a * b` is not a * b"))
    `a * b` is not a \\* b
    """
    return re.sub(r"(`[^`]+`)|([\\`*_\[\]<>#$~])", lambda found: found[1] or "\\" + found[2], text)
