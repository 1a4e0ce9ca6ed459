"""Markdown as Jupyter reads it, with formulas in MathML and without anything that acts."""

import html
import re
from urllib.parse import unquote

from mistune import HTMLRenderer, import_plugin
from nbconvert.filters.markdown_mistune import MarkdownWithMath, MathInlineParser

from crmlib.grading.pages.clean import TAGS, clean
from crmlib.grading.pages.formulas import to_mathml

LONGEST = 10_000  # some patterns take much time when they are long
_PLUGINS = ("strikethrough", "table", "url")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ATTRIBUTE = r"""\s+[a-z-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+)"""
_NO_TAG = re.compile(rf"<(?!/?(?:{'|'.join(sorted(TAGS))})(?:{_ATTRIBUTE})*\s*/?>)", re.IGNORECASE)


def to_html(source, attachments=None):
    """Return markdown as clean HTML.

    Parameters
    ----------
    source : str
    attachments : dict, optional
        The cell's pictures: name to ``{mime type: base64 text}``.

    Returns
    -------
    str
        HTML that may stand in a page. What looks like a tag and is none stays as text; so does all of
        a text of more than `LONGEST` characters.

    Examples
    --------
    >>> to_html("A share of **65%**, so $a<b$.")
    '<p>A share of <strong>65%</strong>, so <math display="inline"><mrow><mi>a</mi><mo>&lt;</mo><mi>b</mi></mrow></math>.</p>\\n'
    >>> to_html("It costs $5, not $10: 5<b and c>10.")
    '<p>It costs $5, not $10: 5&lt;b and c&gt;10.</p>\\n'
    """
    if len(source) > LONGEST:
        return f"<pre>{html.escape(source, quote=False)}</pre>"
    return clean(MarkdownWithMath(_Renderer(attachments or {}), inline=_Inline(), plugins=map(import_plugin, _PLUGINS)).render(source))


class _Inline(MathInlineParser):
    """Jupyter's rules, but two prices in one sentence are no formula."""

    SPECIFICATION = {**MathInlineParser.SPECIFICATION, "inline_math_tex": r"(?<![$\\])\$(?P<math_inline_tex>(?:\\.|[^$\\])+?)\$(?![$\d])"}


class _Renderer(HTMLRenderer):
    def __init__(self, attachments):
        super().__init__(escape=False)
        self._attachments = attachments

    def inline_html(self, written):
        return _NO_TAG.sub("&lt;", _COMMENT.sub("", written))

    def block_html(self, written):
        return self.inline_html(written) + "\n"

    def inline_math(self, body):
        return to_mathml(body)

    def block_math(self, body):
        return to_mathml(body, "block")

    def latex_environment(self, name, body):
        return to_mathml(f"\\begin{{{name}}}{body}\\end{{{name}}}", "block")

    def image(self, text, url, title=None):
        if url.startswith("attachment:"):
            url = self._attached(unquote(url.removeprefix("attachment:")))
        return super().image(text, url, title)

    def sanitize_url(self, url):
        return url  # `clean` decides

    def _attached(self, name):
        for kind, data in self._attachments.get(name, {}).items():
            return f"data:{kind};base64,{data}"
        return ""
