"""The children that serve: started, watched, restarted with a growing delay, stopped."""

import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from jkrlm.supervisor import proc
from jkrlm.supervisor.console import say
from jkrlm.supervisor.logs import last_lines, open_log
from jkrlm.supervisor.postgres import Pause
from jkrlm.supervisor.records import Records
from jkrlm.supervisor.spawn import spawn

DELAYS_SECONDS = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0)
#: A child that ran this long is well: its next fall counts as the first.
WELL_AFTER_SECONDS = 20.0


@dataclass
class Backoff:
    """How long to wait before the next start: nothing at first, longer while falls follow each other."""

    falls: int = 0
    _started: float = field(default=0.0, repr=False)

    def started(self, now: float) -> None:
        self._started = now

    def fell(self, now: float) -> float:
        """Count a fall; return the monotonic time of the next start."""
        if now - self._started >= WELL_AFTER_SECONDS:
            self.falls = 0
        delay = DELAYS_SECONDS[min(self.falls, len(DELAYS_SECONDS) - 1)]
        self.falls += 1
        return now + delay


@dataclass(frozen=True)
class Service:
    """A child's name and command; ``stop_seconds`` is how long it may take after SIGTERM."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    stop_seconds: float = 6.0


class Supervised:
    def __init__(self, service: Service, *, records: Records, logs: Path, cwd: Path) -> None:
        self.service = service
        self.records = records
        self.log = logs / f"{service.name}.log"
        self.cwd = cwd
        self.backoff = Backoff()
        self.process: subprocess.Popen[bytes] | None = None
        self.due = 0.0
        self._env: Mapping[str, str] = {}

    def start(self, env: Mapping[str, str]) -> None:
        self._env = {**env, **self.service.env}
        self._launch()

    def _launch(self) -> None:
        with open_log(self.log) as log:
            self.process = spawn(self.service.argv, env=self._env, cwd=self.cwd, output=log)
        self.records.note(self.service.name, self.process.pid)
        self.backoff.started(time.monotonic())

    def check(self) -> None:
        """Restart the child when it ended and its delay has passed; what it left behind goes first."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            self.due = self.backoff.fell(now)
            proc.send_session(self.process.pid, signal.SIGKILL)
            say(f"  {self.service.name} ended ({_how(self.process.returncode)}); starting it again.")
            self.process = None
        if self.process is None and now >= self.due:
            self._launch()

    @property
    def seconds_to_restart(self) -> float | None:
        return max(0.0, self.due - time.monotonic()) if self.process is None else None

    def last_words(self) -> str:
        return last_lines(self.log)

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            proc.send(self.process.pid, signal.SIGTERM)

    def finish(self, rest: Pause, *, hurry: bool) -> None:
        """Wait for the child that was asked to stop, then kill what is left of its session."""
        if self.process is None:
            return
        deadline = time.monotonic() + (0.2 if hurry else self.service.stop_seconds)
        while self.process.poll() is None and time.monotonic() < deadline:
            rest(0.05)
        while proc.session_members(self.process.pid):
            proc.send_session(self.process.pid, signal.SIGKILL)
            self.process.poll()
            rest(0.02)
        self.process.wait()
        self.process = None
        self.records.forget(self.service.name)


def _how(returncode: int) -> str:
    if returncode < 0:
        return f"by {signal.Signals(-returncode).name}"
    return f"with status {returncode}"
