"""
Loading a dump into a server of the same, a newer or an older version of PostgreSQL.

As SQL through psql, so that what only another version knows can be left out: settings of the session
(``transaction_timeout`` came with 17), and what some minor versions of Debian's note down at each column
(``pg_attver``) and dump, though no other version takes it.
"""

import os
import re
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

import psycopg

from jkrlm.supervisor.binaries import OLDEST_SUPPORTED, Binaries, find_client, last_words, without_password
from jkrlm.supervisor.errors import DatabaseFailed, HouseError

_SETTING: Final = re.compile(rb"SET (\w+) = ")
_NOTED: Final = re.compile(rb"ALTER TABLE ONLY .+ ALTER COLUMN .+ SET \(pg_attver=\d+\);\s*")
#: Rows follow, up to the line that ends them.
_ROWS: Final = re.compile(rb"COPY .+ FROM stdin;\s*")
_END_OF_ROWS: Final = b"\\.\n"
_DUMPED_BY: Final = re.compile(r"Dumped by pg_dump version: (\d+)")


def load(dump: Path, url: str, *, major: int) -> None:
    """
    Load a dump of pg_dump's custom format into an empty database; ``major`` is the version of its server.

    Raises:
        HouseError: the server refused a statement, or is too old for us.
        DatabaseFailed: the programs here are older than the one that dumped.
    """
    if major < OLDEST_SUPPORTED:
        raise HouseError(f"The server is PostgreSQL {major}; the store needs {OLDEST_SUPPORTED} or newer.")
    load_with(find_client(max(major, _dumped_by(dump))), dump, url, known=_settings(url))


def load_with(client: Binaries, dump: Path, url: str, *, known: set[bytes]) -> None:
    """
    Load with the programs given, without the settings that the server does not know.

    Raises:
        HouseError: the server refused a statement, or a program failed.
    """
    address, secret = without_password(url)
    _through_psql(
        [client / "pg_restore", "--no-owner", "--file=-", dump],
        [client / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", address],
        secret=secret,
        known=known,
    )


def _dumped_by(dump: Path) -> int:
    """Return the major version of the pg_dump that wrote it, as the newest programs here read it."""
    run = subprocess.run(
        [find_client(0) / "pg_restore", "--list", dump], capture_output=True, text=True, check=False
    )
    found = _DUMPED_BY.search(run.stdout)
    if found is None:
        raise DatabaseFailed(
            "The dump cannot be read by the PostgreSQL programs here: "
            f"{last_words('pg_restore', run.stderr, run.returncode)}"
        )
    return int(found[1])


def _settings(url: str) -> set[bytes]:
    with psycopg.connect(url) as connection:
        return {name.encode() for (name,) in connection.execute("select name from pg_settings").fetchall()}


def _through_psql(
    source: list[object], target: list[object], *, secret: Mapping[str, str], known: set[bytes]
) -> None:
    """Pipe one program into the other, which alone learns the secret."""
    reader = subprocess.Popen([str(word) for word in source], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    writer = subprocess.Popen(
        [str(word) for word in target],
        env={**os.environ, **secret},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert reader.stdout is not None and writer.stdin is not None
    try:
        with suppress(BrokenPipeError):  # psql stopped at a statement, and says which
            _copy(reader.stdout, writer.stdin, known)
        with suppress(BrokenPipeError):
            writer.stdin.close()
    finally:
        reader.stdout.close()
    for program, process in (("psql", writer), ("pg_restore", reader)):
        assert process.stderr is not None
        said = process.stderr.read().decode(errors="replace")
        if (status := process.wait()) != 0:
            raise HouseError(f"The database could not be loaded: {last_words(program, said, status)}")


def _copy(source: IO[bytes], target: IO[bytes], known: set[bytes]) -> None:
    in_rows = False
    for line in source:
        if in_rows:
            in_rows = line != _END_OF_ROWS
        elif _NOTED.fullmatch(line) or ((found := _SETTING.match(line)) and found[1] not in known):
            continue
        else:
            in_rows = _ROWS.fullmatch(line) is not None
        target.write(line)
