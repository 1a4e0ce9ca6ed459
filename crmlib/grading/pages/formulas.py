"""TeX formulas as MathML, which browsers show without a script and without a network."""

import html
from xml.etree.ElementTree import tostring

from latex2mathml.converter import convert_to_element

LONGEST = 2000
_SAME_LAYOUT = {"{aligned}": "{align*}", "{gathered}": "{gather*}"}


def to_mathml(tex, display="inline"):
    """Return a formula as MathML; one that cannot be read is shown as it was written.

    Parameters
    ----------
    tex : str
        The formula without its dollar signs.
    display : {"inline", "block"}

    Returns
    -------
    str
        HTML that is still to be cleaned: TeX can set links and styles.

    Examples
    --------
    >>> to_mathml("x<2")
    '<math display="inline"><mrow><mi>x</mi><mo>&lt;</mo><mn>2</mn></mrow></math>'
    >>> to_mathml(r"\\frac{")
    '<code>\\\\frac{</code>'
    """
    readable = tex
    for name, same in _SAME_LAYOUT.items():
        readable = readable.replace(name, same)
    try:
        if len(tex) > LONGEST:
            raise ValueError("too long")
        formula = convert_to_element(readable, display=display)
    except Exception:  # the converter raises many kinds, RecursionError among them
        return f"<code>{html.escape(tex)}</code>"
    del formula.attrib["xmlns"]
    for element in formula.iter():
        element.text = html.unescape(element.text or "")  # the converter writes symbols as entities
    return tostring(formula, encoding="unicode", short_empty_elements=False)
