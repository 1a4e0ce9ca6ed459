"""What a cell put out, as clean HTML."""

import base64
import binascii
import html
import re

from crmlib.grading.pages.clean import clean
from crmlib.grading.pages.formulas import to_mathml
from crmlib.grading.pages.markdown import to_html
from crmlib.grading.pages.patience import Patience
from crmlib.language import gettext as _

MOST_TAGS = 10_000  # more than any table that Jupyter shows; tags nested without end take much time
_SIGNATURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
_TERMINAL = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|[\x00-\x08\x0b-\x1f\x7f]")
_SEEN = re.compile(r"<(?:img|hr)|>[^<]*[^<\s]|^[^<]*[^<\s]")


def output_html(output, patience=None):
    """Return one output of a cell as HTML that may stand in a page.

    Parameters
    ----------
    output : NotebookNode
        As nbformat defines it; of several forms of one output the first that can be shown is taken.
    patience : Patience, optional
        The page's.

    Returns
    -------
    str

    Examples
    --------
    >>> from nbformat.v4 import new_output
    >>> output_html(new_output("stream", text="a < b"))
    '<pre>a &lt; b</pre>'
    >>> output_html(new_output("display_data", data={"text/html": "<script>x()</script>", "text/plain": "a table"}))
    '<pre>a table</pre>'
    """
    if output.output_type == "stream":
        return _plain(output.text)
    if output.output_type == "error":
        return _plain("\n".join(output.traceback) or f"{output.ename}: {output.evalue}")
    patience = patience or Patience()
    for kind, form in _FORMS.items():
        shown = patience.show(_shown, _text(output.data[kind]), form, kind, output.get("metadata", {})) if kind in output.data else ""
        if _SEEN.search(shown):
            return shown
    return _plain(_("[An output that cannot be shown here]"))


def _shown(text, form, kind, metadata):
    return clean(form(text, kind, metadata))


def _text(value):
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


def _plain(text, *_unused):
    return f"<pre>{html.escape(_TERMINAL.sub('', text), quote=False)}</pre>"


def _html(text, *_unused):
    return text if text.count("<") <= MOST_TAGS else ""


def _markdown(text, *_unused):
    return to_html(text)


def _formula(text, *_unused):
    bare = text.strip()
    return to_mathml(bare.strip("$") if bare[:1] == bare[-1:] == "$" else bare, "block")


def _picture(text, kind, metadata):
    data = "".join(text.split())
    try:
        content = base64.b64decode(data, validate=True)
    except binascii.Error:
        return ""
    return _image(data, kind, metadata) if content.startswith(_SIGNATURES[kind]) else ""


def _drawing(text, kind, metadata):
    return _image(base64.b64encode(text.encode()).decode(), kind, metadata)


def _image(data, kind, metadata):
    own = metadata.get(kind)
    alt = (own.get("alt") if isinstance(own, dict) else None) or metadata.get("alt")
    return f'<img src="data:{kind};base64,{data}"' + (f' alt="{html.escape(str(alt))}">' if alt else ">")


_FORMS = {
    "text/html": _html,
    "text/markdown": _markdown,
    "image/svg+xml": _drawing,
    "image/png": _picture,
    "image/jpeg": _picture,
    "text/latex": _formula,
    "text/plain": _plain,
}
