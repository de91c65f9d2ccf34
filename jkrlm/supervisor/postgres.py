"""
PostgreSQL as a child: made once, started, healed, stopped.

Its programs see the data folder only as ``/proc/self/cwd``, their own working folder. So the folder may stand
under parents that the database's user may not enter, it may be moved, and no absolute path is ever kept.
It listens on a Unix socket in a short private folder, and knows its one user by the kernel's word (peer).
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from jkrlm.supervisor import proc
from jkrlm.supervisor.binaries import BUILTIN_UNICODE_SINCE, Binaries
from jkrlm.supervisor.console import say, step
from jkrlm.supervisor.errors import DatabaseFailed
from jkrlm.supervisor.logs import last_lines, open_log
from jkrlm.supervisor.records import Records
from jkrlm.supervisor.spawn import spawn
from jkrlm.supervisor.users import OsUser, current_user_name

OWNER = "umeed"
DATABASE = "umeed"
HERE = "/proc/self/cwd"
#: Recovery after a kill replays at most max_wal_size; even a slow disk does that in less.
START_SECONDS_MAX = 300.0

DURABLE = {"fsync": "on", "synchronous_commit": "on"}
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}

Pause = Callable[[float], None]


@dataclass(frozen=True)
class ClusterPlan:
    """Where a cluster stands, who runs it, and whether its data must outlive a power cut."""

    folder: Path
    log: Path
    binaries: Binaries
    user: OsUser | None
    durable: bool


class Cluster:
    def __init__(self, plan: ClusterPlan, *, records: Records, pause: Pause) -> None:
        self.plan = plan
        self.records = records
        self.pause = pause
        self.process: subprocess.Popen[bytes] | None = None
        self._socket_folder: Path | None = None

    @property
    def socket_folder(self) -> Path:
        assert self._socket_folder is not None, "the cluster was never started"
        return self._socket_folder

    @property
    def url(self) -> str:
        return f"postgres://{OWNER}@{quote(str(self.socket_folder), safe='')}/{DATABASE}"

    # -- made once ---------------------------------------------------------------------------------------

    def create(self) -> None:
        """Make the data folder if there is none: beside its place first, then renamed, so never half made."""
        folder = self.plan.folder
        for half in folder.parent.glob(f"{folder.name}.making-*"):
            shutil.rmtree(half)
        if folder.exists():
            return
        with step("Making the database (once)"):
            half = Path(tempfile.mkdtemp(prefix=f"{folder.name}.making-", dir=folder.parent))
            self._own(half)
            self._initdb(half)
            half.rename(folder)
            _sync(folder.parent)

    def _own(self, path: Path) -> None:
        if self.plan.user is not None:
            os.chown(path, self.plan.user.uid, self.plan.user.gid)

    def _initdb(self, half: Path) -> None:
        locale = ["--locale=C.UTF-8"]
        if self.plan.binaries.major >= BUILTIN_UNICODE_SINCE:
            locale = ["--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", "--locale=C"]
        argv: list[str | Path] = [
            self.plan.binaries / "initdb",
            "-D",
            HERE,
            "-U",
            OWNER,
            "--auth=reject",
            "--encoding=UTF8",
            *locale,
        ]
        if not self.plan.durable:
            argv.append("--no-sync")
        with open_log(self.plan.log) as log:
            made = spawn(argv, env=_environment(), cwd=half, output=log, user=self.plan.user)
        self.records.note("initdb", made.pid)
        try:
            while made.poll() is None:
                self.pause(0.1)
        except BaseException:
            proc.send_session(made.pid, signal.SIGKILL)
            made.wait()
            raise
        finally:
            self.records.forget("initdb")
        if made.returncode != 0:
            raise DatabaseFailed(f"The database could not be made: {last_lines(self.plan.log)}")

    # -- started -----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the server and wait until it answers; make the database in it if it is not there."""
        if self._socket_folder is None:
            self._socket_folder = self._meeting_place()
        self.launch()
        began = said = time.monotonic()
        while not self._answers():
            self._refuse_if_ended()
            now = time.monotonic()
            if now - began > START_SECONDS_MAX:
                raise DatabaseFailed(f"PostgreSQL does not answer; see {self.plan.log}.")
            if now - said > 5:
                say("    PostgreSQL is still recovering …")
                said = now
            self.pause(0.05)

    def launch(self) -> None:
        """Start the server process, whatever an earlier one left behind; do not wait for it."""
        self._end_orphans()
        for stale in self.socket_folder.glob(".s.PGSQL.*"):
            stale.unlink(missing_ok=True)
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            "hba_file": str(self.socket_folder / "hba"),
            "ident_file": str(self.socket_folder / "ident"),
            "timezone": "UTC",
            "log_timezone": "UTC",
            "jit": "off",
            "max_connections": "100",
            # Its log names no refused row, and no statement with what a buyer typed.
            "log_error_verbosity": "terse",
            "log_min_error_statement": "panic",
            **(DURABLE if self.plan.durable else THROWAWAY),
        }
        argv: list[str | Path] = [self.plan.binaries / "postgres", "-D", HERE]
        for name, value in settings.items():
            argv += ["-c", f"{name}={value}"]
        with open_log(self.plan.log) as log:
            self.process = spawn(
                argv,
                env=_environment(),
                cwd=self.plan.folder,
                output=log,
                user=self.plan.user,
                on_parent_death=signal.SIGINT,
            )
        self.records.note("postgres", self.process.pid)

    def _meeting_place(self) -> Path:
        """
        Return a new private folder for the socket, with the rules of who may come in.

        The rules are written anew at each start, because the data may have been moved or handed on, and
        before the database's user owns the folder, so that root never writes where another user can.
        """
        self.records.sweep_folder("socket")
        folder = _short_folder()
        self.records.note_folder("socket", folder)
        rules = {"hba": "local all all peer map=house\n", "ident": f'house "{current_user_name()}" {OWNER}\n'}
        for name, text in rules.items():
            (folder / name).write_text(text)
            (folder / name).chmod(0o644)
        self._own(folder)
        return folder

    def _answers(self) -> bool:
        try:
            with psycopg.connect(
                host=str(self.socket_folder),
                user=OWNER,
                dbname="postgres",
                connect_timeout=5,
                autocommit=True,
            ) as connection:
                known = connection.execute(
                    "select 1 from pg_database where datname = %s", [DATABASE]
                ).fetchone()
                if known is None:
                    connection.execute(f'create database "{DATABASE}"')
        except psycopg.OperationalError:
            return False
        return True

    def _refuse_if_ended(self) -> None:
        assert self.process is not None
        if self.process.poll() is not None:
            raise DatabaseFailed(
                f"PostgreSQL did not start: {last_lines(self.plan.log)} (see {self.plan.log})"
            )

    def _end_orphans(self) -> None:
        """
        End a server that still works on this data, and forget one that only its lock file remembers.

        A lock file names a process id; after a restart of the machine that id may be anybody's, and
        PostgreSQL would refuse to start for it.
        """
        lock_file = self.plan.folder / "postmaster.pid"
        holder = _first_number(lock_file)
        if holder is not None and self._is_our_server(holder):
            say(f"  Stopping a PostgreSQL left over from an earlier run (process {holder}) …")
            for signum, patience_seconds in (
                (signal.SIGINT, 10.0),
                (signal.SIGQUIT, 5.0),
                (signal.SIGKILL, 5.0),
            ):
                proc.send(holder, signum)
                deadline = time.monotonic() + patience_seconds
                while self._is_our_server(holder) and time.monotonic() < deadline:
                    self.pause(0.05)
        self._await_backends()
        lock_file.unlink(missing_ok=True)

    def _is_our_server(self, pid: int) -> bool:
        seen = proc.look(pid)
        if seen is None or not seen.alive or seen.name != "postgres":
            return False
        here = proc.works_in(pid, self.plan.folder)
        return self.records.session_of("postgres") == pid if here is None else here

    def _await_backends(self) -> None:
        """Wait for the last server's own children: they notice its end by themselves, a busy one late."""
        deadline = time.monotonic() + 3
        while left := [
            s for s in proc.everyone() if s.name == "postgres" and proc.works_in(s.pid, self.plan.folder)
        ]:
            if time.monotonic() > deadline:
                for seen in left:
                    proc.send(seen.pid, signal.SIGKILL)
            self.pause(0.05)

    # -- stopped -----------------------------------------------------------------------------------------

    def stop(self, rest: Pause) -> None:
        """Fast shutdown; harder where that takes too long. Nothing of it is left running."""
        if self.process is not None:
            for signum, patience_seconds in (
                (signal.SIGINT, 15.0),
                (signal.SIGQUIT, 5.0),
                (signal.SIGKILL, 5.0),
            ):
                if self.process.poll() is not None:
                    break
                proc.send(self.process.pid, signum)
                deadline = time.monotonic() + patience_seconds
                while self.process.poll() is None and time.monotonic() < deadline:
                    rest(0.05)
            self.process = None
        self.records.forget("postgres")
        if self._socket_folder is not None:
            self.records.sweep_folder("socket")
            self._socket_folder = None


def _environment() -> dict[str, str]:
    """Return what PostgreSQL's programs may see: nothing of ours, no PG* setting of the user's."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _short_folder() -> Path:
    """Return a new private folder with a short name: a socket's address holds 107 bytes at most."""
    for parent in ("/tmp", "/run", "/dev/shm", tempfile.gettempdir()):  # noqa: S108
        try:
            return Path(tempfile.mkdtemp(prefix="umeed-pg-", dir=parent))
        except OSError:
            continue
    raise DatabaseFailed("No folder for temporary files may be written: check the permissions of /tmp.")


def _first_number(path: Path) -> int | None:
    try:
        return int(path.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
