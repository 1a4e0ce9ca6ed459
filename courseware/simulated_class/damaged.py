"""Files of honest students that an editor, a browser, a converter or an upload has damaged."""

import copy
import json
import warnings

import nbformat

from courseware.simulated_class.submissions import NO_FIRST, NO_SECOND, collector

CASES = []
case = collector(CASES)
FIRST_FILE = "abc_1_customers.ipynb"


@case(language="zh")
def byte_order_mark(work):
    """Notepad saved the file with a mark at its start."""
    work.hand_in(b"\xef\xbb\xbf" + work.file())


@case(language="zh")
def utf_16(work):
    """An editor saved the file as "Unicode"."""
    work.hand_in(work.file().decode().encode("utf-16"))


@case(language="zh")
def gb18030(work):
    """An editor saved the file in China's older encoding."""
    work.hand_in(work.file().decode().encode("gb18030"))


@case()
def windows_line_ends(work):
    """The file and all cells have Windows' line ends."""
    content = work.content()
    for cell in content["cells"]:
        cell["source"] = "".join(cell["source"]).replace("\n", "\r\n")
    work.hand_in(json.dumps(content, indent=1).replace("\n", "\r\n").encode())


@case()
def renamed(work):
    """The browser added a number, the student a name."""
    work.files = {FIRST_FILE: None, "abc_1_customers (1).ipynb": work.file(),
                  "abc_2_policies.ipynb": None, "李小明_第二份作业.ipynb": work.file("abc_2_policies")}


@case()
def named_as_text(work):
    """The browser added .txt."""
    work.files = {FIRST_FILE: None, FIRST_FILE + ".txt": work.file()}


@case()
def folder_in_the_folder(work):
    """The notebooks were handed in inside a folder, with what a Mac adds."""
    for name in work.notebooks:
        work.files.update({f"{name}.ipynb": None, f"my work/{name}.ipynb": work.file(name),
                           f"__MACOSX/my work/._{name}.ipynb": b"\0\5\x16\7", f"my work/.ipynb_checkpoints/{name}-checkpoint.ipynb": b"{}"})


@case()
def solution_cell_twice(work):
    """An answer cell was copied; the first copy is still the stub."""
    cells = work.notebooks["abc_1_customers"].cells
    copied = copy.deepcopy(work.cell("abc_totals"))
    copied.source = "# your code here / 在此编写代码"
    cells.insert(cells.index(work.cell("abc_totals")), copied)


@case()
def test_cell_twice(work):
    """A test cell was copied."""
    cells = work.notebooks["abc_1_customers"].cells
    cells.insert(3, copy.deepcopy(work.cell("test_abc_totals")))


@case()
def test_cell_deleted(work):
    """Two test cells were deleted."""
    for cell in ("test_abc_totals", "test_abc_first_cut"):
        work.notebooks["abc_1_customers"].cells.remove(work.cell(cell))


@case()
def code_turned_into_text(work):
    """The key M made prose of an answer cell and of a test cell."""
    for name in ("abc_totals", "test_abc_totals"):
        cell = work.cell(name)
        cell.cell_type = "markdown"
        del cell["outputs"], cell["execution_count"]


@case()
def saved_by_colab(work):
    """Colab keeps ids in the metadata, adds its own, and drops the format's ids."""
    content = work.content()
    for cell in content["cells"]:
        cell["metadata"] = {"id": cell.pop("id"), "colab": {"base_uri": "x"}, "outputId": "y"}
    content.update(nbformat_minor=0, metadata={"colab": {"provenance": []}, "kernelspec": {"name": "python3", "display_name": "Python 3"}})
    work.hand_in(content)


@case()
def marking_stripped(work):
    """An editor dropped nbgrader's metadata."""
    content = work.content()
    for cell in content["cells"]:
        cell["metadata"] = {}
    work.hand_in(content)


@case()
def old_format(work):
    """A program saved the notebook in format 3."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        old = nbformat.convert(work.notebooks["abc_1_customers"], 3)
        work.hand_in(nbformat.v3.writes_json(old).encode())


@case()
def no_minor_format(work):
    """The file does not say which 4 of the format it is, and not what kernel."""
    content = work.content()
    del content["nbformat_minor"], content["metadata"]
    work.hand_in(content)


@case(marks=NO_FIRST)
def empty_file(work):
    """The upload left nothing of one file."""
    work.hand_in(b"")


@case(marks="none", state="unreadable", language="zh")
def nothing_but_empty_files(work):
    """The upload left nothing of both files."""
    work.hand_in(b"", "abc_1_customers")
    work.hand_in(b"", "abc_2_policies")


@case(marks=NO_FIRST)
def file_that_breaks_off(work):
    """The upload stopped in the middle."""
    work.hand_in(work.file()[:5000])


@case(marks=NO_FIRST)
def merge_conflict(work):
    """git left both versions in the file."""
    lines = work.file().decode().splitlines()
    work.hand_in("\n".join([*lines[:20], "<<<<<<< HEAD", lines[20], "=======", lines[20], ">>>>>>> mine", *lines[21:]]).encode())


@case(marks=NO_SECOND)
def one_of_two(work):
    """The second notebook was forgotten."""
    work.files["abc_2_policies.ipynb"] = None


@case(marks="none", state="unreadable", language="zh")
def a_report_in_place_of_notebooks(work):
    """Only a PDF was handed in."""
    work.files = {FIRST_FILE: None, "abc_2_policies.ipynb": None, "作业.pdf": b"%PDF-1.7"}


@case()
def time_in_words(work):
    """The learning-management system wrote the time of handing in as it liked."""
    work.files["timestamp.txt"] = "2026年3月5日 下午 3:07".encode()
