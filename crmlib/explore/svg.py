"""Pictures of widgets as SVG: made in a few milliseconds, where drawing a figure takes a hundred."""

import html

from crmlib.draw.figure import as_html
from crmlib.explore.explorer import Picture
from crmlib.language import pick


def page(shapes, width, height, text):
    """Return SVG elements on a white page of `width` × `height` pixels as a Picture with the alt text `text`."""
    drawing = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
               f'lang="{pick({"en": "en", "zh": "zh-CN"})}" font-family="sans-serif" font-size="13" text-anchor="middle">'
               f'<rect width="100%" height="100%" fill="white"/>{"".join(shapes)}</svg>')
    return Picture(as_html(drawing.encode(), text, "image/svg+xml"), text)


def label(x, y, text, **style):
    """Return a text; `style` gives attributes such as ``text_anchor="end"``."""
    return f'<text x="{x:.1f}" y="{y:.1f}"{_attributes(style)}>{html.escape(str(text))}</text>'


def line(points, **style):
    """Return a line through points (x, y)."""
    return f'<polyline points="{_joined(points)}" fill="none"{_attributes(style)}/>'


def area(points, **style):
    """Return a filled area with corners (x, y)."""
    return f'<polygon points="{_joined(points)}"{_attributes(style)}/>'


def _joined(points):
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


def _attributes(style):
    return "".join(f' {name.replace("_", "-")}="{value}"' for name, value in style.items())
