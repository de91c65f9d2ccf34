"""
The database is made once in a run: the first process that needs it migrates a mould, every worker copies that.

Migrating takes nearly a minute; copying takes seconds. A mould is named for what it is made of, so that on a server
of one's own it serves the next run, too, until a migration or reference data changes.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
PREFIX = "test_mould_"
#: So many older moulds stay: those of other branches.
KEPT = 2
#: Any number: whoever makes a mould holds this lock of the server's.
_LOCK = 77_101_936


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_keepdb: bool, django_db_blocker: Any
) -> None:
    if django_db_keepdb:
        return
    with django_db_blocker.unblock():
        mould = _mould()
    connection.settings_dict["TEST"] |= {"TEMPLATE": mould, "MIGRATE": False}


def _mould() -> str:
    """Return the name of a migrated database, made here where nobody has made it."""
    name = PREFIX + _fingerprint()
    with _server() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        held = server.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid", [PREFIX]
        )
        names = [each for (each,) in held.fetchall()]
        if name not in names:
            for old in names[:-KEPT]:
                server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(old)))
            _make(name)
    return name


def _make(name: str) -> None:
    """Under another name until it is whole: a run that is cut off leaves no half-made mould."""
    own, test = dict(connection.settings_dict), dict(connection.settings_dict["TEST"])
    unfinished = f"{name}_unfinished"
    try:
        connection.settings_dict["TEST"] |= {"NAME": unfinished}
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
    finally:
        connection.close()
        connection.settings_dict.update(own)
        connection.settings_dict["TEST"] = test
    with _server() as server:
        server.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(name))
        )


@contextmanager
def _server() -> Iterator[psycopg.Connection[Any]]:
    asked = connection.get_connection_params()
    known = {key: asked[key] for key in ("host", "port", "user", "password") if asked.get(key)}
    with psycopg.connect(**known, dbname="postgres", autocommit=True) as server:
        yield server


def _fingerprint() -> str:
    """Say what a migrated database is made of: migrations, models, reference data."""
    found = sha256(str(os.getuid()).encode())
    for folder in ("*/migrations", "*/data", "*/reference"):
        for each in sorted(ROOT.rglob(f"{folder}/**/*")):
            if each.is_file() and "__pycache__" not in each.parts and ".venv" not in each.parts:
                found.update(each.relative_to(ROOT).as_posix().encode() + each.read_bytes())
    return found.hexdigest()[:16]
