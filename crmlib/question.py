"""What quizzes and predictions share: a question with options, its reply, its static form."""

import html
import re
from string import ascii_uppercase

import ipywidgets as widgets

from crmlib.language import gettext as _

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


def checkboxes(labels):
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
