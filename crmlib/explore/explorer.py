"""What every widget shares: controls above, picture and numbers below, reset, errors in sight."""

import html
import math
from dataclasses import dataclass
from unicodedata import east_asian_width

import ipywidgets as widgets
import matplotlib.pyplot as plt

from crmlib.draw import alt_text, as_html, png
from crmlib.language import gettext as _

DOTS_PER_INCH = 80
CHINESE_WIDTH, LATIN_WIDTH = 1.0, 0.54  # of a letter, in em
FIELD_WIDTH, ARROW_WIDTH = 24, 3


@dataclass(frozen=True)
class Picture:
    """A picture as an HTML image, and its alt text."""

    html: str
    alt_text: str


class Explorer(widgets.VBox):
    """Controls, and a view that follows them.

    Parameters
    ----------
    question : str
        What the learner is to find out by moving the controls.
    controls : dict of str to widget
        At most four, by the name of the view's parameter.
    view : callable
        Takes the controls' values and returns ``(axes, html)``: a figure with alt text, and the
        same numbers as text. In place of the axes it may return a `Picture`, which needs no drawing
        and so answers quickly.
    """

    def __init__(self, question, controls, view):
        self.controls = controls
        self._view = view
        self._first_values = {name: control.value for name, control in controls.items()}
        self._question = question
        self._axes_position = None
        self.picture = widgets.HTML()
        self.numbers = widgets.HTML()
        self.reset_button = widgets.Button(description=_("Reset"), icon="undo", layout={"width": "8em"})
        self.reset_button.on_click(lambda button: self.reset())
        _line_up(controls.values())
        for control in controls.values():
            control.observe(lambda change: self._update(), names="value")
        super().__init__([widgets.HTML(f"<b>{html.escape(question)}</b>"), *controls.values(), self.reset_button, self.picture, self.numbers])
        self._update()

    def reset(self):
        """Set every control back to where it stood at first."""
        for name, value in self._first_values.items():
            self.controls[name].value = value

    def _update(self):
        try:
            shown, numbers = self._view(**{name: control.value for name, control in self.controls.items()})
        except Exception as error:
            self.numbers.value = f'<p role="alert">⚠ {html.escape(str(error))}</p>'
            return
        picture = shown if isinstance(shown, Picture) else Picture(as_html(self._drawn(shown), alt_text(shown)), alt_text(shown))
        self._alt_text = picture.alt_text
        self.picture.value, self.numbers.value = picture.html, numbers

    def _drawn(self, ax):
        """Lay the figure out once: it is the slow half of drawing, and the axes should not jump."""
        if self._axes_position is not None:
            ax.figure.set_layout_engine("none")
            ax.set_position(self._axes_position)
        picture = png(ax.figure, DOTS_PER_INCH)
        self._axes_position = ax.get_position()
        plt.close(ax.figure)
        return picture

    def _repr_mimebundle_(self, include=None, exclude=None):
        note = _("(Interactive: run this notebook in JupyterLab to move the controls.)")
        lines = [self._question, self._alt_text, note]
        bundle = super()._repr_mimebundle_(include=include, exclude=exclude)
        return {**(bundle or {}), "text/plain": "\n".join(lines), "text/markdown": "\n\n".join([f"**{lines[0]}**", lines[1], f"*{lines[2]}*"])}


def _line_up(controls):
    """Make all controls wide enough for the longest label and the longest choice, so that none is cut and all stand in line."""
    choices = [label for control in controls if isinstance(control, widgets.Dropdown) for label, _value in control.options]
    label_width = 1 + max(_width(control.description) for control in controls)
    field_width = max([FIELD_WIDTH, *(ARROW_WIDTH + _width(choice) for choice in choices)])
    for control in controls:
        control.style.description_width, control.layout.width = f"{label_width}em", f"{label_width + field_width}em"


def _width(text):
    return math.ceil(sum(CHINESE_WIDTH if east_asian_width(letter) in "WF" else LATIN_WIDTH for letter in text))


TABLE_STYLE = ("<style>.crm-numbers th, .crm-numbers td {text-align: right; padding: 0.15em 1em}"
               ".crm-numbers th:first-child, .crm-numbers td:first-child {text-align: left}</style>")


def numbers_table(table):
    """Return a DataFrame as an HTML table for an :class:`Explorer`."""
    return TABLE_STYLE + table.to_html(border=0, index=False, classes="crm-numbers", escape=True)
