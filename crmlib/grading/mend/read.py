"""From the bytes of a file to what its JSON holds, or a sentence on why that cannot be."""

import json
import re

from crmlib.grading.mend.finding import Bilingual as _

MOST_BYTES = 50 * 2**20
MOST_PARTS = 1_000_000
DEEPEST = 50
_KINDS = {b"PK\x03\x04": "ZIP", b"%PDF": "PDF", b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "GZIP",
          b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG"}
_ENCODINGS = {"utf-8-sig": "UTF-8 (BOM)", "gb18030": "GB18030 (GBK)"}
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7})( .*)?$", re.MULTILINE)
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")


class Unreadable(Exception):
    """A file that cannot be graded; its argument says why and how to mend it, in both languages."""

    @property
    def text(self):
        """The sentence, as ``{"en": ..., "zh": ...}``."""
        return self.args[0]


def read_json(content, report):
    """Return what the JSON text `content` (bytes) holds; what had to be mended goes to `report`.

    Raises
    ------
    Unreadable
        If it is empty, too large, no text, no JSON, or nested as no notebook is.
    """
    refuse_large(len(content))
    if not content.strip(b"\0 \t\r\n"):
        raise Unreadable(_("The file is empty. Open your notebook in JupyterLab, save it, check that the file has a size, "
                           "and hand it in again.").format())
    kind = next((name for start, name in _KINDS.items() if content.startswith(start)), None)
    if kind:
        raise Unreadable(_("The file is named like a notebook, but it is a file of the kind {kind}. Hand in the notebook itself.")
                         .format(kind=kind))
    text = _decoded(content, report)
    if text.startswith("<"):
        raise Unreadable(_("The file is a web page, not a notebook. In JupyterLab choose File → Download, and hand in the .ipynb file.")
                         .format())
    data = _parsed(text)
    _refuse_deep(data)
    return _whole_characters(text, data, report)


def refuse_large(size):
    """Raise Unreadable for a file of more than 50 MB."""
    if size > MOST_BYTES:
        raise Unreadable(_("The file has {size} MB; at most {most} MB are graded. In JupyterLab choose "
                           "Edit → Clear Outputs of All Cells, save, and hand it in again.")
                         .format(size=size // 2**20, most=MOST_BYTES // 2**20))


def _decoded(content, report):
    for encoding in (json.detect_encoding(content), "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "utf-8":
            report.mended(_("The file was saved as {encoding}. It is graded as UTF-8, with the same text.")
                          .format(encoding=_ENCODINGS.get(encoding, encoding.upper())))
        return text.strip("\ufeff \t\r\n")
    raise Unreadable(_("The text of the file cannot be read: it is neither UTF-8 nor UTF-16 nor GB18030. Open your notebook in JupyterLab, "
                       "save it, and hand it in again.").format())


def _parsed(text):
    if text.count("{") + text.count("[") > MOST_PARTS:
        raise unlike_a_notebook()
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise _no_json(text, error) from None
    except (ValueError, RecursionError):
        raise unlike_a_notebook() from None


def _no_json(text, error):
    conflict = _CONFLICT.search(text)
    if conflict:
        return Unreadable(_("Line {line} of the file holds a conflict mark of a version control program ({mark}). "
                            "Choose one of the two versions, delete the marks, check that the notebook opens in JupyterLab, "
                            "and hand it in again.")
                          .format(line=text.count("\n", 0, conflict.start()) + 1, mark=conflict[1]))
    if error.pos >= len(text) or error.msg.startswith("Unterminated string"):
        return Unreadable(_("The file breaks off in the middle (line {line}): it was not saved or sent completely. "
                            "Check that your notebook opens in JupyterLab, and hand it in again.").format(line=text.count("\n") + 1))
    return Unreadable(_("The file is not a notebook that can be opened: its JSON is broken in line {line}, column {column}. "
                        "Edit notebooks in JupyterLab only. Go back to a version that opens there, and hand it in again.")
                      .format(line=error.lineno, column=error.colno))


def unlike_a_notebook():
    """Return the Unreadable for JSON that is too deep or in too many parts."""
    return Unreadable(_("The file is built like no notebook that Jupyter writes. Copy your answers into the notebook of the assignment, "
                        "save it in JupyterLab, and hand it in again.").format())


def _refuse_deep(data):
    level = [data]
    for _depth in range(DEEPEST):
        wholes = [part.values() if isinstance(part, dict) else part for part in level if isinstance(part, (dict, list))]
        level = [part for whole in wholes for part in whole]
        if not level:
            return
    raise unlike_a_notebook()


def _whole_characters(text, data, report):
    """Replace halves of characters (lone surrogates), which no file can hold."""
    if not _HALF_CHARACTER.search(text):
        return data
    written = json.dumps(data, ensure_ascii=False)
    try:
        written.encode()
    except UnicodeEncodeError:
        report.mended(_("The file held halves of characters. Each is replaced by a question mark.").format())
        return json.loads(written.encode(errors="replace"))
    return data
