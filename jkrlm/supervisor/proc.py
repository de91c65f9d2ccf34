"""What Linux tells of processes in /proc. A process is known by its id and the moment it started."""

import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True)
class Sighting:
    """A process as seen now. ``started_ticks`` counts clock ticks since the machine's start."""

    pid: int
    name: str
    state: str
    parent: int
    session: int
    started_ticks: int

    @property
    def alive(self) -> bool:
        return self.state not in "ZX"


def look(pid: int) -> Sighting | None:
    """Return the process with this id, zombies included, or None when there is none."""
    try:
        text = (PROC / str(pid) / "stat").read_text(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The name stands in brackets and may itself hold spaces and brackets.
    name = text[text.index("(") + 1 : text.rindex(")")]
    fields = text[text.rindex(")") + 2 :].split()
    return Sighting(pid, name, fields[0], int(fields[1]), int(fields[3]), int(fields[19]))


def everyone() -> Iterator[Sighting]:
    for entry in os.listdir(PROC):
        if entry.isdigit() and (seen := look(int(entry))) is not None:
            yield seen


def session_members(leader: int) -> list[Sighting]:
    """Return the living processes of the session that ``leader`` opened."""
    return [seen for seen in everyone() if seen.session == leader and seen.alive]


def works_in(pid: int, folder: Path) -> bool | None:
    """Return whether the process's working folder is this one; None where we may not look."""
    try:
        return os.path.samestat(os.stat(PROC / str(pid) / "cwd"), os.stat(folder))
    except PermissionError:
        return None
    except OSError:
        return False


def boot_id() -> str:
    return (PROC / "sys/kernel/random/boot_id").read_text().strip()


def send(pid: int, signum: signal.Signals) -> None:
    """Signal a process that may be gone already."""
    try:
        os.kill(pid, signum)
    except ProcessLookupError:
        return


def send_session(leader: int, signum: signal.Signals) -> None:
    """Signal everything in the session that ``leader`` opened, also when the leader itself is gone."""
    for seen in session_members(leader):
        send(seen.pid, signum)
