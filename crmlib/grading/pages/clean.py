"""What a page may hold of HTML that others wrote: text, tables, pictures and formulas; nothing that acts or loads."""

import html
import re

import nh3

from crmlib.language import gettext as _

TAGS = frozenset(
    "a abbr b blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption figure font"
    " h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub summary sup"
    " table tbody td tfoot th thead tr u ul var".split()
)
FORMULA_TAGS = frozenset(
    "math menclose mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub"
    " msubsup msup mtable mtd mtext mtr munder munderover".split()
)
DROPPED_WITH_CONTENT = frozenset("iframe noembed noframes noscript plaintext script style svg template textarea title xmp".split())
PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=]+")
_IMAGE = re.compile(r"<img[^>]*>")
_LINK = re.compile(r'<a(?: href="([^"]*)")?[^>]*>(.*?)</a>', re.DOTALL)
_SIZE = re.compile(r"[\d.]+(?:px|em|%)?")
_WORD = re.compile(r"[a-z]+")
_VALUES = {
    "alt": re.compile(r".*", re.DOTALL),
    "href": re.compile(r"(?:https?://|mailto:)[^\s\\]+", re.IGNORECASE),
    "rel": re.compile("noopener noreferrer"),
    "src": PICTURE,
    "style": re.compile(r"text-align: ?(?:left|right|center);?"),
    "target": re.compile("_blank"),
    "title": re.compile(r".*", re.DOTALL),
    **dict.fromkeys(("colspan", "height", "rowspan", "start", "width"), _SIZE),
    **dict.fromkeys(("columnalign", "display", "displaystyle", "fence", "form", "mathvariant", "scope", "stretchy"), _WORD),
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"alt", "height", "src", "title", "width"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "scope", "style"},
    "math": {"display"},
    "mi": {"mathvariant"},
    "mo": {"fence", "form", "stretchy"},
    "mspace": {"width"},
    "mtable": {"displaystyle"},
    "mtd": {"columnalign"},
}


def _allowed_value(tag, attribute, value):
    allowed = _VALUES.get(attribute)
    return value if allowed and allowed.fullmatch(value) else None


_CLEANER = nh3.Cleaner(
    tags=set(TAGS | FORMULA_TAGS),
    clean_content_tags=set(DROPPED_WITH_CONTENT),
    attributes=_ATTRIBUTES,
    attribute_filter=_allowed_value,
    url_schemes={"data", "http", "https", "mailto"},
    set_tag_attribute_values={"a": {"target": "_blank"}},
)


def clean(written):
    """Return HTML with only what may be shown.

    Links lead to the web or to an address for mail, and open in a window of their own. Pictures
    carry their data with them and have a text for those who cannot see them. Any other attribute
    goes, names and styles included.

    Parameters
    ----------
    written : str

    Returns
    -------
    str

    Examples
    --------
    >>> clean('<p onclick="x()">Sales <b>rose</b><script>x()</script></p>')
    '<p>Sales <b>rose</b></p>'
    >>> clean('<img src="https://example.org/sales.png" alt="Sales">')
    '[A picture that is not in the notebook: Sales]'
    """
    return _IMAGE.sub(_described, _CLEANER.clean(written))


def links_as_text(cleaned):
    """Return clean HTML with the address of each link in brackets after it, and no link.

    A link in a student's text could lead back to Formgrader, which answers with the rights of whoever
    follows it.

    Examples
    --------
    >>> links_as_text(clean('See <a href="https://example.org">this</a>.'))
    'See this (https://example.org).'
    """
    return _LINK.sub(lambda found: f"{found[2]} ({found[1]})" if found[1] not in (None, found[2]) else found[2], cleaned)


def _described(found):
    image = found[0]
    text = re.search(r' alt="([^"]*)"', image)
    if ' src="' not in image:
        return _("[A picture that is not in the notebook: {description}]").format(description=text[1] if text else "")
    no_text = html.escape(_("A figure without a description."))
    return image if text else f'{image[:-1]} alt="{no_text}">'
