"""The door to the course: makes its environment in .venv, then hands over to it.

It uses the standard library only and installs nothing outside .venv. Python 3.6 can still read
this file, so that an old Python is answered with a sentence and not with a SyntaxError.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 14)
COURSE, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"
ROOT = Path(__file__).resolve().parent
PROJECT = ROOT / "pyproject.toml"
LOG = ROOT / "work" / "install.log"
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "course.json"  # marks .venv as ours; empty until the environment is complete

Verb = namedtuple("Verb", "lock module english chinese")
VERBS = {
    "lab": Verb(COURSE, "courseware.lab", "open the course in JupyterLab", "在 JupyterLab 中打开课程"),
    "check": Verb(COURSE, "courseware.full_check", "check a finished exercise: check FILE", "检查做完的练习：check 文件"),
    "run": Verb(COURSE, None, "run a command in the environment: run COMMAND", "在课程环境中运行命令：run 命令"),
    "grade": Verb(COURSE, "courseware.grade", "grade a class: grade ASSIGNMENT", "批改全班的作业：grade 作业名"),
    "demo": Verb(COURSE, "courseware.demo", "see a simulated class graded", "演示：批改一个模拟班级的作业"),
    "test": Verb(DEVELOPMENT, "pytest", "run the tests", "运行测试"),
    "build": Verb(DEVELOPMENT, "courseware.build", "build both editions and the exercises", "生成中英文两版教材和练习"),
    "lock": Verb(DEVELOPMENT, "courseware.lock", "pin the versions of all packages", "锁定所有软件包的版本"),
    "bench": Verb(DEVELOPMENT, "benchmarks", "measure speed against other packages", "与其他软件包比较速度"),
}


class Stop(Exception):
    """What went wrong and the remedy, for the person at the keyboard, in English and Chinese."""

    def __init__(self, english, chinese):
        super().__init__(english + "\n" + chinese)


def require_python():
    """Stop when this Python is too old, and name a newer one that this computer has."""
    if sys.version_info >= OLDEST:
        return
    newer = newer_python()
    english = "Run '{} course.py' instead." if newer else "Install a newer Python, then run the same command again."
    chinese = "请改用“{} course.py”运行。" if newer else "请安装新版 Python，再重新运行刚才的命令。"
    versions = "{}.{}".format(*sys.version_info), "{}.{}".format(*OLDEST)
    raise Stop(
        "Python {} is too old: the course needs Python {} or newer. ".format(*versions) + english.format(newer),
        "Python {} 版本太旧，本课程需要 Python {} 或更新的版本。".format(*versions) + chinese.format(newer),
    )


def newer_python():
    """Return the name of the newest Python on PATH that can run the course, or None."""
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        name = "python3.{}".format(minor)
        if shutil.which(name) and version_of(name) == "3.{}".format(minor):
            return name
    return None


def version_of(python):
    """Return the version of a Python as '3.12', or None when it does not run."""
    code = "import sys; print('{}.{}'.format(*sys.version_info))"
    try:
        answer = subprocess.check_output([str(python), "-I", "-S", "-c", code], stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.decode().strip()


def read_arguments(arguments):
    """Return the verb, the extras named by --with, and the words that are handed on."""
    words, verb, extras, handed_on = list(arguments), None, [], []
    while words:
        word = words.pop(0)
        if word == "--with" and words:
            extras.append(words.pop(0))
        elif verb is None:
            verb = word
        elif verb == "run":
            return verb, extras, [word] + words
        else:
            handed_on.append(word)
    return verb, extras, handed_on


def usage():
    verbs = ("\n  {:<6} {} · {}".format(name, verb.english, verb.chinese) for name, verb in VERBS.items())
    return "python course.py [--with EXTRA] VERB ...\n" + "".join(verbs)


def prepare(lock, extras):
    """Make or refresh the environment, unless it already holds what is wanted."""
    stands = standing()
    extras = sorted(set(extras).union(stands.get("extras", [])))
    packages = packages_of(extras)
    if stands.get("lock") == DEVELOPMENT:
        lock = DEVELOPMENT
    wanted = {"folder": str(ROOT), "lock": lock, "extras": extras, "digest": digest()}
    if dict(stands, **wanted) == stands:
        return
    if not stands:
        require_own_folder()
        require_venv()
    print("Preparing the course in .venv. The first time this takes a few minutes.", file=sys.stderr)
    print("正在 .venv 中准备课程环境，第一次需要几分钟。", file=sys.stderr)
    LOG.parent.mkdir(exist_ok=True)
    LOG.write_text("", encoding="utf-8")
    try:
        if not stands:
            make()
        install(lock, packages)
        STAMP.write_text(json.dumps(dict(wanted, python=version_of(PYTHON))), encoding="utf-8")
    except BaseException:
        if not stands:
            remove()
        raise


def standing():
    """Return what our environment holds, or {} when there is none that can be used."""
    try:
        stands = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stands if stands["folder"] == str(ROOT) and stands["python"] == version_of(PYTHON) else {}


def digest():
    """Return a fingerprint of all that decides what is installed."""
    content = b"".join((ROOT / name).read_bytes() for name in (COURSE, DEVELOPMENT, PROJECT.name))
    return hashlib.sha256(content).hexdigest()


def packages_of(extras):
    """Return the names of the packages that the project's optional extras ask for."""
    import tomllib

    known = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    for extra in extras:
        if extra not in known:
            raise Stop(
                "There is no extra '{}'. Choose from: {}.".format(extra, ", ".join(known)),
                "没有名为“{}”的附加组件，可选的有：{}。".format(extra, "、".join(known)),
            )
    return [re.match(r"[\w.-]+", requirement).group() for extra in extras for requirement in known[extra]]


def require_own_folder():
    """Stop when .venv holds something that was not made here: it is never deleted."""
    if os.path.lexists(str(VENV)) and not STAMP.exists():
        raise Stop(
            "The folder .venv was not made by the course, so it is left alone. "
            "Rename it, then run the same command again.",
            "文件夹 .venv 不是本课程创建的，因此没有改动它。请把它改名，再重新运行刚才的命令。",
        )


def require_venv():
    """Stop when this Python lacks the modules that make an environment."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError as error:
        raise Stop(
            "This Python cannot make an environment: its module '{}' is missing. On Debian or Ubuntu run "
            "'sudo apt install python3-venv', then run the same command again.".format(error.name),
            "这个 Python 缺少“{}”模块，无法创建环境。在 Debian 或 Ubuntu 上，请先运行"
            "“sudo apt install python3-venv”，再重新运行刚才的命令。".format(error.name),
        )


def make():
    """Make an empty environment, in place of a half-made one of ours."""
    if VENV.exists() and not remove():
        raise Stop(
            "The old .venv could not be removed. Close every program that uses it, then run the same command again.",
            "旧的 .venv 无法删除。请关闭正在使用它的程序，再重新运行刚才的命令。",
        )
    VENV.mkdir()
    STAMP.touch()
    step(sys._base_executable, "-m", "venv", VENV)  # .venv may hold the Python that runs this


def remove():
    """Remove our .venv and return whether it is gone; what cannot be removed stays marked as ours."""
    shutil.rmtree(str(VENV), ignore_errors=True)
    if VENV.exists():
        STAMP.touch()
    return not VENV.exists()


def install(lock, packages):
    """Install what the lock pins, the packages of the extras, and the project itself."""
    step(PYTHON, "-m", "pip", "install", "--require-hashes", "--no-deps", "-r", pins(["uv"]))
    uv = [PYTHON, "-m", "uv", "pip", "install", "--python", PYTHON] + index_option()
    step(*uv, "--require-hashes", "--no-deps", "-r", lock)
    if packages:
        step(*uv, "--require-hashes", "--constraints", DEVELOPMENT, "-r", pins(packages))
    step(*uv, "--no-deps", "--no-build-isolation", "--editable", ROOT)


def pins(names):
    """Write a file with the lines of the development lock that pin these packages; return its path."""
    lock = (ROOT / DEVELOPMENT).read_text(encoding="utf-8")
    found = [re.search(r"^{}==.*(\n    .*)*".format(name), lock, re.MULTILINE).group() for name in names]
    path = VENV / "pins.txt"
    path.write_text("\n".join(found) + "\n", encoding="utf-8")
    return path


def index_option():
    """Return the option that lets uv use the package index that pip is set to, such as a mirror nearby."""
    if "UV_DEFAULT_INDEX" in os.environ or "UV_INDEX_URL" in os.environ:
        return []
    address = os.environ.get("PIP_INDEX_URL")
    if not address:
        ask = [str(PYTHON), "-m", "pip", "config", "get", "global.index-url"]
        address = subprocess.run(ask, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode().strip()
    return ["--default-index", address] if address else []


def step(*command):
    """Run one step of the installation: all it says goes to the log, downloads also to the screen."""
    with LOG.open("a", encoding="utf-8") as log, subprocess.Popen(
        [str(word) for word in command],
        cwd=str(ROOT), env=surroundings(), encoding="utf-8", errors="replace",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:
        for line in process.stdout:
            log.write(line)
            if line.strip().startswith("Downloading"):
                print(line.rstrip(), file=sys.stderr)
    if process.returncode:
        raise Stop(
            "The packages could not be installed; most often there is no network. "
            "Check the network, then run the same command again. Details: {}".format(LOG),
            "软件包没有安装成功，多半是网络不通。请检查网络，再重新运行刚才的命令。详细信息见：{}".format(LOG),
        )


def surroundings():
    """Return the environment variables of an activated .venv."""
    variables = dict(os.environ, VIRTUAL_ENV=str(VENV), PIP_USER="0")
    variables["PATH"] = str(SCRIPTS) + os.pathsep + variables.get("PATH", os.defpath)
    variables.pop("PYTHONHOME", None)
    return variables


def hand_over(verb, words):
    """Run the verb's module, or a command of the person's own, in place of this program."""
    command = [str(PYTHON), "-m", verb.module] + words if verb.module else words
    if verb.lock == DEVELOPMENT:
        os.chdir(str(ROOT))
    variables = surroundings()
    program = shutil.which(command[0], path=variables["PATH"])
    if program is None:
        raise Stop(
            "There is no command '{}'. Check its spelling.".format(command[0]),
            "找不到命令“{}”，请检查拼写。".format(command[0]),
        )
    if os.name == "posix":
        os.execve(program, command, variables)
    process = subprocess.Popen([program] + command[1:], env=variables)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            pass  # Ctrl-C reaches the program too, and the program decides


def main(arguments):
    try:
        require_python()
        name, extras, words = read_arguments(arguments)
        if name not in VERBS or (name == "run" and not words):
            print(usage(), file=sys.stderr)
            return 2
        prepare(VERBS[name].lock, extras)
        return hand_over(VERBS[name], words)
    except Stop as sentence:
        return str(sentence)
    except OSError as error:
        english = "Something could not be read or written: {}. Check this folder's permissions and the free disk space."
        chinese = "文件无法读写：{}。请检查这个文件夹的权限和剩余的磁盘空间。"
        return str(Stop(english.format(error), chinese.format(error)))
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
