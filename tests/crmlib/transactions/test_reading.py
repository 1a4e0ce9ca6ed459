"""Every kind of source gives the same table, and every broken one a sentence with a remedy."""

from pathlib import Path

import pandas as pd
import pytest

from crmlib.language import CourseError
from crmlib.transactions.reading import read_source

ROWS = [["会员号", "日期", "金额"], ["C001", "2025-03-04", "12.50"], ["007", "2025-03-05", "3"]]


@pytest.fixture
def write(tmp_path):
    """Write bytes or text into a file and return its path."""
    def write_file(name, content, encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path
    return write_file


@pytest.fixture
def workbook(tmp_path):
    """Write sheets into an Excel file and return its path."""
    pytest.importorskip("openpyxl")
    def write_book(**sheets):
        with pd.ExcelWriter(tmp_path / "till.xlsx") as book:
            for name, rows in sheets.items():
                pd.DataFrame(rows).to_excel(book, sheet_name=name, header=False, index=False)
        return tmp_path / "till.xlsx"
    return write_book


def joined(mark=",", end="\n", rows=ROWS):
    return "".join(mark.join(row) + end for row in rows)


def assert_as_written(read):
    assert list(read.table.columns) == ROWS[0]
    assert read.table.to_numpy().tolist() == ROWS[1:]
    assert read.table.index.tolist() == [2, 3]
    assert read.table.index.name == "row"


@pytest.mark.parametrize("mark", [",", "\t", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", ["till.csv", "till.txt", "till.TSV"])
def test_text_with_any_separator(write, name, mark, end):
    assert_as_written(read_source(write(name, joined(mark, end))))


@pytest.mark.parametrize("encoding, told", [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("gbk", "gb18030"), ("utf-16", "utf-16")])
def test_text_in_any_encoding_and_the_encoding_is_told(write, encoding, told):
    read = read_source(str(write("till.csv", joined(), encoding)))
    assert_as_written(read)
    assert read.encoding == told


def test_big_endian_utf_16(write):
    assert_as_written(read_source(write("till.csv", b"\xfe\xff" + joined().encode("utf-16-be"))))


def test_cells_may_hold_separators_quotes_and_line_ends(write):
    read = read_source(write("till.csv", '编号,名称\n="001","a, ""b""\nc"\n2,d\n'))
    assert read.table.to_numpy().tolist() == [['="001"', 'a, "b"\nc'], ["2", "d"]]
    assert read.table.index.tolist() == [2, 3]


def test_nothing_is_taken_for_missing_or_for_a_number(write):
    read = read_source(write("till.csv", "id,x\nNA,007\nnull,1e5\n"))
    assert read.table.to_numpy().tolist() == [["NA", "007"], ["null", "1e5"]]


def test_spaces_around_column_names_go(write):
    assert list(read_source(write("till.csv", " id , x\n1,2\n")).table.columns) == ["id", "x"]


def test_blank_rows_are_counted_and_the_others_keep_their_numbers(write):
    read = read_source(write("till.csv", "id,x\n1,2\n\n,\n3,4\n\n"))
    assert read.table.index.tolist() == [2, 5]
    assert read.blank_rows == 3


def test_a_row_may_have_fewer_cells_or_one_empty_cell_more(write):
    assert read_source(write("till.csv", "id,x\n1\n3,4,\n")).table.to_numpy().tolist() == [["1", ""], ["3", "4"]]


@pytest.mark.parametrize("text, rows", [("id,x\n1,1,234\n2,3\n4,1,500\n", "2, 4"), ("id,x\n1,2\n1,2,3,4\n1,2,3,4,5\n", "3, 4")])
def test_more_cells_than_columns_are_refused(write, text, rows):
    with pytest.raises(CourseError, match=rf"2 columns.*Rows: 2 \(numbers {rows}\).*quotation marks"):
        read_source(write("till.csv", text))


def test_an_open_quotation_mark_is_refused(write):
    with pytest.raises(CourseError, match="quotation mark in row 3"):
        read_source(write("till.csv", 'id,x\n1,2\n2,"3\n4,5\n'))


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(write, content):
    with pytest.raises(CourseError, match="'till.csv' is empty"):
        read_source(write("till.csv", content))


def test_a_file_with_a_header_only_is_refused(write):
    for content in ("id,x\n", "id,x\n,\n"):
        with pytest.raises(CourseError, match="column names but no lines"):
            read_source(write("till.csv", content))


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00", b"id,x\n\xff\xff,1\n", b"\xef\xbb\xbfid\n\xff\n"])
def test_bytes_that_are_no_text_are_refused(write, content):
    with pytest.raises(CourseError, match="is not text in UTF-8, UTF-16 or GB18030"):
        read_source(write("till.csv", content))


def test_a_file_that_is_not_there_is_refused_with_the_nearest_name(write):
    path = write("till_2025.csv", joined())
    with pytest.raises(CourseError, match="'till2025.csv' is not there. Did you mean 'till_2025.csv'"):
        read_source(path.with_name("till2025.csv"))
    with pytest.raises(CourseError, match="Check its name and folder"):
        read_source(path.with_name("zzz"))


def test_folders_are_told_apart_from_files(tmp_path):
    with pytest.raises(CourseError, match="is a folder"):
        read_source(tmp_path)
    with pytest.raises(CourseError, match="folder .* is not there"):
        read_source(tmp_path / "missing" / "till.csv")


def test_an_unknown_kind_of_file_is_refused(write):
    with pytest.raises(CourseError, match=r"'till.pdf'.*\.csv.*\.xlsx"):
        read_source(write("till.pdf", "x"))


def test_a_workbook_with_one_sheet(workbook):
    read = read_source(workbook(三月=ROWS))
    assert_as_written(read)
    assert read.sheet == "三月"


def test_empty_sheets_beside_one_with_data_do_not_matter(workbook):
    assert read_source(workbook(说明=[], 三月=ROWS, Sheet3=[])).sheet == "三月"


def test_several_sheets_with_data_are_refused_and_listed(workbook):
    path = workbook(三月=ROWS, 四月=ROWS)
    with pytest.raises(CourseError, match="三月, 四月.*sheet='三月'"):
        read_source(path)
    assert_as_written(read_source(path, sheet="四月"))


def test_a_sheet_that_is_not_there_is_refused(workbook):
    with pytest.raises(CourseError, match="no sheet '五月'. Its sheets: 三月"):
        read_source(workbook(三月=ROWS), sheet="五月")


def test_a_sheet_without_data_is_refused(workbook):
    with pytest.raises(CourseError, match="sheet 'B' is empty"):
        read_source(workbook(A=ROWS, B=[]), sheet="B")
    with pytest.raises(CourseError, match="'till.xlsx' is empty"):
        read_source(workbook(A=[]))


def test_a_workbook_keeps_numbers_and_dates_as_they_are(workbook):
    day = pd.Timestamp("2025-03-04")
    table = read_source(workbook(A=[["id", "date", "x"], ["007", day, 12.5], [None, None, None], [8, day, "赠品"]])).table
    assert table.to_numpy().tolist() == [["007", day.to_pydatetime(), 12.5], [8, day.to_pydatetime(), "赠品"]]
    assert table.index.tolist() == [2, 4]


def test_row_numbers_count_the_blank_rows_of_a_workbook(workbook):
    table = read_source(workbook(A=[["id", "x"], [None, None], [None, None], [7, 1]])).table
    assert table.index.tolist() == [4]


def test_a_text_file_with_the_name_of_a_workbook_is_refused(write):
    for name in ("till.xlsx", "till.xls", "till.ods"):
        with pytest.raises(CourseError, match=f"'{name}' cannot be opened as a spreadsheet.*save it as .xlsx"):
            read_source(write(name, joined()))


def test_a_sheet_is_only_for_workbooks(write, till):
    for source in (write("till.csv", joined()), till):
        with pytest.raises(CourseError, match="only a spreadsheet file has sheets"):
            read_source(source, sheet="A")


def test_parquet_rows_count_from_0(tmp_path, till):
    pytest.importorskip("pyarrow")
    till.to_parquet(tmp_path / "till.parquet")
    read = read_source(tmp_path / "till.parquet")
    assert read.table.equals(till.rename_axis("row"))
    assert read.file == "till.parquet"


def test_parquet_without_its_package_names_the_remedy(write, monkeypatch):
    def without_package(path):
        raise ImportError("no engine")
    monkeypatch.setattr(pd, "read_parquet", without_package)
    with pytest.raises(CourseError, match="pip install pyarrow"):
        read_source(write("till.parquet", b"PAR1"))


def test_a_broken_parquet_file_is_refused(write):
    pytest.importorskip("pyarrow")
    with pytest.raises(CourseError, match="cannot be opened as a Parquet file"):
        read_source(write("till.parquet", b"no parquet at all"))


class Convertible:
    """A data frame of another library that can turn itself into pandas."""

    def __init__(self, answer):
        self.answer = answer

    def to_pandas(self):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Interchange:
    """A data frame of another library that speaks the interchange protocol only."""

    def __init__(self, frame):
        self.frame = frame

    def __dataframe__(self, *arguments, **options):
        return self.frame.__dataframe__(*arguments, **options)


def test_data_frames_keep_their_cells_and_count_from_0(till):
    read = read_source(till.set_axis([9, 9, 8, 8, 7]))
    assert read.table.equals(till.rename_axis("row"))
    assert till.index.name is None


def test_data_frames_of_other_libraries(till):
    assert read_source(Convertible(till)).table["会员号"].tolist() == till["会员号"].tolist()


@pytest.mark.filterwarnings("ignore:The Dataframe Interchange Protocol")
def test_data_frames_that_speak_the_interchange_protocol():
    frame = pd.DataFrame({"day": [4, 5], "amount": [12.5, 3.0]})
    assert read_source(Interchange(frame)).table.to_numpy().tolist() == frame.to_numpy().tolist()


def test_a_conversion_that_needs_a_package_says_so():
    with pytest.raises(CourseError, match="Convertible.*pyarrow.*Install"):
        read_source(Convertible(ImportError("pyarrow is required")))


def test_an_empty_data_frame_is_refused(till):
    with pytest.raises(CourseError, match="column names but no lines"):
        read_source(till.head(0))


@pytest.mark.parametrize("source", [None, 5, [1, 2], {"a": [1]}])
def test_what_is_no_source_is_refused(source):
    with pytest.raises(CourseError, match="Give the path of a file or a data frame"):
        read_source(source)


def test_a_path_may_begin_at_home(write, monkeypatch, tmp_path):
    write("till.csv", joined())
    monkeypatch.setattr(Path, "expanduser", lambda path: tmp_path / path.name)
    assert_as_written(read_source("~/till.csv"))
