"""What every figure shares: house style, alt text, and how Jupyter shows both."""

import base64
import html
import io
import os

import matplotlib.pyplot as plt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from crmlib.language import use_fonts

# Okabe and Ito (2008): told apart with any colour vision; their greys differ too.
COLOURS = {"A": "#0072B2", "B": "#E69F00", "C": "#BBBBBB", "line": "#333333", "accent": "#D55E00"}
HATCHES = {"A": "", "B": "//", "C": ".."}


def new_axes(ax, width=8.0, height=4.2):
    """Return `ax`, or the axes of a new figure in the house style."""
    use_fonts()
    plt.rcParams["axes.titley"] = 1.0  # matplotlib searches a place for the title otherwise, a quarter of the time to draw
    if ax is None:
        ax = plt.subplots(figsize=(width, height), layout="constrained")[1]
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def describe(ax, text):
    """Give the figure of `ax` its alt text, let Jupyter show it, and return `ax`."""
    ax.figure.alt_text = text
    ax._ipython_display_ = _show_nothing
    _show_in_jupyter()
    return ax


def _show_nothing():
    """Jupyter shows the figure; the Axes that a drawing function returns need not follow it."""


def alt_text(ax):
    """Return the alt text of the figure that holds `ax`.

    Examples
    --------
    >>> from crmlib.pareto import abc_analysis
    >>> from crmlib.draw import pareto
    >>> alt_text(pareto(abc_analysis({"Chen": 700, "Li": 200, "Wang": 100})))[:13]
    'Pareto curve:'
    """
    return ax.figure.alt_text


def png(figure, dpi=100):
    """Return `figure` as PNG bytes, drawn once and lightly compressed: made quickly, for the screen."""
    buffer = io.BytesIO()
    figure.set_dpi(dpi)
    FigureCanvasAgg(figure).print_png(buffer, pil_kwargs={"compress_level": 1})
    return buffer.getvalue()


def as_html(picture, text, media="image/png"):
    """Return an HTML image of a picture's bytes (PNG, or the `media` type given) with alt text."""
    data = base64.b64encode(picture).decode()
    return f'<img src="data:{media};base64,{data}" alt="{html.escape(text)}" style="max-width: 100%">'


def _as_html(figure):
    text = getattr(figure, "alt_text", None)
    if text is None or os.environ.get("CRM_STORED_EDITION"):
        return None
    return as_html(_picture(figure), text)


def _as_png(figure):
    text = getattr(figure, "alt_text", None)
    picture = _picture(figure)
    return picture if text is None else (picture, {"alt": text})


def _as_text(figure, printer, cycle):
    printer.text(getattr(figure, "alt_text", repr(figure)))


def _picture(figure):
    from IPython.core.pylabtools import print_figure

    if not hasattr(figure, "shown_picture"):
        figure.shown_picture = print_figure(figure, fmt="png")
    return figure.shown_picture


def _show_in_jupyter():
    """Register how figures are shown: JupyterLab drops a PNG's alt text, so HTML goes along.

    Matplotlib's own registration comes with the first figure and removes earlier ones, so this
    is called once a figure exists.
    """
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        return
    formatters = shell.display_formatter.formatters
    formatters["text/html"].for_type(Figure, _as_html)
    formatters["text/plain"].for_type(Figure, _as_text)
    formatters["image/png"].for_type(Figure, _as_png)
