"""Pictures of widgets as SVG: made in a few milliseconds, where drawing a figure takes a hundred."""

import html
from dataclasses import dataclass

from matplotlib.ticker import MaxNLocator

from crmlib.draw.figure import COLOURS, as_html
from crmlib.explore.explorer import Picture
from crmlib.language import pick

LEFT, ACROSS, UP, RIGHT = 84, 620, 280, 44  # room beside the axes, and how far they reach, in pixels
WIDTH = LEFT + ACROSS + RIGHT
HALO = {"paint_order": "stroke", "stroke": "white", "stroke_width": 4, "stroke_linejoin": "round"}  # of a text on a filled area
TITLE, NAMES = 28, 52  # room above and below the axes
STRIPES = (f'<pattern id="stripes" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
           f'<rect width="7" height="7" fill="{COLOURS["B"]}" fill-opacity="0.5"/><rect width="1.5" height="7" fill="white"/></pattern>')
DOTS = (f'<pattern id="dots" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="{COLOURS["C"]}" fill-opacity="0.6"/>'
        f'<circle cx="4" cy="4" r="1.3" fill="white"/></pattern>')


def page(shapes, width, height, text):
    """Return SVG elements on a white page of `width` × `height` pixels as a Picture with the alt text `text`."""
    drawing = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
               f'lang="{pick({"en": "en", "zh": "zh-CN"})}" font-family="sans-serif" font-size="13" fill="{COLOURS["line"]}">'
               f'<rect width="100%" height="100%" fill="white"/>{"".join(shapes)}</svg>')
    return Picture(as_html(drawing.encode(), text, "image/svg+xml"), text)


def label(x, y, text, **style):
    """Return a text, its middle at `x`; `style` gives attributes such as ``text_anchor="end"``."""
    return f'<text x="{x:.1f}" y="{y:.1f}"{_attributes({"text_anchor": "middle"} | style)}>{html.escape(str(text))}</text>'


def line(points, **style):
    """Return a line through points (x, y)."""
    return f'<polyline points="{_joined(points)}" fill="none"{_attributes(style)}/>'


def area(points, **style):
    """Return a filled area with corners (x, y)."""
    return f'<polygon points="{_joined(points)}"{_attributes(style)}/>'


def circle(x, y, radius, **style):
    """Return a point."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}"{_attributes(style)}/>'


def diamond(x, y, **style):
    """Return a mark for a point to look at, the only one of its kind."""
    return area([(x, y - 7), (x + 7, y), (x, y + 7), (x - 7, y)], **style)


@dataclass(frozen=True)
class Plane:
    """Two scales on a page, below a title.

    Parameters
    ----------
    x_limits, y_limits : tuple of float
        Lowest and highest value to the right, and upwards.
    """

    x_limits: tuple
    y_limits: tuple

    def place(self, x, y):
        """Return the pixels of a point."""
        (left, right), (bottom, top) = self.x_limits, self.y_limits
        return LEFT + (x - left) / (right - left) * ACROSS, TITLE + (top - y) / (top - bottom) * UP

    def axes(self, title, x_name, y_name, x_ticks, y_ticks):
        """Yield axes with names and ticks; a tick is a value and its text. Ticks outside are left out."""
        yield label(LEFT, 18, title, text_anchor="start", font_size=15)
        yield line([(LEFT, TITLE), (LEFT, TITLE + UP), (LEFT + ACROSS, TITLE + UP)], stroke=COLOURS["line"])
        for x, text in x_ticks:
            if self.x_limits[0] <= x <= self.x_limits[1]:
                yield label(self.place(x, 0)[0], TITLE + UP + 18, text)
        for y, text in y_ticks:
            if self.y_limits[0] <= y <= self.y_limits[1]:
                yield label(LEFT - 6, self.place(0, y)[1] + 4, text, text_anchor="end")
        yield label(LEFT + ACROSS / 2, TITLE + UP + 42, x_name)
        yield label(0, 0, y_name, transform=f"translate(16 {TITLE + UP / 2:.0f}) rotate(-90)")

    def picture(self, shapes, text):
        """Return shapes as a Picture with the alt text `text`."""
        return page(shapes, WIDTH, TITLE + UP + NAMES, text)


def yuan_ticks(plane):
    """Return round amounts that divide the scale upwards, with their texts."""
    return [(yuan, f"{yuan:,.0f}") for yuan in MaxNLocator(6).tick_values(*plane.y_limits)]


def period_ticks(first, last):
    """Return periods, at most about twenty, with their texts."""
    return [(period, period) for period in range(first, last + 1, 1 + last // 20)]


def _joined(points):
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _attributes(style):
    return "".join(f' {name.replace("_", "-")}="{value}"' for name, value in style.items())
