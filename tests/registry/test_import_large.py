"""A hundred thousand groups: time, memory, and a search that stays quick."""

import os
import time
import tracemalloc
from pathlib import Path

import pytest
from django.db import connection

from jkrlm.kernel import clock
from sellers.registry.facade import group, groups_by_code
from sellers.registry.models import Group, GroupChange, Placement
from sellers.registry.services import imports
from tests.registry.large import write_csv, write_xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

GROUPS = 100_000
#: Of this process and the database together, on one core of a small machine.
SECONDS_MOST = 60.0
#: What Python holds at most while a file is read, whatever its length: two batches and the codes seen.
MEGABYTES_MOST = 64


def cpu_seconds() -> float:
    """Return what this process and its server process of the database have used, where both can be seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    try:
        spent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return time.perf_counter()
    ticks = int(spent[11]) + int(spent[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def bring_in(path: Path) -> tuple[imports.ImportOutcome, float]:
    began = cpu_seconds()
    with path.open("rb") as file:
        taken = imports.take_file(name=path.name, file=file, actor=None, now=clock.now())
    checked = imports.check_import(import_id=taken.import_id)
    assert checked.state == "ready"
    imports.begin_applying(import_id=checked.import_id, actor=None)
    done = imports.apply_import(import_id=checked.import_id)
    return done, cpu_seconds() - began


def test_a_hundred_thousand_groups_come_in_change_and_are_found(tmp_path: Path) -> None:
    first, seconds = bring_in(write_csv(tmp_path / "first.csv", GROUPS))
    print(f"csv, all new: {seconds:.1f} s")
    assert (first.state, first.new, first.changed) == ("applied", GROUPS, 0)
    assert seconds < SECONDS_MOST
    assert (Group.objects.count(), Placement.objects.count()) == (GROUPS, GROUPS)

    same, seconds = bring_in(write_xlsx(tmp_path / "same.xlsx", GROUPS))
    print(f"xlsx, all the same: {seconds:.1f} s")
    assert (same.new, same.changed, same.same) == (0, 0, GROUPS)
    assert seconds < SECONDS_MOST
    assert GroupChange.objects.count() == 0

    newer, seconds = bring_in(write_csv(tmp_path / "newer.csv", GROUPS, members_more=1))
    print(f"csv, all changed: {seconds:.1f} s")
    assert (newer.new, newer.changed, newer.same) == (0, GROUPS, 0)
    assert seconds < SECONDS_MOST
    assert GroupChange.objects.count() == GROUPS
    assert group("G000001").members == 10

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    began = time.perf_counter()
    for number in range(1, 101):
        groups_by_code([f"G{number * 7:06d}"])
    print(f"group by code: {(time.perf_counter() - began) * 10:.2f} ms")


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "first.csv", 50_000)
    with path.open("rb") as file:
        taken = imports.take_file(name=path.name, file=file, actor=None, now=clock.now())
    tracemalloc.start()
    imports.check_import(import_id=taken.import_id)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"peak while checking: {peak / 1e6:.0f} MB")
    assert peak < MEGABYTES_MOST * 1e6
