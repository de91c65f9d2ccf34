"""The children's output, a file each in the data folder."""

import re
from pathlib import Path
from typing import IO

ROTATE_BYTES = 10 * 1024 * 1024
_EXCEPTION = re.compile(r"^[\w.]+(Error|Exception|Configured|Warning)?:? ")
_STAMP = re.compile(r"^\d{4}-\d\d-\d\d [\d:.]+ \w+ \[\d+\] ")


def open_log(path: Path) -> IO[bytes]:
    """Open for appending; a file past 10 MB becomes ``.1`` first, and the one before that goes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > ROTATE_BYTES:
        path.replace(path.with_name(path.name + ".1"))
    return path.open("ab")


def last_lines(path: Path, count: int = 3) -> str:
    """Return the last lines that say why something went wrong, else the last lines, as one line."""
    try:
        with path.open("rb") as log:
            log.seek(max(0, path.stat().st_size - 8192))
            lines = [
                line.strip() for line in log.read().decode(errors="replace").splitlines() if line.strip()
            ]
    except OSError:
        return "nothing was written to its log"
    if "Traceback (most recent call last):" in lines and _EXCEPTION.match(lines[-1]):
        return lines[-1]
    telling = [
        line for line in lines[-20:] if re.search(r"FATAL|ERROR|error:|Error\b|HINT|cannot|could not", line)
    ]
    chosen = telling[-count:] or lines[-count:]
    return " ".join(_STAMP.sub("", line) for line in chosen) or "nothing was written to its log"
