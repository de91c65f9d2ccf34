"""The store's database for a command: somebody else's, the running house's, or opened for the while."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from os import environ
from pathlib import Path

import psycopg

from jkrlm.supervisor.binaries import Binaries, find_client
from jkrlm.supervisor.errors import AlreadyRuns, DatabaseFailed
from jkrlm.supervisor.house import URL_FILE, embedded_cluster
from jkrlm.supervisor.lock import house_lock, is_held
from jkrlm.supervisor.records import Records
from jkrlm.supervisor.signals import Waiter


def last_line(fault: Exception) -> str:
    """Return the end of what a fault says; some say nothing, then its name."""
    lines = str(fault).strip().splitlines()
    return lines[-1] if lines else type(fault).__name__


@dataclass(frozen=True)
class Database:
    """Where it is, its major version, and programs that know it (to be run as the present user)."""

    url: str
    major: int
    programs: Binaries

    @classmethod
    def at(cls, url: str) -> "Database":
        """
        Raises:
            DatabaseFailed: it does not answer, or it is newer than the programs here.
        """
        try:
            with psycopg.connect(url, connect_timeout=10) as connection:
                major = connection.info.server_version // 10_000
        except psycopg.OperationalError as fault:
            raise DatabaseFailed(f"The database does not answer: {last_line(fault)}") from None
        return cls(url, major, find_client(major))


@contextmanager
def open_database(data_dir: Path, waiter: Waiter, *, alone: bool = False) -> Iterator[Database]:
    """
    Yield the store's database.

    Args:
        alone: nobody else may work with it meanwhile.

    Raises:
        AlreadyRuns: ``alone`` was asked and the store runs; or the store is starting or stopping right now.
        DatabaseFailed: there is no database here yet.
    """
    if not alone and is_held(data_dir):
        try:
            url = (data_dir / "run" / URL_FILE).read_text()
        except FileNotFoundError:
            raise AlreadyRuns("The store is just being started or stopped; try again in a moment.") from None
        yield Database.at(url)
        return
    with house_lock(data_dir, doing="has its data worked on"):
        if environ.get("DATABASE_URL"):
            yield Database.at(environ["DATABASE_URL"])
            return
        records = Records(data_dir / "run")
        records.stop_leftovers()
        cluster = embedded_cluster(data_dir, records=records, waiter=waiter)
        if not cluster.plan.folder.exists() and not alone:
            raise DatabaseFailed(f"There is no store in {data_dir} yet: make run makes one.")
        cluster.create()
        try:
            cluster.start()
            yield Database.at(cluster.url)
        finally:
            cluster.stop(waiter.rest)
