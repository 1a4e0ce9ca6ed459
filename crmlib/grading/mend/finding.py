"""What was found out about a submission: sentences for instructor and student, in both languages."""

from dataclasses import dataclass

from crmlib.language import LANGUAGES, gettext, listed, speaking


@dataclass(frozen=True)
class Finding:
    """One line about a submission.

    Attributes
    ----------
    kind : {"mended", "noticed", "unreadable"}
        Put right, with the original kept; left for the instructor to look at; or not to be graded.
    notebook : str
        The name of the notebook, or of a file that is none; empty if it concerns the whole folder.
    en, zh : str
        The sentence in both languages. It may hold file names, which the student chose.
    """

    kind: str
    notebook: str
    en: str
    zh: str


class Report:
    """Findings about one file, collected before it is known which notebook it is."""

    def __init__(self):
        self._lines = []

    @property
    def mends(self):
        """Whether the file has to be written anew."""
        return any(kind == "mended" for kind, texts in self._lines)

    def mended(self, texts):
        """Add what was put right."""
        self._lines.append(("mended", texts))

    def noticed(self, texts):
        """Add what the instructor should look at."""
        self._lines.append(("noticed", texts))

    def findings(self, notebook):
        """Return the lines as findings about `notebook`."""
        return [Finding(kind, notebook, **texts) for kind, texts in self._lines]


class Bilingual:
    """A message of the catalogue, to be filled in for both languages at once; imported as ``_``.

    Examples
    --------
    >>> Bilingual("Sales").format()["en"]
    'Sales'
    >>> Bilingual("Column '{column}' is missing.").format(column=["date", "amount"])["en"]
    "Column 'date, amount' is missing."
    """

    def __init__(self, message):
        self._message = message

    def format(self, **details):
        """Return ``{"en": ..., "zh": ...}``; lists are separated as each language separates them."""
        return {language: self._in(language, details) for language in LANGUAGES}

    def _in(self, language, details):
        with speaking(language):
            shown = {name: listed(value) if isinstance(value, list) else value for name, value in details.items()}
            return gettext(self._message).format(**shown)
