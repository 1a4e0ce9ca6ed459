"""Horizontal bars as a picture that is made without drawing a figure, for widgets that must answer quickly."""

import html
from dataclasses import dataclass

from crmlib.draw.figure import COLOURS, as_html
from crmlib.explore.explorer import Picture
from crmlib.language import pick

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
    stripes = (f'<pattern id="stripes" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" fill="{COLOURS["B"]}"/>'
               '<rect width="2" height="7" fill="white"/></pattern>')
    drawing = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" '
               f'lang="{pick({"en": "en", "zh": "zh-CN"})}" font-family="sans-serif" font-size="14"><defs>{stripes}</defs>'
               f'<rect width="100%" height="100%" fill="white"/><text x="4" y="20" font-size="15" fill="{COLOURS["line"]}">{html.escape(title)}</text>{rows}</svg>')
    return Picture(as_html(drawing.encode(), text, "image/svg+xml"), text)


def _row(bar, top, longest):
    length = LONGEST * max(bar.value, 0) / longest
    fill = "url(#stripes)" if bar.striped else COLOURS["A"]
    middle = top + ROW / 2 + 1
    return (f'<text x="{NAMES - 8}" y="{middle:.0f}" text-anchor="end" fill="{COLOURS["line"]}">{html.escape(bar.name)}</text>'
            f'<rect x="{NAMES}" y="{top + 6}" width="{length:.1f}" height="{ROW - 14}" fill="{fill}"/>'
            f'<text x="{NAMES + length + 6:.1f}" y="{middle:.0f}" fill="{COLOURS["line"]}">{html.escape(bar.shown)}</text>')
