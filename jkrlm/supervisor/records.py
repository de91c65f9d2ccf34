"""What was started, written down so that the next start finds what a killed supervisor left behind."""

import json
import shutil
import signal
import time
from pathlib import Path

from jkrlm.supervisor import proc
from jkrlm.supervisor.console import say

#: How long a left-over process may take to end after being asked, before it is killed.
GRACE_SECONDS = 5.0
#: PostgreSQL writes what it holds in memory first.
POSTGRES_GRACE_SECONDS = 15.0


class Records:
    """
    ``var/run/<name>.pid``: the process id, the moment it started, and which start of the machine that was.

    A process id alone proves nothing: after a restart it may belong to anybody.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.pid"

    def note(self, name: str, pid: int) -> None:
        seen = proc.look(pid)
        if seen is not None:
            entry = {"pid": pid, "started_ticks": seen.started_ticks, "boot": proc.boot_id()}
            self._file(name).write_text(json.dumps(entry))

    def forget(self, name: str) -> None:
        self._file(name).unlink(missing_ok=True)

    def session_of(self, name: str) -> int | None:
        """
        Return the session that the recorded process opened, while it is still the same one.

        The kernel gives a number to nobody else while its session has members, so a session whose leader
        is gone is still ours; one whose leader started at another moment is a stranger's.
        """
        try:
            entry = json.loads(self._file(name).read_text())
            pid, ticks, boot = int(entry["pid"]), int(entry["started_ticks"]), str(entry["boot"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if boot != proc.boot_id():
            return None
        leader = proc.look(pid)
        if leader is not None and leader.started_ticks != ticks:
            return None
        return pid

    def stop_leftovers(self) -> None:
        """Stop what an earlier supervisor could not stop any more, and forget it."""
        names = sorted(path.stem for path in self.folder.glob("*.pid"))
        sessions = {name: session for name in names if (session := self.session_of(name)) is not None}
        for name, session in sessions.items():
            if proc.session_members(session):
                say(f"  Stopping '{name}' left over from an earlier run (process {session}) …")
                if name == "postgres":
                    end_session(session, signal.SIGINT, POSTGRES_GRACE_SECONDS)
                else:
                    end_session(session, signal.SIGTERM, GRACE_SECONDS)
        for name in names:
            self.forget(name)

    def note_folder(self, name: str, folder: Path) -> None:
        """Write down a folder outside the data folder, to be removed when it is no longer wanted."""
        (self.folder / f"{name}.folder").write_text(str(folder))

    def sweep_folder(self, name: str) -> None:
        """Remove the folder noted under that name, if it is one of ours still."""
        note = self.folder / f"{name}.folder"
        if note.exists():
            folder = Path(note.read_text())
            if folder.name.startswith("umeed-") and not folder.is_symlink():
                shutil.rmtree(folder, ignore_errors=True)
            note.unlink()


def end_session(session: int, first: signal.Signals, grace_seconds: float) -> None:
    """Ask every process of the session to end, wait, then kill what is still there."""
    proc.send_session(session, first)
    deadline = time.monotonic() + grace_seconds
    while proc.session_members(session) and time.monotonic() < deadline:
        time.sleep(0.05)
    while proc.session_members(session):
        proc.send_session(session, signal.SIGKILL)
        time.sleep(0.05)
