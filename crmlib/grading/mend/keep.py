"""Nothing that a student handed in is ever lost: originals are kept before anything is changed."""

import filecmp
import os
import shutil
import stat
from itertools import count
from pathlib import Path

from crmlib.grading.mend.finding import Bilingual as _
from crmlib.grading.mend.finding import Finding

_LONGEST_NAME = 200


def originals_of(folder):
    """Return where the originals of a submission are kept.

    Parameters
    ----------
    folder : path
        ``grading/submitted/<student>/<assignment>``.

    Returns
    -------
    pathlib.Path
        ``grading/originals/<student>/<assignment>``.

    Examples
    --------
    >>> originals_of("grading/submitted/li/abc").as_posix()
    'grading/originals/li/abc'
    """
    folder = Path(folder)
    return folder.parents[1].with_name("originals") / folder.parent.name / folder.name


def keep(path, name, originals):
    """Keep a copy of the file `path` among the originals, beside what is kept there already.

    `name` is its path in the submission; folders in it become part of the name.
    """
    target = _free(originals, name, lambda kept: filecmp.cmp(path, kept, shallow=False))
    if not target.exists():
        _put(lambda part: shutil.copyfile(path, part), target, originals)


def write(content, target, originals):
    """Write bytes to a file in one step, so that a stop at any moment leaves the old or the new one."""
    _put(lambda part: part.write_bytes(content), target, originals)


def shown(path):
    """Return a path as text that can be printed, whatever bytes its name is made of."""
    return os.fsencode(path).decode(errors="replace")


def _free(originals, name, is_same):
    flat = os.fsencode(name).replace(b"/", b"--")[-_LONGEST_NAME:]
    first = target = Path(originals) / os.fsdecode(flat)
    number = 1
    while target.exists() and not is_same(target):
        number += 1
        target = first.with_name(f"{first.stem}-{number}{first.suffix}")
    return target


def _put(fill, target, originals):
    target.parent.mkdir(parents=True, exist_ok=True)
    Path(originals).mkdir(parents=True, exist_ok=True)
    part = Path(originals) / ".part"
    fill(part)
    os.replace(part, target)


def set_special_files_aside(folder, originals):
    """Remove links, pipes and the like from a submission, keep a note of each, and return what was found.

    A folder that is named like a notebook is renamed.
    """
    findings = []
    for place, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            path = Path(place) / name
            mode = path.lstat().st_mode
            if stat.S_ISDIR(mode) and path.suffix == ".ipynb":
                folders[folders.index(name)] = _rename(path)
                findings.append(_noticed(path, folder, _("'{file}' is a folder, not a notebook. Its files are looked at.")))
            elif not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
                set_aside(path, path.relative_to(folder), originals)
                text = _("'{file}' is no file but points elsewhere. It is removed; hand in the file itself.")
                findings.append(_noticed(path, folder, text))
    return findings


def _noticed(path, folder, text):
    name = shown(path.relative_to(folder))
    return Finding("noticed", name, **text.format(file=name))


def set_aside(path, name, originals):
    """Remove a link, pipe or the like; of a link, where it led stays as a note among the originals."""
    note = os.fsencode(os.readlink(path)) if path.is_symlink() else b""
    write(note, _free(originals, f"{name}.link", lambda kept: kept.read_bytes() == note), originals)
    path.unlink()


def free_name(folder, name):
    """Return the first of the paths name-1, name-2, ... in a folder that is not taken."""
    return next(path for number in count(1) if not os.path.lexists(path := folder / f"{name}-{number}"))


def _rename(path):
    new = free_name(path.parent, "folder")
    path.rename(new)
    return new.name
