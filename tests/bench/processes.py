"""CPU and memory of a running server, read from /proc."""

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def _stat(pid: int) -> list[str] | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    return text.rpartition(")")[2].split()


def descendants(root: int) -> set[int]:
    """Return the pids of ``root`` and everything it started."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            fields = _stat(int(entry.name))
            if fields:
                parents[int(entry.name)] = int(fields[1])
    found = {root}
    while True:
        more = {pid for pid, parent in parents.items() if parent in found} - found
        if not more:
            return found
        found |= more


def cpu_seconds(web: int, postmaster: int, database: str) -> float:
    """
    Return user and system time of the web server's tree and of the database's work for us.

    That is our backends and the server's own processes (writers, checkpointer, autovacuum), not the
    backends of other databases on the same server.
    """
    total = sum(_ticks(pid, ended_children=True) for pid in descendants(web))
    total += sum(_ticks(pid) for pid in descendants(postmaster) if _database_of(pid) in ("", database))
    return total / _TICKS


def ticks_of(pids: set[int]) -> float:
    """Return user and system time of the processes, in seconds, ended children included."""
    return sum(_ticks(pid, ended_children=True) for pid in pids) / _TICKS


def _ticks(pid: int, *, ended_children: bool = False) -> int:
    fields = _stat(pid)
    return sum(map(int, fields[11 : 15 if ended_children else 13])) if fields else 0


def _database_of(pid: int) -> str:
    """Return the database that a backend serves, from "postgres: user database host state"; else ""."""
    try:
        title = Path(f"/proc/{pid}/cmdline").read_bytes().rstrip(b"\0 ").decode(errors="replace")
    except OSError:
        return ""
    words = title.removeprefix("postgres: ").split()
    backend = title.startswith("postgres: ") and len(words) >= 4 and words[:2] != ["parallel", "worker"]
    return words[1] if backend else ""


def memory_mb(root: int) -> float:
    """Return the largest resident set in a tree, in megabytes: one web worker's."""
    sizes = [int(fields[21]) * _PAGE / 1e6 for pid in descendants(root) if (fields := _stat(pid))]
    return max(sizes, default=0.0)


@dataclass(frozen=True)
class Sample:
    """What one kind of request cost."""

    cpu_ms: float
    p50_ms: float
    p95_ms: float
    bytes: int
    requests: int


def percentile(values: list[float], share: float) -> float:
    """Return the value below which ``share`` of the sorted values lie (nearest rank)."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]
