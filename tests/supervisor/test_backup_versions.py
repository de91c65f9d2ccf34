"""A dump goes from one major version of PostgreSQL to another, older or newer."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from jkrlm.supervisor.backup import dump_database
from jkrlm.supervisor.binaries import find_client
from jkrlm.supervisor.database import Database
from jkrlm.supervisor.errors import DatabaseFailed, HouseError
from jkrlm.supervisor.load import load
from tests.supervisor.servers import Server, other_major

SHAWLS = (
    "create extension pg_trgm",
    "create table shawl (id int primary key generated always as identity, name text not null,"
    " loud text generated always as (upper(name)) stored, facts jsonb not null default '{}')",
    "create index shawl_name on shawl using gin (upper(name) gin_trgm_ops)",
    "create function no_longer_than() returns trigger language plpgsql as"
    " $$ begin if length(new.name) > 40 then raise exception 'too long'; end if; return new; end $$",
    "create trigger short before insert on shawl for each row execute function no_longer_than()",
    # Rows that look like what is left out.
    "create table aaa (line text); insert into aaa values ('SET transaction_timeout = 0;'),"
    " ('ALTER TABLE ONLY public.aaa ALTER COLUMN line SET (pg_attver=1);')",
    "insert into shawl (name) values ('Kani'), ('सोज़नी'), (E'SET statement_timeout = 0;\\nnext')",
)
READ = "select id, name, loud, facts from shawl order by id"


@pytest.fixture
def two_servers() -> Iterator[tuple[Server, Server]]:
    """Ours, and one of another major version where this machine has one."""
    other = other_major()
    if other is None:
        pytest.skip("This machine has PostgreSQL of one major version only (apt-get install postgresql).")
    with Server(find_client(0)) as ours, Server(other) as another:
        yield ours, another


def rows(url: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement)  # type: ignore[call-overload]
        return cursor.fetchall() if cursor.description else []


@pytest.mark.parametrize("there", ["from ours to the other", "from the other to ours"])
def test_what_was_dumped_of_one_loads_into_the_other(
    two_servers: tuple[Server, Server], tmp_path: Path, there: str
) -> None:
    source, target = two_servers if there.startswith("from ours") else two_servers[::-1]
    for statement in SHAWLS:
        rows(source.url, statement)
    dump = tmp_path / "database.dump"
    dump_database(Database.at(source.url), dump)
    database = Database.at(target.url)
    assert database.major == target.binaries.major != source.binaries.major

    load(dump, target.url, major=database.major)

    assert rows(target.url, READ) == rows(source.url, READ)
    assert len(rows(target.url, "select line from aaa")) == 2
    with pytest.raises(psycopg.errors.RaiseException):
        rows(target.url, "insert into shawl (name) values (repeat('x', 41))")
    with pytest.raises(
        HouseError, match="could not be loaded"
    ):  # the tables are there: it stops at the first
        load(dump, target.url, major=database.major)


def test_programs_older_than_the_server_are_not_tried() -> None:
    with pytest.raises(DatabaseFailed, match="install those of 99"):
        find_client(99)


def test_a_server_that_is_too_old_is_refused(tmp_path: Path) -> None:
    with pytest.raises(HouseError, match="the store needs 15 or newer"):
        load(tmp_path / "none.dump", "postgres://nobody@127.0.0.1:1/none", major=14)
