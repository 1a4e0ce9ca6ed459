"""A sales log as it stands in its source: text file, spreadsheet, Parquet file or data frame."""

import codecs
import csv
import io
import os
import re
import warnings
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from crmlib.language import CourseError, listed
from crmlib.language import gettext as _
from crmlib.transactions.cells import first_few
from crmlib.transactions.columns import nearest

_TEXT = (".csv", ".tsv", ".txt")
_SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
_PARQUET = (".parquet",)
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


@dataclass(frozen=True)
class Source:
    """A table with every cell untouched, and what was found out while reading it.

    The index of ``table`` is the row number that a spreadsheet shows (the header is row 1), or
    the position from 0 if the source is no file with a header.
    """

    table: pd.DataFrame
    file: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    blank_rows: int = 0


def read_source(source, sheet=None):
    """Read the table without interpreting any cell.

    Parameters
    ----------
    source : path or data frame
        Text (.csv, .tsv, .txt; commas, tabs or semicolons), a spreadsheet, a Parquet file, a pandas
        data frame or anything that can become one.
    sheet : str, optional
        Which sheet of a spreadsheet.

    Returns
    -------
    Source

    Raises
    ------
    CourseError
        If the file is not there, is empty, cannot be read or leaves open what to read.
    """
    if not isinstance(source, (str, os.PathLike)):
        read = Source(_counted_from_0(_as_pandas(source)))
    else:
        read = _read_file(_existing(Path(source).expanduser()), sheet)
    if sheet is not None and read.sheet is None:
        raise CourseError(_("sheet={sheet!r} is given, but only a spreadsheet file has sheets. Leave it out.").format(sheet=sheet))
    if read.table.empty:
        raise CourseError(_("The source has column names but no lines. Check that the export holds the period you want."))
    return read


def _existing(path):
    if path.is_file():
        return path
    if not path.parent.is_dir():
        raise CourseError(_("The folder '{folder}' is not there. Check the path.").format(folder=path.parent))
    if path.is_dir():
        raise CourseError(_("'{file}' is a folder. Give the path of a file in it.").format(file=path))
    meant = nearest(path.name, [file.name for file in path.parent.iterdir() if file.is_file()])
    if meant is None:
        raise CourseError(_("The file '{file}' is not there. Check its name and folder ({folder}).").format(file=path.name, folder=path.parent.resolve()))
    raise CourseError(_("The file '{file}' is not there. Did you mean '{nearest}'?").format(file=path.name, nearest=meant))


def _read_file(path, sheet):
    kind = path.suffix.lower()
    if path.stat().st_size == 0:
        raise _empty(path)
    if kind in _TEXT:
        return _read_text(path)
    if kind in _SPREADSHEETS:
        return _read_spreadsheet(path, sheet)
    if kind in _PARQUET:
        return _read_parquet(path)
    raise CourseError(_("The file '{file}' is of a kind that cannot be read. Save it as one of these: {kinds}.")
                      .format(file=path.name, kinds=listed((*_TEXT, *_SPREADSHEETS, *_PARQUET))))


def _empty(path):
    return CourseError(_("The file '{file}' is empty. Export it again.").format(file=path.name))


def _read_text(path):
    text, encoding = _decoded(path)
    if not text.strip():
        raise _empty(path)
    delimiter = max(",\t;", key=lambda mark: len(_header(text, mark)))
    width = len(_header(text, delimiter))
    try:
        cells = pd.read_csv(io.StringIO(text), sep=delimiter, header=None, names=range(width + 1), dtype=str,
                            na_filter=False, skip_blank_lines=False, index_col=False)
    except pd.errors.ParserError as error:
        raise _broken(path, text, delimiter, width, error) from None
    if cells.pop(width).ne("").any():
        raise _broken(path, text, delimiter, width)
    return _with_header(cells, file=path.name, encoding=encoding)


def _decoded(path):
    data = path.read_bytes()
    marked = next((encoding for mark, encoding in _MARKS.items() if data.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text, encoding
    raise CourseError(_("The file '{file}' is not text in UTF-8, UTF-16 or GB18030. Open it in a spreadsheet program and save it as "
                        "\"CSV UTF-8\".").format(file=path.name))


def _header(text, delimiter):
    return next(csv.reader(io.StringIO(text), delimiter=delimiter))


def _broken(path, text, delimiter, width, error=""):
    """Say which rows have more cells than the header, or else where a quotation mark stays open."""
    opened = re.search(r"inside string starting at row (\d+)", str(error))
    if opened:
        return CourseError(_("The file '{file}': a quotation mark in row {row} is never closed. Close or delete it.")
                           .format(file=path.name, row=int(opened[1]) + 1))
    rows = [number for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), start=1)
            if any(cells[width:]) or len(cells) > width + 1]
    return CourseError(_("The file '{file}' has {width} columns, but some rows have more cells. Rows: {count} (numbers {rows}). Often a comma "
                         "stands inside an amount or a name: put such a cell in quotation marks.")
                       .format(file=path.name, width=width, count=len(rows), rows=first_few(rows)))


def _read_spreadsheet(path, sheet):
    from python_calamine import CalamineError

    try:
        with pd.ExcelFile(path, engine="calamine") as book:
            name = _chosen_sheet(path, book, sheet)
            return _with_header(_cells(book, name), file=path.name, sheet=name)
    except CalamineError:
        raise CourseError(_("The file '{file}' cannot be opened as a spreadsheet. If it has a password, remove it. If it is a text file with "
                            "the wrong ending, open it in a spreadsheet program and save it as .xlsx.").format(file=path.name)) from None


def _cells(book, name):
    return pd.read_excel(book, sheet_name=name, header=None, dtype=object, na_filter=False)


def _chosen_sheet(path, book, sheet):
    names = book.sheet_names
    if sheet is None:
        filled = [name for name in names if not _cells(book, name).empty]
        if not filled:
            raise _empty(path)
        if len(filled) == 1:
            return filled[0]
        raise CourseError(_("The file '{file}' has several sheets with data: {sheets}. Say which one to read, for example sheet={example!r}.")
                          .format(file=path.name, sheets=listed(filled), example=filled[0]))
    if sheet not in names:
        raise CourseError(_("The file '{file}' has no sheet {sheet!r}. Its sheets: {sheets}.").format(file=path.name, sheet=sheet, sheets=listed(names)))
    return sheet


def _read_parquet(path):
    try:
        table = pd.read_parquet(path)
    except ImportError:
        raise CourseError(_("Reading a Parquet file needs the package pyarrow. Install it with: pip install pyarrow. Or save the file as CSV.")) from None
    except (OSError, ValueError):
        raise CourseError(_("The file '{file}' cannot be opened as a Parquet file. Export it again, or save it as CSV.").format(file=path.name)) from None
    return Source(_counted_from_0(table), file=path.name)


def _with_header(cells, **facts):
    """Take the column names from the first row, number the rows as a spreadsheet does, leave out blank rows."""
    if cells.empty:
        raise CourseError(_("The sheet '{sheet}' is empty. Choose another one.").format(sheet=facts.get("sheet")))
    cells.index = pd.RangeIndex(1, len(cells) + 1, name="row")
    names, table = cells.iloc[0], cells.iloc[1:]
    table.columns = [str(name).strip() for name in names]
    blank = table.eq("").all(axis=1)
    return Source(table[~blank], blank_rows=int(blank.sum()), **facts)


def _as_pandas(source):
    if isinstance(source, pd.DataFrame):
        return source
    if hasattr(source, "to_pandas"):
        try:
            return source.to_pandas()
        except ImportError as error:
            raise CourseError(_("Turning the {kind} into a pandas data frame failed: {error}. Install what is missing.")
                              .format(kind=type(source).__name__, error=error)) from None
    if hasattr(source, "__dataframe__"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return pd.api.interchange.from_dataframe(source)
    raise CourseError(_("The source is a {kind}. Give the path of a file or a data frame.").format(kind=type(source).__name__))


def _counted_from_0(table):
    return table.set_axis(pd.RangeIndex(len(table), name="row"))
