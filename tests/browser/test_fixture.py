"""The browser fixture tells the truth about a widget that is slow to answer."""

import os
import struct
import subprocess
import sys

import nbformat
import pytest
from playwright.sync_api import Error

from courseware.browser.latency import measure_latency
from courseware.browser.notebook import slider_value

# The picture is as many pixels wide as the text says, so that both show which state was drawn.
SLOW_EXPLORER = """
import io, os, sys, time
import ipywidgets as widgets
import numpy
from matplotlib.image import imsave

width = widgets.IntSlider(value=20, min=1, max=100, description="Width")
shop = widgets.Dropdown(options=[("Hangzhou", "H"), ("Ningbo", "N")])
fail = widgets.Button(description="Fail")
picture = widgets.Image()
text = widgets.HTML()

def draw(change=None):
    time.sleep(0.15)
    content = io.BytesIO()
    imsave(content, numpy.zeros((5, width.value)), format="png")
    picture.value = content.getvalue()
    text.value = f"width {width.value} shop {shop.value} language {os.environ['CRM_LANGUAGE']}"

def stumble(button):
    sys.stderr.write("Careful")
    1 / 0

width.observe(draw, "value")
shop.observe(draw, "value")
fail.on_click(stumble)
draw()
widgets.VBox([width, shop, fail, picture, text])
"""


@pytest.fixture
def slow_explorer(tmp_path):
    cells = [nbformat.v4.new_markdown_cell("# Explorer"), nbformat.v4.new_code_cell(SLOW_EXPLORER)]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    path = tmp_path / "explorer.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), path)
    return path


def shown(cell):
    """Return the width of the picture, and the text, that an open explorer shows."""
    (width,) = struct.unpack(">I", cell.picture()[16:20])
    return width, cell.text(".widget-html-content")


def test_what_is_read_is_the_settled_state(notebook, slow_explorer):
    opened = notebook(slow_explorer)
    opened.run_all()
    cell = opened.code_cell("IntSlider")
    assert shown(cell) == (20, "width 20 shop H language en")

    slider = cell.slider()
    cell.press(slider, "ArrowRight", times=6)
    assert shown(cell) == (26, "width 26 shop H language en")

    cell.drag(slider, 60)
    dragged = int(slider_value(slider))
    assert dragged > 30
    assert shown(cell) == (dragged, f"width {dragged} shop H language en")

    cell.choose("Ningbo")
    assert shown(cell) == (dragged, f"width {dragged} shop N language en")
    assert opened.problems() == []
    assert opened.outside_requests == []


def test_latency_covers_the_time_that_the_kernel_needs(notebook, slow_explorer):
    opened = notebook(slow_explorer)
    opened.run_all()
    cell = opened.cell(1)
    cell.press(cell.slider(), "ArrowRight")
    latency = measure_latency(cell, cell.slider(), repeats=5)
    assert latency.percentile_90 >= latency.median >= 150
    assert shown(cell)[0] == 20


def test_a_warning_and_an_error_in_a_widget_are_listed(notebook, slow_explorer):
    opened = notebook(slow_explorer)
    opened.run_all()
    opened.cell(1).click("Fail")
    assert opened.problems() == ["Careful", "ZeroDivisionError: division by zero"]


def test_the_chinese_edition_opens_in_a_chinese_jupyterlab(notebook, slow_explorer):
    opened = notebook(slow_explorer, "zh")
    opened.run_all()
    assert shown(opened.cell(1))[1].endswith("language zh")
    assert "文件" in opened.page.locator(".lm-MenuBar").inner_text()


def test_the_browser_reaches_nothing_but_this_address(lab, browser):
    page = browser.new_page()
    port = lab("en").address.rpartition(":")[2]
    page.goto(f"http://127.0.0.1:{port}/api")
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto(f"http://localhost:{port}/api")
    page.close()


def test_screenshots_reach_the_end_of_the_notebook(notebook, slow_explorer, tmp_path):
    opened = notebook(slow_explorer)
    opened.run_all()
    pages = opened.screenshot_pages(tmp_path)
    assert len({page.read_bytes() for page in pages}) == len(pages) == 2
    end = opened.cell(1).area.bounding_box()
    assert end["y"] + end["height"] < opened.page.viewport_size["height"]


@pytest.mark.parametrize(("ci", "outcome"), [("false", "1 skipped"), ("true", "1 error")])
def test_without_chromium_the_tests_say_how_to_install_it(ci, outcome):
    test = f"{__file__}::{test_the_browser_reaches_nothing_but_this_address.__name__}"
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-rs", "-p", "no:cacheprovider", test],
        env=os.environ | {"CI": ci, "CHROMIUM": "no-such-browser"},
        capture_output=True,
        encoding="utf-8",
    )
    assert outcome in result.stdout
    assert "apt-get install chromium" in result.stdout
