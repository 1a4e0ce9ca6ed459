"""Python code in colours that are easy to tell from the page."""

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

_FORMATTER = HtmlFormatter(style="xcode", cssclass="highlight")


def highlight_code(source, metadata=None):
    """Return source code as HTML; takes the place of nbconvert's filter of this name.

    The notebook has no say in the language: nothing of its metadata is used.

    Examples
    --------
    >>> print(highlight_code("a < b"))
    <div class="highlight"><pre><span></span><span class="n">a</span> <span class="o">&lt;</span> <span class="n">b</span>
    </pre></div>
    <BLANKLINE>
    """
    return highlight(source, PythonLexer(stripnl=False), _FORMATTER)


def style():
    """Return the colours as CSS."""
    return _FORMATTER.get_style_defs(".highlight")
