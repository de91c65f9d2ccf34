"""A small tree of real processes under the real supervisor: what the tests kill."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from jkrlm.supervisor import proc

ROOT = Path(__file__).resolve().parent.parent.parent
OPEN = "Ctrl-C stops everything"


def until(holds: Callable[[], Any], *, seconds: float = 20.0) -> Any:
    """Return the first true answer; fail after ``seconds``."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := holds():
            return answer
        time.sleep(0.02)
    raise AssertionError(f"did not come true within {seconds} s")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stranger() -> "subprocess.Popen[bytes]":
    """Start a process that is none of the supervisor's business."""
    return subprocess.Popen(["sleep", "600"], start_new_session=True)


class SmallHouse:
    """
    A data folder, a plan and the supervisor on them.

    By default the plan is one web service that answers and one sleeper that has a child of its own.
    """

    def __init__(self, data_dir: Path, *, plan: dict[str, Any] | None = None, **env: str) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.plan_file = data_dir.parent / f"plan-{self.port}.json"
        self.plan = plan if plan is not None else {}
        self.env = env
        self.process: subprocess.Popen[str] | None = None
        self.lines: list[str] = []

    def standard_plan(self) -> dict[str, Any]:
        # Python's own web server, with nothing to serve but its answer.
        serve = (
            "http.server",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--directory",
            str(self.data_dir / "run"),
        )
        return {
            "services": {
                "web": [sys.executable, "-m", *serve],
                "sleeper": ["/bin/sh", "-c", "sleep 600 & sleep 600"],
            },
            "ready_path": "/",
        }

    def environment(self) -> dict[str, str]:
        outside = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        return {**outside, "DATA_DIR": str(self.data_dir), "PORT": str(self.port), **self.env}

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "jkrlm.supervisor", *words]

    def write_plan(self) -> None:
        self.plan_file.write_text(json.dumps(self.plan or self.standard_plan()))

    def start(self) -> "SmallHouse":
        self.write_plan()
        self.lines = []
        self.process = subprocess.Popen(
            self.command("run", "--plan", str(self.plan_file)),
            env=self.environment(),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._read, args=(self.process, self.lines), daemon=True).start()
        return self

    @staticmethod
    def _read(process: "subprocess.Popen[str]", lines: list[str]) -> None:
        assert process.stdout is not None
        lines.extend(line.rstrip() for line in process.stdout)

    def open(self) -> "SmallHouse":
        self.start()
        until(lambda: self.said(OPEN) or self.ended())
        assert self.said(OPEN), self.lines
        return self

    def said(self, text: str) -> bool:
        return any(text in line for line in self.lines)

    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def exit_status(self, *, seconds: float = 20.0) -> int:
        assert self.process is not None
        return self.process.wait(timeout=seconds)

    def signal(self, signum: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(signum)

    def stop(self) -> None:
        self.signal(signal.SIGTERM)
        assert self.exit_status() == 0, self.lines

    def pid_of(self, name: str) -> int | None:
        """Return the process id that the supervisor has written down for a child."""
        try:
            return int(json.loads((self.data_dir / "run" / f"{name}.pid").read_text())["pid"])
        except (OSError, ValueError):
            return None

    def database_url(self) -> str:
        return (self.data_dir / "run" / "database-url").read_text()

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database_url(), autocommit=True, connect_timeout=5) as connection:
            cursor = connection.execute(statement)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def running(self) -> list[proc.Sighting]:
        """Return every living process of this house, however it got loose: known by its data folder."""
        mark = f"DATA_DIR={self.data_dir}\0".encode()
        return [seen for seen in proc.everyone() if seen.alive and self._is_ours(seen.pid, mark)]

    def _is_ours(self, pid: int, mark: bytes) -> bool:
        try:
            if mark in Path(f"/proc/{pid}/environ").read_bytes():
                return True
            # A relative path in disguise: PostgreSQL's processes have rewritten their environment.
            return str(self.data_dir) in os.readlink(f"/proc/{pid}/cwd")
        except OSError:
            return False

    def sweep(self) -> None:
        for seen in self.running():
            proc.send(seen.pid, signal.SIGKILL)
