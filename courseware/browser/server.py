"""A private JupyterLab on this machine, with folders and settings of its own."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import ProxyHandler, Request, build_opener

from courseware.files import ROOT
from courseware.lab import write_settings

START_SECONDS = 60
STOP_SECONDS = 15
SETTINGS = {
    "settings/@jupyterlab/docmanager-extension/plugin.jupyterlab-settings": {
        "autosave": False,
    },
    "settings/@jupyterlab/notebook-extension/tracker.jupyterlab-settings": {
        "windowingMode": "none",
        "scrollPastEnd": False,
    },
    "labconfig/page_config.json": {"buildCheck": False, "buildAvailable": False},
}


@dataclass(frozen=True)
class PrivateLab:
    """A running private JupyterLab.

    Attributes
    ----------
    address : str
        Where it answers, on this machine only.
    token : str
        The password that its pages and requests need.
    folder : Path
        The folder whose notebooks it shows.
    progress : Path
        The file in which kernels keep the learner's progress.
    language : {"en", "zh"}
        Language of JupyterLab and of its kernels.
    """

    address: str
    token: str
    folder: Path
    progress: Path
    language: str

    def request(self, path, method="GET"):
        """Send a request to JupyterLab and wait until it has been answered."""
        headers = {"Authorization": f"token {self.token}"}
        request = Request(f"{self.address}/{path}", headers=headers, method=method)
        without_proxy = build_opener(ProxyHandler({}))
        with without_proxy.open(request, timeout=5):
            pass


@contextmanager
def private_lab(home, language="en"):
    """Run a JupyterLab of our own until the end of the ``with`` block.

    It uses the running Python and the settings of `course.py lab`, answers on this machine only,
    and neither reads nor writes the settings of the person who starts it.

    Parameters
    ----------
    home : Path
        An empty folder for everything that JupyterLab writes.
    language : {"en", "zh"}
        Language of JupyterLab and of the course in its kernels.

    Yields
    ------
    PrivateLab

    Raises
    ------
    RuntimeError
        If JupyterLab does not start. The text is the end of what it wrote.
    """
    folder = home / "notebooks"
    folder.mkdir(parents=True)
    write_settings(home, language)
    _write_further_settings(home)
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    lab = PrivateLab(address, secrets.token_hex(), folder, home / "progress.json", language)
    output = home / "jupyterlab.log"
    with output.open("wb") as stream:
        process = subprocess.Popen(
            _command(lab, port), env=_environment(home, lab), stdout=stream, stderr=stream
        )
        try:
            _wait_until_it_answers(lab, process, output)
            yield lab
        finally:
            _stop(lab, process)


def _write_further_settings(home):
    for name, values in SETTINGS.items():
        file = home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values), encoding="utf-8", newline="\n")


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _command(lab, port):
    return [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={lab.folder}",
        "--ServerApp.terminals_enabled=False",
        "--LabApp.expose_app_in_browser=True",
        "--LabApp.extension_manager=readonly",
        "--LanguageServerManager.autodetect=False",
    ]


def _environment(home, lab):
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    private = {
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "CRM_LANGUAGE": lab.language,
        "CRM_PROGRESS": str(lab.progress),
        "JUPYTER_TOKEN": lab.token,
        "JUPYTER_CONFIG_DIR": str(home),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    return os.environ | private


def _wait_until_it_answers(lab, process, output):
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            return lab.request("api/status")
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(output.read_text(encoding="utf-8", errors="replace")[-3000:])


def _stop(lab, process):
    try:
        lab.request("api/shutdown", "POST")
    except OSError:
        process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
