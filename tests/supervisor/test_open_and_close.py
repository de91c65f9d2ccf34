"""Opening, refusing to open, and closing so that nothing is left."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from jkrlm.supervisor import proc
from jkrlm.supervisor.journal import JOURNAL
from tests.supervisor.houses import ROOT, SmallHouse, stranger, until

Make = Callable[..., SmallHouse]


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_stop_leaves_nothing_running_and_keeps_the_data(house: Make, signum: signal.Signals) -> None:
    if signum == signal.SIGHUP and signal.getsignal(signum) is signal.SIG_IGN:
        pytest.skip("SIGHUP is ignored here (nohup), and so by what is started from here, as it should be")
    small = house().open()
    small.sql("create table shawl (name text)")
    small.sql("insert into shawl values ('Kani')")
    assert {seen.name for seen in small.running()} >= {"postgres", "sleep", "sh"}
    began = time.monotonic()
    small.signal(signum)
    assert small.exit_status() == 0
    assert time.monotonic() - began < 5
    assert small.running() == []
    assert list(small.data_dir.glob("run/*.pid")) == []
    small.open()
    assert small.sql("select name from shawl") == [("Kani",)]
    small.stop()


def test_a_second_start_says_who_runs_and_leaves_it_alone(house: Make) -> None:
    first = house().open()
    second = house()
    second.start()
    assert second.exit_status() == 1
    until(lambda: second.lines)
    assert second.lines == [
        f"The store already runs at http://127.0.0.1:{first.port}/ (process {first.process.pid}); "
        "stop that one first, with Ctrl-C."
    ]
    assert not first.ended()
    assert first.sql("select 1") == [(1,)]
    first.stop()


def test_of_two_starts_at_once_one_opens(house: Make) -> None:
    both = [house().start(), house().start()]
    until(lambda: any(one.ended() for one in both))
    loser = next(one for one in both if one.ended())
    winner = next(one for one in both if one is not loser)
    assert loser.exit_status() == 1
    until(lambda: winner.said("Ctrl-C"))
    assert winner.sql("select 1") == [(1,)]
    winner.stop()
    assert winner.running() == []


def test_a_half_restored_store_does_not_open_until_the_restore_is_run_again(house: Make) -> None:
    small = house()
    small.data_dir.mkdir(parents=True, exist_ok=True)
    (small.data_dir / JOURNAL).write_text("[]")
    small.start()
    assert small.exit_status() == 1
    until(lambda: small.lines)
    assert "was cut off" in small.lines[0] and "make restore FILE=" in small.lines[0]
    assert not (small.data_dir / "postgres").exists()


def test_a_busy_port_is_named_with_what_to_type(house: Make) -> None:
    small = house()
    with socket.socket() as other:
        other.bind(("127.0.0.1", small.port))
        other.listen()
        small.start()
        assert small.exit_status() == 1
    until(lambda: small.lines)
    assert small.lines == [
        f"Port {small.port} on 127.0.0.1 is used by another program; "
        f"choose another one, as in: make run PORT={small.port + 80}"
    ]
    assert not (small.data_dir / "postgres").exists()
    small.open().stop()


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "-1"])
def test_what_is_no_port_is_refused(house: Make, port: str) -> None:
    small = house(PORT=port).start()
    assert small.exit_status() == 1
    until(lambda: small.said(f"PORT={port} is not a port"))


def test_a_database_of_ones_own_turns_the_embedded_one_off(house: Make) -> None:
    theirs = "postgres://umeed@db.example/umeed"
    plan = {"services": {"teller": ["/bin/sh", "-c", "echo $DATABASE_URL; sleep 600"]}}
    small = house(plan=plan, DATABASE_URL=theirs).open()
    assert until(lambda: (small.data_dir / "log" / "teller.log").read_text()) == theirs + "\n"
    assert not (small.data_dir / "postgres").exists()
    small.stop()
    assert small.running() == []


def test_a_step_that_fails_is_named_with_its_reason(house: Make) -> None:
    plan = {"tasks": [["Preparing the tables", "/bin/sh", "-c", "echo Error: no such column >&2; exit 3"]]}
    small = house(plan=plan).start()
    assert small.exit_status() == 1
    until(lambda: small.said("Preparing the tables: this step failed: Error: no such column"))
    assert small.running() == []


def test_a_service_that_never_comes_up_is_named_with_its_reason(house: Make) -> None:
    plan = {
        "services": {"web": ["/bin/sh", "-c", "echo ImportError: no module; exit 1"]},
        "ready_path": "/readyz",
    }
    small = house(plan=plan).start()
    assert small.exit_status() == 1
    until(lambda: small.said("web does not start: ImportError: no module"))
    assert small.running() == []


def test_a_stop_during_set_up_ends_at_once(house: Make) -> None:
    small = house(plan={"tasks": [["Counting to ten minutes", "/bin/sleep", "600"]]}).start()
    until(lambda: small.pid_of("setup"))
    began = time.monotonic()
    small.stop()
    assert time.monotonic() - began < 5
    assert small.running() == []


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_stopping_the_make_that_started_it_stops_the_house(
    house: Make, tmp_path: Path, signum: signal.Signals
) -> None:
    small = house(plan={"services": {"sleeper": ["/bin/sleep", "600"]}})
    small.write_plan()
    command = " ".join(small.command("run", "--plan", str(small.plan_file)))
    (tmp_path / "Makefile").write_text(f"run:\n\t@exec {command}\n")
    make = subprocess.Popen(
        ["make", "-f", str(tmp_path / "Makefile"), "run"],
        cwd=ROOT,
        env=small.environment(),
        stdout=subprocess.DEVNULL,
    )
    until(lambda: small.pid_of("sleeper"))
    make.send_signal(signum)
    make.wait(timeout=15)
    until(lambda: small.running() == [])


def test_what_a_killed_supervisor_left_is_stopped_and_strangers_are_not(house: Make) -> None:
    small = house()
    run = small.data_dir / "run"
    run.mkdir(parents=True)
    ours, theirs = stranger(), stranger()
    try:
        for name, process, shift in (("web", ours, 0), ("worker", theirs, 1)):
            seen = proc.look(process.pid)
            assert seen is not None
            (run / f"{name}.pid").write_text(
                f'{{"pid": {process.pid}, "started_ticks": {seen.started_ticks + shift},'
                f' "boot": "{proc.boot_id()}"}}'
            )
        small.open()
        assert ours.wait(timeout=5) == -signal.SIGTERM
        assert small.said("Stopping 'web' left over from an earlier run")
        assert theirs.poll() is None
        small.stop()
    finally:
        ours.kill()
        theirs.kill()


def test_the_throwaway_database_lives_as_long_as_its_command(tmp_path: Path) -> None:
    script = "import os; print(os.environ['DATABASE_URL'], os.environ['DATA_DIR']); raise SystemExit(7)"
    env = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    run = subprocess.run(
        [sys.executable, "-m", "jkrlm.supervisor", "test", sys.executable, "-c", script],
        cwd=ROOT,
        env={**env, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 7, run.stderr
    url, data_dir = run.stdout.splitlines()[-1].split()
    assert url.startswith("postgres://umeed@%2F")
    assert Path(data_dir).is_relative_to(tmp_path)
    assert list(tmp_path.iterdir()) == []
