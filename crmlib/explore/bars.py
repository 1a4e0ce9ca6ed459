"""Horizontal bars as a picture that is made without drawing a figure, for widgets that must answer quickly."""

import html
from dataclasses import dataclass

from crmlib.draw.figure import COLOURS
from crmlib.explore.svg import STRIPES, label, page

NAMES, LONGEST, ROW, NUMBERS = 250, 330, 44, 130  # pixels: names on the left, the longest bar, one row, the number beside a bar
WIDTH = NAMES + LONGEST + NUMBERS


@dataclass(frozen=True)
class Bar:
    """A bar: its name, its length, what is written beside it, and whether it is striped."""

    name: str
    value: float
    shown: str
    striped: bool = False


def bars_picture(bars, text, title):
    """Return bars, one below the other, as a Picture with the alt text `text`.

    Parameters
    ----------
    bars : list of Bar
        Values at or below zero get no length; their number stands there.
    text, title : str
        The alt text, and the finding that is written above the bars.
    """
    longest = max(max(bar.value for bar in bars), 0.01)
    rows = "".join(_row(bar, 34 + ROW * place, longest) for place, bar in enumerate(bars))
    height = 34 + ROW * len(bars)
    return page([f"<defs>{STRIPES}</defs>", label(4, 20, title, text_anchor="start", font_size=15), rows], WIDTH, height, text)


def _row(bar, top, longest):
    length = LONGEST * max(bar.value, 0) / longest
    fill = "url(#stripes)" if bar.striped else COLOURS["A"]
    middle = top + ROW / 2 + 1
    return (f'<text x="{NAMES - 8}" y="{middle:.0f}" text-anchor="end" fill="{COLOURS["line"]}">{html.escape(bar.name)}</text>'
            f'<rect x="{NAMES}" y="{top + 6}" width="{length:.1f}" height="{ROW - 14}" fill="{fill}"/>'
            f'<text x="{NAMES + length + 6:.1f}" y="{middle:.0f}" fill="{COLOURS["line"]}">{html.escape(bar.shown)}</text>')
