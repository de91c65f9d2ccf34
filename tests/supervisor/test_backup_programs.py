"""PostgreSQL's programs are told the password where no process list shows it, and may die without a word."""

from pathlib import Path

import pytest

from jkrlm.supervisor.backup import dump_database
from jkrlm.supervisor.binaries import Binaries, without_password
from jkrlm.supervisor.database import Database
from jkrlm.supervisor.errors import HouseError
from jkrlm.supervisor.load import load_with

URL = "postgres://umeed:kani%40shawl@db.example:6432/store?sslmode=require"
NOTES_DOWN = '#!/bin/sh\necho "$0 $* | $PGPASSWORD" >> "$(dirname "$0")/seen"\n'
KILLED = "#!/bin/sh\nkill -9 $$\n"


def programs(folder: Path, script: str) -> Binaries:
    for name in ("pg_dump", "pg_restore", "psql"):
        (folder / name).write_text(script)
        (folder / name).chmod(0o755)
    return Binaries(folder, 18)


@pytest.mark.parametrize("url", [URL, "postgresql://umeed@db.example/store?password=kani%40shawl"])
def test_no_program_gets_the_password_as_an_argument(tmp_path: Path, url: str) -> None:
    client = programs(tmp_path, NOTES_DOWN)
    dump_database(Database(url, 18, client), tmp_path / "dump")
    load_with(client, tmp_path / "dump", url, known=set())
    seen = [line.partition(" | ") for line in (tmp_path / "seen").read_text().splitlines()]
    assert {Path(words.split()[0]).name for words, _, _ in seen} == {"pg_dump", "pg_restore", "psql"}
    for words, _, password in seen:
        assert "kani" not in words
        assert password == ("" if "/pg_restore " in words else "kani@shawl")
        assert "/pg_restore " in words or ("host=db.example" in words and "dbname=store" in words)


def test_a_url_without_a_password_leaves_the_environment_alone() -> None:
    assert without_password("postgres://umeed@127.0.0.1:5433/store") == (
        "user=umeed dbname=store host=127.0.0.1 port=5433",
        {},
    )


def test_a_program_that_is_killed_is_told_in_a_sentence(tmp_path: Path) -> None:
    client = programs(tmp_path, KILLED)
    with pytest.raises(HouseError, match=r"could not be dumped: pg_dump .*without giving a reason"):
        dump_database(Database(URL, 18, client), tmp_path / "dump")
    with pytest.raises(HouseError, match=r"could not be loaded: psql .*without giving a reason"):
        load_with(client, tmp_path / "dump", URL, known=set())
    (tmp_path / "psql").write_text("#!/bin/sh\ncat >/dev/null\n")
    with pytest.raises(HouseError, match=r"could not be loaded: pg_restore .*without giving a reason"):
        load_with(client, tmp_path / "dump", URL, known=set())
