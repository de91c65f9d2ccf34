"""``python -m jkrlm.supervisor``: run, test, manage, backup, restore. The Makefile's other half."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from jkrlm.supervisor import backup, make_parent, restore
from jkrlm.supervisor.console import complain, say
from jkrlm.supervisor.database import open_database
from jkrlm.supervisor.errors import HouseError, StopAsked
from jkrlm.supervisor.house import House
from jkrlm.supervisor.plan import ROOT, backup_folder, data_dir, plan_from_file, store_plan
from jkrlm.supervisor.signals import Waiter
from jkrlm.supervisor.spawn import spawn
from jkrlm.supervisor.throwaway import throwaway_database

USAGE = """\
python -m jkrlm.supervisor …
  run [--plan FILE]        open the store and watch it until Ctrl-C
  test [--durable] COMMAND run a command on a throwaway database, as safe against power cuts as the real one
  manage COMMAND …         run a manage.py command on the store's database
  backup                   write the database and the media folder to backups/
  restore FILE [--anyway]  put a backup in the place of what is there, --anyway: though it is not sound"""

INTERRUPTED = 130


def main(argv: Sequence[str]) -> int:
    """Run one command; return the process's exit status."""
    waiter = Waiter()
    try:
        with waiter.listening():
            return _dispatch(list(argv), waiter)
    except StopAsked:
        return INTERRUPTED
    except HouseError as refusal:
        complain(str(refusal))
        return 1


def _dispatch(argv: list[str], waiter: Waiter) -> int:
    match argv:
        case ["run"]:
            return _run(None, waiter)
        case ["run", "--plan", file]:
            return _run(Path(file), waiter)
        case ["test", "--durable", *command] if command:
            return _test(command, waiter, durable=True)
        case ["test", *command] if command:
            return _test(command, waiter, durable=False)
        case ["manage", *command] if command:
            with open_database(data_dir(os.environ), waiter) as database:
                env = {"DATABASE_URL": database.url, "DATA_DIR": str(data_dir(os.environ))}
                return _foreground([sys.executable, str(ROOT / "manage.py"), *command], env, waiter)
        case ["backup"]:
            with open_database(data_dir(os.environ), waiter) as database:
                written = backup.write(database, data_dir(os.environ), backup_folder(os.environ))
            say(f"Backup written: {written.file}")
            if written.keys is not None:
                say(f"Its keys:       {written.keys} (keep them apart: they open what is sealed in it)")
            return 0
        case ["restore", file, *anyway] if anyway in ([], ["--anyway"]):
            restore.restore(Path(file), data_dir(os.environ), waiter, anyway=bool(anyway))
            return 0
    complain(USAGE)
    return 2


def _run(plan_file: Path | None, waiter: Waiter) -> int:
    make_parent.follow(waiter)
    plan = plan_from_file(plan_file) if plan_file else store_plan()
    try:
        House(plan, waiter).run()
    except StopAsked:
        return 0
    return 0


def _test(command: Sequence[str], waiter: Waiter, *, durable: bool) -> int:
    """Run a command on a throwaway database, or on DATABASE_URL where that is set."""
    with ExitStack() as stack:
        env = {}
        if not os.environ.get("DATABASE_URL"):
            env = stack.enter_context(throwaway_database(waiter, durable=durable))
        env["DJANGO_SETTINGS_MODULE"] = os.environ.get("DJANGO_SETTINGS_MODULE") or "jkrlm.settings.test"
        return _foreground(command, env, waiter)


def _foreground(command: Sequence[str], env: Mapping[str, str], waiter: Waiter) -> int:
    """Run a command at the terminal; a stop is passed on, and the command may clean up for ten seconds."""
    child = spawn(
        command,
        env={**os.environ, **env},
        cwd=ROOT,
        output=None,
        on_parent_death=signal.SIGINT,
        own_session=False,
    )
    try:
        while child.poll() is None:
            waiter.pause(0.5)
    except StopAsked:
        child.terminate()
        deadline = time.monotonic() + 10
        while child.poll() is None and time.monotonic() < deadline:
            waiter.rest(0.05)
        _kill(child)
        raise
    return child.returncode if child.returncode >= 0 else 128 - child.returncode


def _kill(child: "subprocess.Popen[bytes]") -> None:
    if child.poll() is None:
        child.kill()
        child.wait()
