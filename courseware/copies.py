"""The learner's own copies of the course, refreshed without ever touching the learner's work."""

import hashlib
import json
import os

RECORD = ".copied.json"


def refresh_copies(course, work, language):
    """Copy chapters (without outputs) and exercises into the learner's folder.

    A copy that the learner changed is kept as it is. The file ``.copied.json`` records what was
    written, so that a copy nobody changed can follow a newer version of the course.

    Parameters
    ----------
    course : pathlib.Path
        The repository, with its folders ``chapters`` and ``exercises``.
    work : pathlib.Path
        The learner's folder; copies go to ``<language>/chapters`` and ``<language>/exercises``.
    language : {"en", "zh"}
        The edition to copy.

    Returns
    -------
    list of str
        Changed copies for which a newer version is waiting, as paths inside `work`.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> folder = Path(tempfile.mkdtemp())
    >>> source = folder / "course" / "exercises" / "en" / "abc" / "abc.ipynb"
    >>> source.parent.mkdir(parents=True)
    >>> _ = source.write_text("first")
    >>> refresh_copies(folder / "course", folder / "work", "en")
    []
    >>> copy = folder / "work" / "en" / "exercises" / "abc" / "abc.ipynb"
    >>> _ = copy.write_text("my answer"), source.write_text("second")
    >>> refresh_copies(folder / "course", folder / "work", "en")
    ['en/exercises/abc/abc.ipynb']
    >>> copy.read_text()
    'my answer'
    """
    record = _read_record(work)
    waiting = []
    for name, content in _course_files(course, language):
        copy, newest = work / name, _digest(content)
        held = _digest(copy.read_bytes()) if copy.exists() else None
        if held not in (None, newest, record.get(name)):
            if record.get(name) != newest:
                waiting.append(name)
            continue
        if held != newest:
            _write(copy, content)
        record[name] = newest
    _write(work / RECORD, json.dumps(record, indent=1, sort_keys=True).encode())
    return waiting


def _course_files(course, language):
    """Yield every file for the learner: its path in the work folder and its content."""
    for chapter in sorted((course / "chapters" / language).glob("*.ipynb")):
        yield f"{language}/chapters/{chapter.name}", _without_outputs(chapter.read_text(encoding="utf-8"))
    exercises = course / "exercises" / language
    for path in sorted(exercises.rglob("*")):
        if path.is_file() and ".ipynb_checkpoints" not in path.parts:
            yield f"{language}/exercises/{path.relative_to(exercises).as_posix()}", path.read_bytes()


def _without_outputs(text):
    """Return the notebook as a learner should meet it: nothing has been run yet."""
    notebook = json.loads(text)
    notebook["metadata"].pop("widgets", None)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
            cell["metadata"].pop("execution", None)
    return (json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _read_record(work):
    """Return what was written earlier; without a readable record every differing copy counts as changed."""
    try:
        return json.loads((work / RECORD).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}


def _digest(content):
    return hashlib.sha256(content).hexdigest()


def _write(path, content):
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    os.replace(part, path)
