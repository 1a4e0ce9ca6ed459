"""The learner's own record: one JSON file on this computer, to be read and deleted at will."""

import json
import os
import time
from contextlib import contextmanager
from datetime import datetime, timezone
from itertools import count
from math import sqrt
from pathlib import Path

import pandas as pd

from crmlib.language import gettext as _

FORMAT = "crm_progress 1"
CONFIDENCE = {"just_a_guess": 0.25, "half_sure": 0.50, "fairly_sure": 0.75, "almost_certain": 0.95}
FEWEST_TO_JUDGE = 5
SURPRISING_DEVIATIONS = 1.64
LOCK_SECONDS = 2


class Unreadable(Exception):
    """The file is there, but it is not a record that this course wrote."""


def location():
    """Return where the record is kept: environment ``CRM_PROGRESS``, else the home folder.

    Returns
    -------
    pathlib.Path

    Examples
    --------
    >>> location().suffix
    '.json'
    """
    chosen = os.environ.get("CRM_PROGRESS")
    return Path(chosen).expanduser() if chosen else Path.home() / "crm_progress.json"


def now():
    """Return the time, to the second and without the learner's time zone."""
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def read():
    """Return what is recorded, without touching the file.

    Returns
    -------
    content : dict
        ``predictions`` and ``quizzes``: entries by name. Both are empty if there is no file.
    note : str
        Empty, or a sentence for the learner: the file cannot be read.

    Examples
    --------
    >>> content, note = read()
    >>> sorted(content)
    ['format', 'predictions', 'quizzes']
    """
    file = location()
    try:
        return _load(file), ""
    except (Unreadable, OSError):
        return _empty(), _("The progress file {file} cannot be read, so nothing from it is used here.").format(file=file)


def update(change):
    """Read the file anew, change its content, and put the new file in place of the old one.

    Parameters
    ----------
    change : callable
        Takes the content, as :func:`read` returns it, and changes it.

    Returns
    -------
    str
        Empty, or a sentence for the learner: an unreadable file was kept under another name, or
        nothing can be kept. No error is raised, so that the lesson goes on.
    """
    file = location()
    try:
        with _alone(file):
            content, note = _load_or_set_aside(file)
            change(content)
            _write(file, content)
    except OSError:
        return _("Your results are not kept: the file {file} cannot be written. You can go on with the lesson. To keep results, set the environment variable CRM_PROGRESS to a file that can be written.").format(
            file=file)
    return note


def calibration(revealed):
    """Compare how sure someone was with how often they were right.

    If a prediction of confidence ``p`` comes true with probability ``p``, the number of right
    ones has the mean ``Σp`` and the standard deviation ``√Σp(1 − p)``. A number further from its
    mean than 1.64 standard deviations (one case in ten, by chance) says that the confidence does
    not fit; fewer than 5 predictions say nothing.

    Parameters
    ----------
    revealed : list of dict
        Predictions with ``confidence`` (a key of ``CONFIDENCE``) and ``right`` (bool).

    Returns
    -------
    pandas.DataFrame
        One row per level that was used, and ``all``: ``predictions`` and ``right`` (counts),
        ``expected`` (how many would be right) and ``verdict``: "too_few", "fits", "too_sure" or
        "too_unsure".

    References
    ----------
    Lichtenstein, S., Fischhoff, B. and Phillips, L. D. (1982). Calibration of probabilities.
    In *Judgment under Uncertainty: Heuristics and Biases*, 306–334. Cambridge University Press.

    Examples
    --------
    >>> calibration([{"confidence": "fairly_sure", "right": right} for right in [True, False, False, False, True, False]])
                 predictions  expected  right   verdict
    fairly_sure            6       4.5      2  too_sure
    all                    6       4.5      2  too_sure
    """
    groups = {level: [entry for entry in revealed if entry["confidence"] == level] for level in CONFIDENCE}
    rows = {level: _compare_sure_and_right(entries) for level, entries in {**groups, "all": revealed}.items() if entries}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["predictions", "expected", "right", "verdict"])


def _compare_sure_and_right(entries):
    chances = [CONFIDENCE[entry["confidence"]] for entry in entries]
    expected, right = sum(chances), sum(entry["right"] for entry in entries)
    deviation = sqrt(sum(chance * (1 - chance) for chance in chances))
    if len(entries) < FEWEST_TO_JUDGE:
        verdict = "too_few"
    elif abs(right - expected) <= SURPRISING_DEVIATIONS * deviation:
        verdict = "fits"
    else:
        verdict = "too_sure" if right < expected else "too_unsure"
    return [len(entries), expected, right, verdict]


def _empty():
    return {"format": FORMAT, "predictions": {}, "quizzes": {}}


def _load(file):
    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return _empty()
    except OSError as error:
        if file.is_file():
            raise Unreadable from error
        raise
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not _is_record(content):
        raise Unreadable
    return content


def _is_record(content):
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        return False
    return all(isinstance(content.get(kind), dict) and all(map(is_entry, content[kind].values()))
               for kind, is_entry in {"predictions": _is_prediction, "quizzes": _is_quiz}.items())


def _is_prediction(entry):
    return (isinstance(entry, dict) and entry.get("confidence") in tuple(CONFIDENCE)
            and isinstance(entry.get("guess"), (int, float, str)) and entry.get("right") in (True, False, None))


def _is_quiz(entry):
    return isinstance(entry, dict) and entry.get("right") in (True, False)


def _load_or_set_aside(file):
    try:
        return _load(file), ""
    except Unreadable:
        names = (f"{file.stem}_unreadable_{number}{file.suffix}" for number in count(1))
        kept = next(file.with_name(name) for name in names if not file.with_name(name).exists())
        os.replace(file, kept)
        return _empty(), _("The progress file could not be read. It is kept as {file}, and a new one was begun.").format(file=kept)


def _write(file, content):
    new = file.with_name(file.name + ".new")
    new.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    os.replace(new, file)


@contextmanager
def _alone(file):
    """Hold other kernels back while one writes; a lock that a crash left behind gives way."""
    lock = file.with_name(file.name + ".lock")
    patience_ends = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            lock.touch(exist_ok=False)
            break
        except FileExistsError:
            if time.monotonic() > patience_ends:
                break
            time.sleep(0.01)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
