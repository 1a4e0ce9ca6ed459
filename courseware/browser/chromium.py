"""One Chromium that can reach nothing but this machine."""

import os
import shutil
from contextlib import contextmanager

from playwright.sync_api import sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]


HOW_TO_INSTALL = (
    "The browser '{program}' was not found. Install Chromium "
    "(on Debian and Ubuntu: sudo apt-get install chromium), or set the environment variable "
    "CHROMIUM to the path of Chromium or Chrome."
)


def find_chromium():
    """Return the path of Chromium: the environment variable ``CHROMIUM``, else ``chromium``.

    Raises
    ------
    FileNotFoundError
        If there is no such program. The text says how to install it.
    """
    program = os.environ.get("CHROMIUM", "chromium")
    path = shutil.which(program)
    if path is None:
        raise FileNotFoundError(HOW_TO_INSTALL.format(program=program))
    return path


@contextmanager
def open_chromium():
    """Run one Chromium without a window until the end of the ``with`` block.

    Yields
    ------
    playwright.sync_api.Browser

    Raises
    ------
    FileNotFoundError
        If there is no Chromium on this machine.
    """
    path = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()
