"""The folder of a submission, before its files are looked at: a real folder, whose time of handing in can be read."""

import os
from pathlib import Path

from nbgrader.utils import parse_utc

from crmlib.grading.mend.finding import Bilingual as _
from crmlib.grading.mend.finding import Finding
from crmlib.grading.mend.keep import free_name, keep, set_aside

_TIME = "timestamp.txt"
_LONGEST_TIME = 100


def make_real(folder, originals):
    """Put an empty folder where a submission, or the student's folder around it, is a link; return what was found.

    The link is not followed. A file in the place of the folder is put into a folder.
    """
    folder = Path(folder)
    for place in (folder.parent, folder):
        if place.is_symlink():
            set_aside(place, f"{place.name} (folder)", originals)
            folder.mkdir(parents=True)
            return [Finding("unreadable", "", **_(
                "The folder '{name}' is no folder but a link to another place. The link was not followed, and nothing was graded. "
                "Hand in the notebooks themselves.").format(name=place.name))]
    if folder.is_file():
        file = free_name(folder.parent, "file")
        folder.rename(file)
        folder.mkdir()
        file.rename(folder / folder.name)
    return []


def set_bad_time_aside(folder, originals):
    """Remove a time of handing in that nbgrader cannot read, keep the original, and return what was found."""
    path = Path(folder) / _TIME
    if path.is_dir():
        path.rename(free_name(path.parent, "folder"))
    elif path.is_file() and not _is_time(path):
        keep(path, path.name, originals)
        path.unlink()
    else:
        return []
    return [Finding("noticed", _TIME, **_("The time of handing in cannot be read: '{file}' holds none. The work is graded without it; "
                                          "see for yourself whether it came in time.").format(file=_TIME))]


def _is_time(path):
    if os.path.getsize(path) > _LONGEST_TIME:
        return False
    try:
        parse_utc(path.read_text().strip() or None)
    except Exception:  # dateutil raises many kinds
        return False
    return True
