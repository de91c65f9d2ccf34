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


def cpu_seconds(roots: list[int]) -> float:
    """Return user and system time of the trees, children that have ended included."""
    total = 0
    for pid in set().union(*(descendants(root) for root in roots)):
        fields = _stat(pid)
        if fields:
            total += sum(int(fields[index]) for index in (11, 12, 13, 14))
    return total / _TICKS


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
