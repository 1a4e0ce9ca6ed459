"""Where the parts of the course are, and writing files only when they change."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "zh")
CHAPTERS = ROOT / "chapters"
EXERCISES = ROOT / "exercises"
SOLUTIONS = ROOT / "solutions"
QUIET_KERNEL = ["--log-level=ERROR"]


def write_if_changed(path, content):
    """Write bytes to `path` unless it holds them already; return whether it was written."""
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True


def remove_others(folder, keep, pattern="**/*"):
    """Remove the files of `folder` that match `pattern` and are not in `keep`; return them."""
    stale = [path for path in folder.glob(pattern) if path.is_file() and path not in keep]
    for path in stale:
        path.unlink()
    return stale
