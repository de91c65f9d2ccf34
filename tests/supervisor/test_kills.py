"""Kill -9 of everything, at the worst moment; and folders that move, are deep, or barred."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from jkrlm.supervisor import proc
from tests.supervisor.houses import SmallHouse, stranger, until

Make = Callable[..., SmallHouse]


def test_a_killed_child_comes_back_and_what_it_left_goes(house: Make) -> None:
    small = house().open()
    for name in ("web", "sleeper"):
        before = small.pid_of(name)
        assert before is not None
        os.kill(before, signal.SIGKILL)
        until(lambda before=before, name=name: small.pid_of(name) not in (None, before))
        until(lambda before=before: proc.session_members(before) == [])
    until(lambda: small.said("web ended (by SIGKILL); starting it again."))
    small.stop()
    assert small.running() == []


def test_a_child_that_keeps_falling_is_started_ever_more_slowly(house: Make) -> None:
    small = house(plan={"services": {"faller": ["/bin/sh", "-c", "echo fell; exit 1"]}}).open()
    time.sleep(2.5)
    small.stop()
    falls = (small.data_dir / "log" / "faller.log").read_text().count("fell")
    assert 3 <= falls <= 5


def test_a_killed_postgres_comes_back_at_the_same_address_with_what_was_committed(house: Make) -> None:
    small = house().open()
    url = small.database_url()
    small.sql("create table paid (number int)")
    for number in range(3):
        small.sql(f"insert into paid values ({number})")
        before = small.pid_of("postgres")
        assert before is not None
        with psycopg.connect(url, autocommit=True) as busy:
            os.kill(before, signal.SIGKILL)
            with pytest.raises(psycopg.OperationalError):
                until(lambda busy=busy: busy.execute("select pg_sleep(0.05)") and False)
        until(lambda before=before: small.pid_of("postgres") not in (None, before))
        until(lambda: _answers(small))
    assert small.database_url() == url
    assert small.sql("select number from paid order by number") == [(0,), (1,), (2,)]
    small.stop()
    assert small.running() == []


def _answers(small: SmallHouse) -> bool:
    try:
        return small.sql("select 1") == [(1,)]
    except psycopg.OperationalError:
        return False


def test_a_killed_supervisor_leaves_nothing_and_the_next_start_opens(house: Make) -> None:
    script = "from jkrlm.supervisor.web import serve; serve('tests.supervisor.tiny:application')"
    plan = {"services": {"web": [sys.executable, "-c", script]}, "ready_path": "/readyz"}
    small = house(plan=plan, WEB_WORKERS="2").open()
    small.sql("create table paid (number int)")
    for number in range(3):
        # The supervisor, granian's main process and its two workers.
        until(lambda: sum(seen.name.startswith("python") for seen in small.running()) == 4)
        small.sql(f"insert into paid values ({number})")
        small.signal(signal.SIGKILL)
        small.exit_status()
        if number != 1:  # once, the next start comes before the last one's children are gone
            until(lambda: small.running() == [], seconds=8)
        small.open()
    assert small.sql("select number from paid order by number") == [(0,), (1,), (2,)]
    small.stop()
    assert small.running() == []


@pytest.mark.parametrize("moment", ["as it begins", "half way"])
def test_an_initdb_cut_short_is_begun_again(house: Make, moment: str) -> None:
    small = house().start()
    half = until(lambda: next(small.data_dir.glob("postgres.making-*"), None))
    if moment == "half way":
        until(lambda: (half / "pg_wal").exists())
    small.signal(signal.SIGKILL)
    small.exit_status()
    assert not (small.data_dir / "postgres").exists()
    small.open()
    assert list(small.data_dir.glob("postgres.making-*")) == []
    assert small.sql("select 1") == [(1,)]
    small.stop()
    assert small.running() == []


def test_a_killed_initdb_is_one_sentence_and_the_next_start_opens(house: Make) -> None:
    small = house().start()
    maker = until(lambda: small.pid_of("initdb"))
    os.kill(maker, signal.SIGKILL)
    assert small.exit_status() == 1
    until(lambda: small.said("The database could not be made"))
    assert small.running() == []
    small.open().stop()


def test_a_postgres_killed_during_a_step_has_the_step_done_again(house: Make, tmp_path: Path) -> None:
    script = f"echo began >> {tmp_path}/began; [ -e {tmp_path}/healed ] || {{ sleep 2; exit 1; }}"
    small = house(plan={"tasks": [["Preparing the tables", "/bin/sh", "-c", script]]}).start()
    until((tmp_path / "began").exists)
    server = small.pid_of("postgres")
    assert server is not None
    os.kill(server, signal.SIGKILL)
    until(lambda: small.pid_of("postgres") not in (None, server))
    (tmp_path / "healed").touch()
    until(lambda: small.said("Ctrl-C"))
    assert (tmp_path / "began").read_text() == "began\nbegan\n"
    small.stop()


def test_a_lock_file_that_names_a_stranger_does_not_keep_postgres_from_starting(house: Make) -> None:
    """As after a power cut: the number in postmaster.pid is another program's by now."""
    small = house().open()
    small.sql("create table kept (here int)")
    lock_file = small.data_dir / "postgres" / "postmaster.pid"
    content = lock_file.read_text().splitlines()
    small.stop()
    innocent = stranger()
    try:
        lock_file.write_text("\n".join([str(innocent.pid), *content[1:]]) + "\n")
        owner = lock_file.parent.stat()
        os.chown(lock_file, owner.st_uid, owner.st_gid)
        small.open()
        assert small.sql("select count(*) from kept") == [(0,)]
        assert innocent.poll() is None
        small.stop()
    finally:
        innocent.kill()


def test_a_moved_folder_opens_where_it_is_now_however_deep(house: Make, tmp_path: Path) -> None:
    small = house("before").open()
    small.sql("create table kept (here int)")
    small.stop()
    deep = tmp_path / ("deeper-than-a-socket-address-may-be" * 3) / ("and-with a space" * 4)
    deep.mkdir(parents=True)
    small.data_dir.rename(deep / "after")
    moved = house(str((deep / "after").relative_to(tmp_path))).open()
    assert moved.sql("select count(*) from kept") == [(0,)]
    moved.stop()
    assert moved.running() == []
    stored = subprocess.run(
        ["grep", "-rlF", str(tmp_path / "before"), str(moved.data_dir), "--exclude-dir=log"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert stored.stdout == ""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands PostgreSQL to another user")
def test_roots_postgres_runs_as_an_ordinary_user_below_a_barred_folder(house: Make, tmp_path: Path) -> None:
    barred = tmp_path / "roots-own"
    barred.mkdir(mode=0o700)
    small = house("roots-own/var").open()
    server = small.pid_of("postgres")
    assert server is not None
    assert os.stat(f"/proc/{server}").st_uid != 0
    assert barred.stat().st_mode & 0o777 == 0o700
    small.stop()


def test_data_of_another_version_is_refused_with_what_to_do(house: Make) -> None:
    small = house().open()
    small.stop()
    (small.data_dir / "postgres" / "PG_VERSION").write_text("12\n")
    small.start()
    assert small.exit_status() == 1
    until(lambda: small.said("was made by PostgreSQL 12 and this is"))
