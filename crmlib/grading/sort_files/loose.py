"""Every file of a folder or a zip archive, in archives inside it too: with its name, its time and a copy to read."""

import stat
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from lzma import LZMAError
from pathlib import Path

from crmlib.grading.mend.keep import shown
from crmlib.grading.mend.read import MOST_BYTES
from crmlib.language import CourseError
from crmlib.language import gettext as _

_UNREADABLE = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, RuntimeError, NotImplementedError, ValueError)
_MOST_NESTED_BYTES = 500 * 2**20
_MOST_FILES = {1: 20_000, 2: 500}
_MOST_ALTOGETHER = {1: 8 * 2**30, 2: 500 * 2**20}
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1


@dataclass(frozen=True)
class LooseFile:
    """A file as it was delivered; without `path` it was not taken out, and `problem` says why."""

    name: str
    time: datetime | None = None
    path: Path | None = None
    problem: str | None = None


def loose_files(source, scratch):
    """Return the files of a folder or a zip archive; hidden files are passed over.

    Parameters
    ----------
    source : path
        A folder, or a zip archive. Archives in it are opened, and those in an archive too, one
        level deep.
    scratch : path
        An empty folder for what is taken out of archives. Names in an archive never become paths.

    Returns
    -------
    list of LooseFile

    Raises
    ------
    CourseError
        If `source` is neither a folder nor a zip archive that can be opened.
    """
    source = Path(source)
    numbers = count()
    if source.is_dir():
        return [found for path in sorted(source.rglob("*")) for found in _from_folder(path, source, Path(scratch), numbers)]
    if not zipfile.is_zipfile(source):
        raise CourseError(_("'{file}' is neither a folder nor a zip archive. Give the folder or the archive that the "
                            "learning-management system delivered.")
                          .format(file=source))
    return _from_archive(source, "", Path(scratch), numbers, depth=1)


def _from_folder(path, source, scratch, numbers):
    name = shown(path.relative_to(source))
    if _is_hidden(name):
        return []
    if path.is_symlink():
        return [LooseFile(name, problem=_("A link, not a file."))]
    if not path.is_file():
        return []
    if path.suffix.casefold() == ".zip":
        return _from_archive(path, f"{name}/", scratch, numbers, depth=1)
    facts = path.stat()
    if facts.st_size > MOST_BYTES:
        return [LooseFile(name, problem=_("The file is damaged or too large."))]
    return [LooseFile(name, datetime.fromtimestamp(facts.st_mtime), path)]


def _is_hidden(name):
    return any(part == "__MACOSX" or part.startswith(".") and part != ".." for part in name.split("/"))


def _from_archive(path, prefix, scratch, numbers, depth):
    name = prefix.rstrip("/") or path.name
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_hidden(_name(entry))]
            if len(entries) > _MOST_FILES[depth] or sum(entry.file_size for entry in entries) > _MOST_ALTOGETHER[depth]:
                return [LooseFile(name, problem=_("The archive holds too many or too large files. Unpack it by hand."))]
            return [found for entry in entries for found in _from_entry(archive, entry, prefix, scratch, numbers, depth)]
    except _UNREADABLE:
        return [LooseFile(name, problem=_("The archive cannot be opened. Ask for it again."))]


def _from_entry(archive, entry, prefix, scratch, numbers, depth):
    name = prefix + _name(entry)
    is_archive = name.casefold().endswith(".zip")
    most = _MOST_NESTED_BYTES if is_archive else MOST_BYTES
    problem = _refused(entry, is_archive and depth == max(_MOST_FILES))
    if problem:
        return [LooseFile(name, problem=problem)]
    if not is_archive and ".ipynb" not in name.casefold():
        return [LooseFile(name)]
    content = _content(archive, entry, most)
    if content is None or len(content) > most:
        return [LooseFile(name, problem=_("The file is damaged or too large."))]
    path = scratch / str(next(numbers))
    path.write_bytes(content)
    return _from_archive(path, f"{name}/", scratch, numbers, depth + 1) if is_archive else [LooseFile(name, _time(entry), path)]


def _refused(entry, is_too_deep):
    if stat.S_ISLNK(entry.external_attr >> 16):
        return _("A link, not a file.")
    if entry.flag_bits & _ENCRYPTED:
        return _("The file needs a password. Ask for it without one.")
    if is_too_deep:
        return _("An archive inside an archive inside an archive. Unpack it by hand.")
    return None


def _content(archive, entry, most):
    try:
        with archive.open(entry) as stream:
            return stream.read(most + 1)
    except _UNREADABLE:
        return None


def _time(entry):
    try:
        return datetime(*entry.date_time)
    except ValueError:
        return None


def _name(entry):
    """Return the name of an entry; programs in China write it in GBK and do not say so."""
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8_NAME:
        written = name.encode("cp437")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = written.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/").lstrip("/")
