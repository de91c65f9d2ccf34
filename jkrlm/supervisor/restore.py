"""
Restoring: the archive is checked whole, loaded beside what is there, proven, and swapped in at one moment:
files first, by renames that are taken back where anything fails, then the database in one transaction.

Proven: ``check_invariants`` holds on the copy with its files and keys, brought to this program's tables.
The server may be of another major version of PostgreSQL than the one that was dumped.
What was there before stays until the next restore, as the database ``<name>_before_restore`` and the folder
``media.before-restore``; keys that were replaced, as ``….before-restore``.
"""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from jkrlm.supervisor.backup import DUMP, FORMAT, KEYS, MANIFEST, MEDIA, keys_beside, sha256
from jkrlm.supervisor.binaries import last_words
from jkrlm.supervisor.console import say, step
from jkrlm.supervisor.database import Database, open_database
from jkrlm.supervisor.errors import ArchiveRefused, HouseError
from jkrlm.supervisor.load import load
from jkrlm.supervisor.plan import ROOT
from jkrlm.supervisor.signals import Waiter
from jkrlm.supervisor.swap import refuse_mounted, remove_earlier, settle, swapped


def restore(file: Path, data_dir: Path, waiter: Waiter, *, anyway: bool = False) -> None:
    """
    Put a backup in the place of the store's database and media.

    The keys that lie beside it come along; where there are none, those of the data folder stay. ``anyway``
    restores also what ``check_invariants`` finds fault with.

    Raises:
        HouseError: a fault was found, or PostgreSQL does not take it; nothing was changed.
        ArchiveRefused: the file is not whole or not ours; nothing was changed.
        AlreadyRuns: the store runs; nothing was changed.
    """
    if not file.is_file():
        raise ArchiveRefused(
            f"There is no file {file}; name a backup, as in: make restore FILE=backups/umeed-….tar"
        )
    data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="restore.making-", dir=data_dir) as scratch:
        home, keys = Path(scratch), keys_beside(file)
        with step("Checking the backup"):
            unpack(file, home, {DUMP, MEDIA})
            if keys.is_file():
                unpack(keys, home, set(KEYS))
        (home / MEDIA).mkdir(exist_ok=True)
        names = (MEDIA, *(key for key in KEYS if (home / key).exists()))
        refuse_mounted(data_dir, names)
        with open_database(data_dir, waiter, alone=True) as database:
            _settle(database, data_dir)
            with step("Loading the database beside the present one"):
                fresh = _load(database, home / DUMP)
            if _is_a_store(_named(database.url, fresh)):
                with step("Proving the copy (check_invariants)"):
                    _prove(_named(database.url, fresh), home, data_dir, anyway=anyway)
            with swapped(data_dir, home, names):
                _swap(database, fresh)
            _remove_earlier(database, data_dir)
    say(f"Restored {file.name}. What was there before stays until the next restore.")
    if not keys.is_file():
        say(f"No {keys.name} lies beside it: the keys are those that were here, or in the environment.")


def unpack(file: Path, target: Path, allowed: set[str]) -> None:
    """Take the archive apart into ``target``; refuse anything that its manifest does not vouch for."""
    (target / MANIFEST).unlink(missing_ok=True)
    before = _files_in(target)
    try:
        with tarfile.open(file) as archive:
            for member in archive:
                parts = PurePosixPath(member.name).parts
                if not member.isreg() or not parts or ".." in parts or parts[0] not in {MANIFEST, *allowed}:
                    raise ArchiveRefused(f"{file.name} holds '{member.name}', which no backup of ours holds.")
                source = archive.extractfile(member)
                assert source is not None
                path = target.joinpath(*parts)
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("wb") as out:
                    shutil.copyfileobj(source, out)
                path.chmod(member.mode & 0o755)
        manifest = json.loads((target / MANIFEST).read_text())
    except (tarfile.TarError, OSError, ValueError, EOFError) as fault:
        raise ArchiveRefused(
            f"{file.name} is not a whole backup ({type(fault).__name__}); nothing was changed."
        ) from fault
    if manifest.get("format") != FORMAT:
        raise ArchiveRefused(f"{file.name} is not in the format {FORMAT}; nothing was changed.")
    found = _files_in(target) - before - {MANIFEST}
    listed = manifest["files"]
    if found != set(listed) or any(sha256(target / name) != listed[name]["sha256"] for name in found):
        raise ArchiveRefused(
            f"{file.name} is damaged: its files are not those of its list; nothing was changed."
        )


def _files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _named(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _name_of(database: Database) -> str:
    return urlsplit(database.url).path.lstrip("/")


def _load(database: Database, dump: Path) -> str:
    """Restore into a database of its own; return its name."""
    fresh = _fresh(database)
    with _server(database) as connection:
        _drop(connection, fresh)
        connection.execute(
            sql.SQL("create database {} encoding 'UTF8' template template0").format(sql.Identifier(fresh))
        )
    load(dump, _named(database.url, fresh), major=database.major)
    return fresh


def _is_a_store(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.execute("select to_regclass('django_migrations')").fetchone() != (None,)


def _prove(url: str, home: Path, data_dir: Path, *, anyway: bool) -> None:
    """Bring the copy's tables up to this program, and hold its books, files and keys against each other."""
    for key in KEYS:
        if not (home / key).exists() and (data_dir / key).exists():
            _copied(data_dir / key, home / "present" / key)
    (home / "present").mkdir(exist_ok=True)
    for name in (MEDIA, *KEYS):
        if (home / name).exists():
            (home / "present" / name).symlink_to(home / name)
    env = {**os.environ, "DATABASE_URL": url, "DATA_DIR": str(home / "present")}
    for command in (("migrate", "--noinput", "-v0"), ("check_invariants",)):
        run = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *command],
            env=env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode != 0:
            faults = [line for line in run.stdout.splitlines() if line.startswith(("FAULT", "      "))]
            last = last_words(f"manage.py {command[0]}", run.stderr, run.returncode)
            said = "\n".join([*faults, *([] if faults and not run.stderr.strip() else [last])])
            if not anyway:
                raise HouseError(
                    f"{said}\nThe copy is not sound (manage.py {command[0]}); nothing was changed. "
                    "To restore it all the same: make restore FILE=… ANYWAY=1"
                )
            say(f"{said}\n  restored all the same, as asked")


def _copied(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copy2(source, target)


def _swap(database: Database, fresh: str) -> None:
    """Rename the databases in one transaction; what an earlier restore left is only put aside."""
    name = _name_of(database)
    before = f"{name}_before_restore"
    rename = sql.SQL("alter database {} rename to {}")
    try:
        with _server(database) as connection, connection.transaction():
            renames = [(name, before), (fresh, name)]
            if _is_there(connection, before):
                renames.insert(0, (before, _earlier(database)))
            for old, new in renames:
                connection.execute(rename.format(sql.Identifier(old), sql.Identifier(new)))
    except psycopg.errors.ObjectInUse as fault:
        raise HouseError(
            f"Other programs are connected: {fault.diag.message_primary}. "
            "Stop them and restore again; nothing was changed."
        ) from None
    except psycopg.Error as fault:
        said = last_words("the server", str(fault), 1)
        raise HouseError(f"The databases could not be swapped: {said}; nothing was changed.") from fault


def _settle(database: Database, data_dir: Path) -> None:
    """Take back, or finish, what a restore began that was cut off."""
    with _server(database) as connection:
        settle(data_dir, committed=not _is_there(connection, _fresh(database)))
        _drop(connection, _earlier(database))


def _remove_earlier(database: Database, data_dir: Path) -> None:
    """Remove what the restore before this one left; where that fails, the next restore does it."""
    try:
        remove_earlier(data_dir)
        with _server(database) as connection:
            _drop(connection, _earlier(database))
    except (OSError, psycopg.Error) as fault:
        say(f"What an earlier restore left could not be removed: {str(fault).strip()}")


def _server(database: Database) -> "psycopg.Connection[tuple[object, ...]]":
    return psycopg.connect(_named(database.url, "postgres"), autocommit=True)


def _fresh(database: Database) -> str:
    """Name the copy; a database of that name is one that was not put in its place."""
    return f"{_name_of(database)}_restoring"


def _earlier(database: Database) -> str:
    return f"{_name_of(database)}_before_last_restore"


def _is_there(connection: "psycopg.Connection[tuple[object, ...]]", name: str) -> bool:
    return connection.execute("select from pg_database where datname = %s", [name]).fetchone() is not None


def _drop(connection: "psycopg.Connection[tuple[object, ...]]", name: str) -> None:
    connection.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(name)))
