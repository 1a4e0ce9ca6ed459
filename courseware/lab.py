"""Open the course in JupyterLab: the learner's copies, or with ``--teach`` the whole repository."""

import argparse
import json
import locale
import os
import sys
from pathlib import Path

from courseware.copies import refresh_copies
from courseware.files import ROOT

FIRST_PAGE = "chapters/00_1_start_here.ipynb"
INTERFACE = {"en": "en", "zh": "zh_CN"}  # JupyterLab's names of the two languages
ANYWHERE_IN_NOTEBOOK = ".jp-Notebook.jp-mod-commandMode:not(.jp-mod-readWrite) :focus"  # JupyterLab's shortcuts for cells
TEXTS = {
    "serving": {
        "en": "The course is served from {folder}. JupyterLab prints its address below. Stop it with Ctrl-C.",
        "zh": "课程文件夹：{folder}。JupyterLab 的网址显示在下面，按 Ctrl-C 停止。",
    },
    "waiting": {
        "en": "{copy}: your own version is kept. A newer one is waiting: rename yours, then open the course again.",
        "zh": "{copy}：保留了你修改过的版本。课程有新版本，想要的话，请把你的文件改名，再重新打开课程。",
    },
}


def main(arguments):
    """Serve the course until it is stopped."""
    options = _read_options(arguments)
    work = ROOT / "work"
    language = choose_language(options.lang, work)
    sys.stdout.reconfigure(errors="replace")
    folder = ROOT if options.teach else work / language
    folder.mkdir(parents=True, exist_ok=True)
    if not options.teach:
        for copy in refresh_copies(ROOT, work, language):
            print(TEXTS["waiting"][language].format(copy=copy))
    print(TEXTS["serving"][language].format(folder=folder), flush=True)
    os.environ.update(surroundings(work, language, folder))
    write_settings(work / ".jupyter", language)
    os.chdir(folder)
    from jupyterlab.labapp import LabApp

    LabApp.launch_instance(server_options(folder, options.browser, options.port))


def _read_options(arguments):
    parser = argparse.ArgumentParser(prog="course.py lab", allow_abbrev=False)
    parser.add_argument("--lang", choices=tuple(INTERFACE), help="English or Chinese edition · 英文版或中文版")
    parser.add_argument("--no-browser", dest="browser", action="store_false", help="open no browser · 不打开浏览器")
    parser.add_argument("--port", type=int, help="the server's port · 服务器端口")
    parser.add_argument("--teach", action="store_true", help="open the whole repository · 打开整个仓库（教师用）")
    return parser.parse_args(arguments)


def choose_language(asked, work):
    """Return the language asked for, else the one used last, else the computer's; and remember it."""
    memory = work / ".language"
    last = memory.read_text(encoding="utf-8").strip() if memory.exists() else None
    language = asked or (last if last in INTERFACE else system_language())
    work.mkdir(exist_ok=True)
    memory.write_text(language + "\n", encoding="utf-8", newline="\n")
    return language


def system_language():
    """Return ``"zh"`` on a computer that is set to Chinese, else ``"en"``."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    name = next(filter(None, names), None) or locale.getlocale()[0] or ""
    return "zh" if name.lower().startswith(("zh", "chinese")) else "en"


def surroundings(work, language, folder):
    """Return the environment variables of the server and its kernels.

    Jupyter's settings stay in the work folder, so the learner's own Jupyter is neither read nor
    changed. Each served folder has its own workspace: open tabs are paths inside that folder.
    """
    private = work / ".jupyter"
    workspace = "teach" if folder == ROOT else language
    return {
        "CRM_LANGUAGE": language,
        "CRM_PROGRESS": str(work / "progress.json"),
        "JUPYTER_CONFIG_DIR": str(private),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTERLAB_SETTINGS_DIR": str(private / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(private / "workspaces" / workspace),
    }


def write_settings(private, language):
    """Set JupyterLab's language, and turn its news and update checks off until the learner decides.

    Shortcuts for cells are kept from the controls of a widget; a learner's own shortcuts are kept.
    A widget's messages are kept in the kernel's main thread, because matplotlib may draw in one
    thread only.
    """
    settings = private / "settings" / "@jupyterlab"
    interface = settings / "translation-extension" / "plugin.jupyterlab-settings"
    news = settings / "apputils-extension" / "notification.jupyterlab-settings"
    kernels = settings / "apputils-extension" / "kernels-settings.jupyterlab-settings"
    keys = settings / "shortcuts-extension" / "shortcuts.jupyterlab-settings"
    for path in (interface, news, keys):
        path.parent.mkdir(parents=True, exist_ok=True)
    interface.write_text(json.dumps({"locale": INTERFACE[language]}), encoding="utf-8")
    kernels.write_text(json.dumps({"commsOverSubshells": "disabled"}), encoding="utf-8")
    if not keys.exists():
        keys.write_text(json.dumps({"shortcuts": shortcuts_beside_widgets()}), encoding="utf-8")
    if not news.exists():
        news.write_text(json.dumps({"fetchNews": "false", "checkForUpdates": False}), encoding="utf-8")
    (private / "nbgrader_config.py").touch()  # a learner needs no settings of nbgrader; without a file it warns


def shortcuts_beside_widgets():
    """Return settings that leave the keys to a list of boxes, a choice or a slider that has the focus.

    JupyterLab's shortcuts for cells hold wherever the focus is inside a notebook: an arrow key on a
    list moves to the next cell, and the letter X cuts the cell.
    """
    found = []
    for path in sorted(Path(sys.prefix, "share", "jupyter", "lab", "schemas", "@jupyterlab").glob("*/*.json")):
        shortcuts = json.loads(path.read_text(encoding="utf-8")).get("jupyter.lab.shortcuts", [])
        found += [shortcut for shortcut in shortcuts if shortcut["selector"] == ANYWHERE_IN_NOTEBOOK]
    narrower = ANYWHERE_IN_NOTEBOOK + ":not(select):not(input):not(.noUi-handle)"
    return [{**shortcut, "disabled": True} for shortcut in found] + [{**shortcut, "selector": narrower} for shortcut in found]


def server_options(folder, browser, port):
    """Return JupyterLab's command line for serving `folder` on this computer only."""
    page = f"/lab/tree/{FIRST_PAGE}" if (folder / FIRST_PAGE).exists() else "/lab"
    options = [f"--ServerApp.root_dir={folder}", f"--LabApp.default_url={page}"]
    options += ["--ServerApp.ip=127.0.0.1", "--Application.log_level=WARN"]
    if not browser:
        options.append("--no-browser")
    if port is not None:
        options.append(f"--ServerApp.port={port}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")
    return options


if __name__ == "__main__":
    main(sys.argv[1:])
