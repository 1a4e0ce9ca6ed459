"""Notebook outputs made from what a submission's process sent: only known kinds, whole and of bounded size."""

import base64

from nbformat.v4 import new_output

MOST_CHARACTERS = 1_000_000
MOST_OUTPUTS = 200
MOST_PICTURE = 3_000_000
_TEXTS = ("text/plain", "text/html", "text/markdown", "text/latex")
_PICTURES = ("image/png", "image/jpeg")


def notebook_outputs(found):
    """Return the outputs of a cell as nbformat nodes; what is not an output is left out.

    Parameters
    ----------
    found : list
        Whatever came. Long texts are cut, pictures that are not base64 and other media are dropped.

    Examples
    --------
    >>> notebook_outputs([{"output_type": "stream", "name": "stdout", "text": "5"}, 7])
    [{'output_type': 'stream', 'name': 'stdout', 'text': '5'}]
    """
    made = (_output(output) for output in found[:MOST_OUTPUTS] if isinstance(output, dict))
    return [output for output in made if output is not None]


def error_output(name, text):
    """Return an error output that says `text`."""
    return new_output("error", ename=name, evalue=text, traceback=[text])


def _output(output):
    kind = output.get("output_type")
    if kind == "stream":
        return new_output("stream", name="stderr" if output.get("name") == "stderr" else "stdout", text=_text(output.get("text")))
    if kind == "error":
        lines = output.get("traceback")
        traceback = [_text(line) for line in lines[:200]] if isinstance(lines, list) else []
        return new_output("error", ename=_text(output.get("ename"))[:200], evalue=_text(output.get("evalue"))[:2000], traceback=traceback)
    if kind in ("display_data", "execute_result") and isinstance(output.get("data"), dict):
        data = _media(output["data"])
        return new_output(kind, data=data, metadata=_alternative_texts(output.get("metadata"))) if data else None
    return None


def _media(data):
    media = {kind: _text(data[kind]) for kind in _TEXTS if kind in data}
    for kind in _PICTURES:
        if kind in data and (picture := _picture(data[kind])):
            media[kind] = picture
    return media


def _picture(data):
    """Return base64 data made anew, from bytes or from base64; None of anything else or of too much."""
    try:
        content = data if isinstance(data, bytes) else base64.b64decode("".join(data.split()), validate=True)
    except (AttributeError, TypeError, ValueError):
        return None
    return base64.b64encode(content).decode() if len(content) < MOST_PICTURE else None


def _alternative_texts(metadata):
    """Keep of the metadata only what describes a picture."""
    if not isinstance(metadata, dict):
        return {}
    kept = {kind: metadata[kind].get("alt") for kind in _PICTURES if isinstance(metadata.get(kind), dict)}
    return {kind: {"alt": _text(text)} for kind, text in kept.items() if isinstance(text, str)}


def _text(value):
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    if not isinstance(value, str):
        value = ""
    text = value.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS] + " …"
