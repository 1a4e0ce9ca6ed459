"""What is kept of every mark, so that an instructor can be told why, and what changed."""

import hashlib
import json
import os
from pathlib import Path

_LONGEST = 20_000


def digest(*texts):
    """Return a short fingerprint of texts or bytes."""
    total = hashlib.sha256()
    for text in texts:
        content = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        total.update(len(content).to_bytes(8, "little") + content)
    return total.hexdigest()[:16]


def mark_of(grade_id, check, verdict):
    """Return one mark as it is kept: the verdict, what was compared, and the version of the check."""
    return {
        "cell": grade_id, "check": verdict.check_id, "version": digest(check.source), "score": verdict.score, "points": verdict.points,
        "messages": verdict.messages, "keys": verdict.keys, "compared": [_bounded(compared) for compared in verdict.record],
    }


def write(path, record):
    """Write a record whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(json.dumps(record, ensure_ascii=True, indent=1), encoding="utf-8")
    os.replace(beside, path)


def read(path):
    """Return a record, or None where there is none."""
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def _bounded(compared):
    return {key: _shortened(value) for key, value in compared.items()}


def _shortened(value):
    text = json.dumps(value)
    return value if len(text) <= _LONGEST else {"$": "long", "characters": len(text), "digest": digest(text), "begins": text[:500]}
