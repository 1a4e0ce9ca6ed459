"""Sorting what a learning-management system delivers."""

import io
import json
import os
import stat
import zipfile

import pytest

from courseware.files import EXERCISES, SOLUTIONS
from crmlib.grading.mend import mend_submission, originals_of
from crmlib.grading.sort_files import sort_files
from crmlib.language import CourseError

FIRST, SECOND = "abc_1_customers", "abc_2_policies"
ROSTER = """student_id,name,last_name,first_name,login,lms_id
20260012,张三,,,zhangsan,1001
20260013,Li Ming,Li,Ming,lming,12345
20260014,Li Ming Hua,,,lmh,1003
20260015,李明,,,s15,1004
20260016,李明华,,,s16,1005
2026001,王五,,,s-1,1006
20260018,王伟,,,ww1,1007
20260019,王伟,,,ww2,1008
20260020,"García, José",,,jgarcia,1010
"""


def notebook(name=FIRST, answer="pass"):
    content = json.loads((EXERCISES / "en" / "abc" / f"{name}.ipynb").read_text(encoding="utf-8"))
    content["cells"].append({"cell_type": "code", "id": "own", "metadata": {}, "source": answer, "outputs": [], "execution_count": None})
    return json.dumps(content).encode()


class Delivery:
    """A folder as it was downloaded, and the course that it is sorted into."""

    def __init__(self, folder):
        self.source, self.submitted, self.roster = folder / "downloaded", folder / "grading" / "submitted", folder / "roster.csv"
        self.source.mkdir()
        self.roster.write_text(ROSTER, encoding="utf-8")

    def add(self, name, content=None, time=None):
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(notebook() if content is None else content)
        if time:
            os.utime(path, (time, time))
        return self

    def sort(self, source=None):
        table = sort_files(source or self.source, "abc", self.roster, self.submitted, SOLUTIONS / "abc")
        return table.set_index("file")

    def handed_in(self):
        return sorted(path.relative_to(self.submitted).as_posix() for path in self.submitted.rglob("*.ipynb"))


@pytest.fixture
def delivery(tmp_path):
    return Delivery(tmp_path)


def zipped(files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name, (2026, 3, 1, 12, 0, 0))
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


@pytest.mark.parametrize("name, student", [
    (f"张三_20260012_{FIRST}.ipynb", "20260012"),
    ("２０２６００１２ 张三.ipynb", "20260012"),
    (f"{FIRST}(张三20260012).ipynb", "20260012"),
    ("li_ming_1234567_89_abc.ipynb", "20260013"),
    (f"Li Ming_123_assignsubmission_file_/{FIRST}.ipynb", "20260013"),
    (f"liming_LATE_12345_67890_{FIRST}-2.ipynb", "20260013"),
    (f"mingli_77_{FIRST}.ipynb", "20260013"),
    (f"Li Ming Hua_{FIRST}.ipynb", "20260014"),
    (f"李明_{FIRST}.ipynb", "20260015"),
    (f"李明华_{FIRST}.ipynb", "20260016"),
    (f"2026001_{FIRST}.ipynb", "2026001"),
    (f"S-1 {FIRST}.ipynb", "2026001"),
    (f"王伟_ww2_{FIRST}.IPYNB", "20260019"),
    (f"Jose\u0301 Garci\u0301a - {FIRST}.ipynb", "20260020"),
])
def test_a_file_finds_its_student(delivery, name, student):
    row = delivery.add(name).sort().loc[name]
    assert (row["student_id"], row["notebook"], row["done"], row["reason"]) == (student, FIRST, "sorted", "")
    assert delivery.handed_in() == [f"{student}/abc/{FIRST}.ipynb"]
    assert (delivery.source / name).exists()


@pytest.mark.parametrize("name, reason", [
    (f"202600_12_{FIRST}.ipynb", "No student of the class list"),
    (f"202600120_{FIRST}.ipynb", "No student of the class list"),
    (f"x20260012_{FIRST}.ipynb", "No student of the class list"),
    (f"{FIRST}.ipynb", "No student of the class list"),
    (f"王伟_{FIRST}.ipynb", "several students: 20260018, 20260019"),
    (f"20260012_李明_{FIRST}.ipynb", "several students: 20260012, 20260015"),
    (f"20260012_20260013_{FIRST}.ipynb", "several students: 20260012, 20260013"),
    ("20260012_report.pdf", "Not a notebook"),
])
def test_a_file_that_is_not_certain_is_left_and_explained(delivery, name, reason):
    row = delivery.add(name).sort().loc[name]
    assert row["done"] == "left" and reason in row["reason"]
    assert delivery.handed_in() == []


@pytest.mark.parametrize("name, content, found, reason", [
    ("20260012 abc-2-policies.ipynb", notebook(SECOND), SECOND, ""),
    ("20260012_作业.ipynb", notebook(SECOND), SECOND, ""),
    ("20260012_作业.ipynb", b"{}", "", "has no cells"),
    ("20260012_作业.ipynb", b'{"cells": []}', "", "Neither the name nor the cells"),
    (f"20260012_{FIRST}.ipynb", b"", FIRST, ""),
])
def test_the_notebook_is_known_by_its_name_or_else_by_its_cells(delivery, name, content, found, reason):
    row = delivery.add(name, content).sort().loc[name]
    assert row["notebook"] == found and reason in row["reason"]
    assert delivery.handed_in() == ([f"20260012/abc/{found}.ipynb"] if found else [])


def test_the_newest_of_several_files_counts_and_the_others_are_named(delivery):
    delivery.add(f"20260012_{FIRST}.ipynb", notebook(answer="old"), time=1_000_000)
    delivery.add(f"20260012_{FIRST}-1.ipynb", notebook(answer="new"), time=2_000_000)
    table = delivery.sort()
    assert list(table["done"]) == ["sorted", "left"]
    assert f"20260012_{FIRST}-1.ipynb" in table.loc[f"20260012_{FIRST}.ipynb", "reason"]
    assert (delivery.submitted / "20260012" / "abc" / f"{FIRST}.ipynb").read_bytes() == notebook(answer="new")


def test_different_files_of_one_time_are_all_left_and_equal_ones_are_one(delivery):
    delivery.add("20260012_a.ipynb", notebook(answer="a"), time=1_000_000)
    delivery.add("20260012_b.ipynb", notebook(answer="b"), time=1_000_000)
    table = delivery.sort()
    assert list(table["done"]) == ["left", "left"]
    assert "20260012_a.ipynb, 20260012_b.ipynb" in table["reason"].iloc[0]
    delivery.add("20260012_b.ipynb", notebook(answer="a"), time=1_000_000)
    assert list(delivery.sort()["done"]) == ["sorted", "left"]


def test_a_zip_of_the_class_with_zips_of_students(delivery):
    inner = zipped({f"work/{FIRST}.ipynb": notebook(), "notes.docx": b"x"})
    deep = zipped({"more.zip": zipped({f"{FIRST}.ipynb": notebook()})})
    content = zipped({"20260012.zip": inner, f"lming/{SECOND}.ipynb": notebook(SECOND), "20260014.zip": deep, "20260015.zip": b"PK"})
    table = delivery.add("class.zip", content).sort(delivery.source / "class.zip")
    assert delivery.handed_in() == [f"20260012/abc/{FIRST}.ipynb", f"20260013/abc/{SECOND}.ipynb"]
    assert dict(table["done"]) == {f"20260012.zip/work/{FIRST}.ipynb": "sorted", "20260012.zip/notes.docx": "left",
                                   f"lming/{SECOND}.ipynb": "sorted", "20260014.zip/more.zip": "left", "20260015.zip": "left"}
    assert "Unpack it by hand" in table.loc["20260014.zip/more.zip", "reason"]
    assert "cannot be opened" in table.loc["20260015.zip", "reason"]


def test_a_zip_in_the_folder_is_opened(delivery):
    delivery.add("张三.ZIP", zipped({f"{FIRST}.ipynb": notebook()})).sort()
    assert delivery.handed_in() == [f"20260012/abc/{FIRST}.ipynb"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_chinese_names_in_a_zip_that_does_not_say_their_encoding(delivery, encoding):
    written = "张三_作业.ipynb".encode(encoding)
    placeholder = "x" * len(written)
    content = zipped({placeholder: notebook()}).replace(placeholder.encode(), written)
    table = delivery.add("class.zip", content).sort()
    assert list(table.index) == ["class.zip/张三_作业.ipynb"]
    assert delivery.handed_in() == [f"20260012/abc/{FIRST}.ipynb"]


def test_no_name_in_a_zip_becomes_a_path_and_no_link_is_followed(delivery, tmp_path):
    link = zipfile.ZipInfo(f"20260014_{FIRST}.ipynb")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    content = zipped({f"../../../20260012_{FIRST}.ipynb": notebook(), f"/tmp/20260013\\..\\{FIRST}.ipynb": notebook(), link: "/etc/passwd"})
    table = delivery.add("class.zip", content).sort()
    assert delivery.handed_in() == [f"20260012/abc/{FIRST}.ipynb", f"20260013/abc/{FIRST}.ipynb"]
    files = {path.relative_to(tmp_path).parts[:2] for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {("roster.csv",), ("downloaded", "class.zip"), ("grading", "submitted")}
    assert "A link" in table.loc[f"class.zip/20260014_{FIRST}.ipynb", "reason"]


def test_a_link_in_the_folder_is_left(delivery, tmp_path):
    (tmp_path / "secret").write_bytes(notebook())
    (delivery.source / f"20260012_{FIRST}.ipynb").symlink_to(tmp_path / "secret")
    assert "A link" in delivery.sort()["reason"].iloc[0]


def test_a_zip_bomb_is_left(delivery):
    content = zipped({f"20260012_{FIRST}.ipynb": b"\0" * (51 * 2**20), f"20260013_{FIRST}.ipynb": notebook()})
    table = delivery.add("class.zip", content).sort()
    assert "too large" in table.loc[f"class.zip/20260012_{FIRST}.ipynb", "reason"]
    assert delivery.handed_in() == [f"20260013/abc/{FIRST}.ipynb"]
    many = zipped({f"{number}.txt": b"" for number in range(501)})
    assert "too many" in delivery.add("class.zip", zipped({"20260012.zip": many})).sort()["reason"].iloc[0]


def test_a_damaged_file_in_a_zip_does_not_stop_the_others(delivery):
    content = bytearray(zipped({f"20260012_{FIRST}.ipynb": notebook(), f"20260013_{FIRST}.ipynb": notebook()}))
    content[200:260] = b"\xff" * 60
    table = delivery.add("class.zip", bytes(content)).sort()
    assert list(table["done"]) == ["left", "sorted"]


def test_sorting_again_changes_nothing_even_after_mending(delivery):
    name = f"20260012_{FIRST}.ipynb"
    delivery.add(name, notebook().decode().encode("utf-16")).sort()
    assert delivery.sort().loc[name, "done"] == "unchanged"
    folder = delivery.submitted / "20260012" / "abc"
    mend_submission(folder, SOLUTIONS / "abc", originals_of(folder))
    mended = (folder / f"{FIRST}.ipynb").read_bytes()
    assert delivery.sort().loc[name, "done"] == "unchanged"
    assert (folder / f"{FIRST}.ipynb").read_bytes() == mended


def test_an_earlier_submission_is_kept_among_the_originals(delivery):
    name = f"20260012_{FIRST}.ipynb"
    delivery.add(name, notebook(answer="old")).sort()
    row = delivery.add(name, notebook(answer="new")).sort().loc[name]
    assert row["done"] == "sorted" and "kept among the originals" in row["reason"]
    folder = delivery.submitted / "20260012" / "abc"
    assert (folder / f"{FIRST}.ipynb").read_bytes() == notebook(answer="new")
    assert (originals_of(folder) / f"{FIRST}.ipynb").read_bytes() == notebook(answer="old")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_the_class_list_may_come_from_a_spreadsheet_program(delivery, encoding):
    delivery.roster.write_text(ROSTER, encoding=encoding)
    assert delivery.add(f"张三_{FIRST}.ipynb").sort()["student_id"].tolist() == ["20260012"]


@pytest.mark.parametrize("text, message", [
    ("id,name\n1,a\n", "student_id"),
    ("student_id,full\n1,a\n", "name"),
    ("student_id,name\n1,a\n,b\n", "empty in rows 3"),
    ("student_id,name\n1,a\n2,c\n1,b\n", "more than once, in rows 2, 4"),
    ("student_id,name\n../x,a\n", "in rows 2 that cannot name a folder"),
])
def test_a_class_list_that_cannot_be_used_is_refused_in_words(delivery, text, message):
    delivery.roster.write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match=message):
        delivery.sort()


def test_a_source_that_is_neither_a_folder_nor_a_zip_is_refused(delivery):
    for source in (delivery.roster, delivery.source / "nothing"):
        with pytest.raises(CourseError, match="neither a folder nor a zip"):
            delivery.sort(source)


def test_an_empty_folder_gives_an_empty_table(delivery):
    assert delivery.sort().empty


def test_hidden_files_are_passed_over(delivery):
    delivery.add(".DS_Store", b"").add(f".ipynb_checkpoints/20260012_{FIRST}.ipynb").add(f"__MACOSX/._20260012_{FIRST}.ipynb")
    assert delivery.sort().empty
