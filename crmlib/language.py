"""The reader's language: one switch, the message catalogue, and fonts that hold Chinese."""

import gettext as _catalogues
import os
import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "zh")
DOMAIN = "crmlib"
_LOCALE = Path(__file__).parent / "locale"


class CourseError(ValueError):
    """An error whose text is written for the learner: what is wrong, where, and the remedy.

    Jupyter shows the text alone, without a traceback.
    """

    def _render_traceback_(self):
        return [f"CourseError: {self}"]


@cache
def _catalogue(language):
    if language == "en":
        return _catalogues.NullTranslations()
    return _catalogues.translation(DOMAIN, _LOCALE, [language])


def _from_environment():
    language = os.environ.get("CRM_LANGUAGE", "en")
    return language if language in LANGUAGES else "en"


_current = _from_environment()


def current_language():
    """Return the language in use, ``"en"`` or ``"zh"``.

    Examples
    --------
    >>> current_language()
    'en'
    """
    return _current


def use_language(language):
    """Set the language of every message, figure and widget, and choose fonts that can show it.

    Parameters
    ----------
    language : {"en", "zh"}
        English or Chinese. Until this is called, the environment variable ``CRM_LANGUAGE``
        decides, and without it English is used.

    Raises
    ------
    CourseError
        If the language is not one of the two.

    Examples
    --------
    >>> use_language("en")
    """
    global _current
    if language not in LANGUAGES:
        raise CourseError(gettext("The course has no language '{language}'. Use 'en' or 'zh'.").format(language=language))
    _current = language
    if "matplotlib" in sys.modules or language == "zh":
        use_fonts()


@contextmanager
def speaking(language):
    """Use `language` for messages inside the block; figures and fonts stay as they are.

    Examples
    --------
    >>> with speaking("zh"):
    ...     current_language()
    'zh'
    """
    global _current
    before, _current = _current, language
    try:
        yield
    finally:
        _current = before


def gettext(message):
    """Return `message` (written in English) in the language in use.

    Examples
    --------
    >>> gettext("Sales")
    'Sales'
    """
    return _catalogue(_current).gettext(message)


def listed(items):
    """Return `items` as one text, separated as the language in use separates them.

    Examples
    --------
    >>> listed([3, 4])
    '3, 4'
    """
    return gettext(", ").join(map(str, items))


def pick(texts):
    """Return the entry of ``{"en": ..., "zh": ...}`` for the language in use.

    Examples
    --------
    >>> pick({"en": "Customer", "zh": "客户"})
    'Customer'
    """
    return texts[_current]


@cache
def _register_chinese_font():
    from matplotlib import font_manager
    from pylopdf_fonts_zh_cn import sans_path

    font_manager.fontManager.addfont(str(sans_path()))
    return font_manager.FontProperties(fname=str(sans_path())).get_name()


def use_fonts():
    """Let matplotlib show both languages on any machine.

    In the Chinese edition the Chinese font comes first: a fallback font is not used for text
    that also holds a formula.
    """
    import matplotlib

    chinese = _register_chinese_font()
    latin = "DejaVu Sans"
    matplotlib.rcParams["font.family"] = [chinese, latin] if _current == "zh" else [latin, chinese]
