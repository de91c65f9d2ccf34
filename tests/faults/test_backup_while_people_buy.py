"""A backup that is taken while people buy is a shop whose books, files and keys agree."""

import os
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

from tests.faults.store_house import Crowd, StoreHouse
from tests.faults.test_kill_storm import stock_up
from tests.supervisor.houses import ROOT, until
from tests.supervisor.servers import Server, other_major

pytestmark = pytest.mark.alone

ORDERS = "select count(*) from store_order_order"


def house_command(
    house: StoreHouse, words: tuple[str, ...], folder: Path, **env: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "jkrlm.supervisor", *words],
        env={**house.environment(), "BACKUP_DIR": str(folder), **env},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def backed_up_in_the_middle(house: StoreHouse, folder: Path, *, orders: int) -> Path:
    """Take a backup when some have ordered, some are at it and some have not begun."""
    slugs = stock_up(house)
    before = house.sql(ORDERS)[0][0]
    crowd = Crowd()
    crowd.start(house.url, slugs, orders=orders, threads=4, seconds=900)
    until(lambda: crowd.done >= orders // 5, seconds=120)
    begun = time.monotonic()
    written = house_command(house, ("backup",), folder)
    took = time.monotonic() - begun
    assert written.returncode == 0, written.stdout + written.stderr
    assert crowd.busy, "everybody was through before the backup was"
    meanwhile = crowd.done
    crowd.finish()
    assert [each.troubles for each in crowd.customers if not each.order_url] == []
    assert house.sql(ORDERS)[0][0] == before + orders
    print(f"backup: {took:.1f} s, {meanwhile} of {orders} orders done at its end")
    (file,) = [path for path in folder.glob("umeed-*.tar") if not path.name.endswith("-keys.tar")]
    return file


def test_it_restores_to_a_sound_shop_on_a_fresh_machine(tmp_path: Path) -> None:
    story(tmp_path, orders=10)


@pytest.mark.slow
def test_fifty_checkouts_and_another_version_of_postgresql(tmp_path: Path) -> None:
    file, fresh = story(tmp_path, orders=50)
    it_goes_on(fresh)
    other = other_major()
    if other is None:
        pytest.skip("This machine has PostgreSQL of one major version only (apt-get install postgresql).")
    with Server(other) as server:
        there = {"DATABASE_URL": server.url, "DATA_DIR": str(tmp_path / "on-the-other")}
        restored = house_command(fresh, ("restore", str(file)), tmp_path, **there)
        assert restored.returncode == 0, restored.stdout + restored.stderr
        folder = tmp_path / "back"
        written = house_command(fresh, ("backup",), folder, **there)
        assert written.returncode == 0, written.stdout + written.stderr
    (back,) = [path for path in folder.glob("umeed-*.tar") if not path.name.endswith("-keys.tar")]
    restored = house_command(fresh, ("restore", str(back)), tmp_path)
    assert restored.returncode == 0, restored.stdout + restored.stderr


def story(tmp_path: Path, *, orders: int) -> tuple[Path, StoreHouse]:
    """Back up one house among its buyers, restore to another; returns the file and the other house, stopped."""
    house, fresh = StoreHouse(tmp_path / "var"), StoreHouse(tmp_path / "fresh")
    try:
        house.open()
        file = backed_up_in_the_middle(house, tmp_path / "backups", orders=orders)
        house.stop()
        media_is_that_of(house, file)
        without_its_keys(fresh, file, tmp_path)
        for words in (("restore", str(file)), ("manage", "check_invariants")):
            done = house_command(fresh, words, tmp_path)
            assert done.returncode == 0, done.stdout + done.stderr
        count = "from commerce.embedded.order.models import Order;"
        count += " print(Order.objects.filter(user_email__startswith='storm-').count())"
        bought = house_command(fresh, ("manage", "shell", "--no-imports", "-c", count), tmp_path)
        assert orders // 5 <= int(bought.stdout.split()[-1]) < orders, bought.stdout + bought.stderr
        return file, fresh
    finally:
        house.sweep()
        fresh.sweep()


def it_goes_on(fresh: StoreHouse) -> None:
    """The restored shop opens, and does what the other had left to do."""
    try:
        fresh.open()
        until(lambda: nothing_waits(fresh), seconds=240)
        checked = fresh.manage("check_invariants")
        assert checked.returncode == 0, checked.stdout + checked.stderr
        fresh.stop()
    finally:
        fresh.sweep()


def nothing_waits(house: StoreHouse) -> bool:
    waiting = "select count(*) from kernel_outboxdelivery where state = 'PENDING' and next_at < now()"
    return house.sql(waiting) == [(0,)]


def media_is_that_of(house: StoreHouse, file: Path) -> None:
    """What lay there at the time lies in it."""
    with tarfile.open(file) as archive:
        packed = {name.removeprefix("media/") for name in archive.getnames() if name.startswith("media/")}
    media = house.data_dir / "media"
    there = {path.relative_to(media).as_posix() for path in media.rglob("original.*")}
    assert there and there <= packed


def without_its_keys(fresh: StoreHouse, file: Path, folder: Path) -> None:
    """The same file alone opens nothing that is sealed, and the restore says so and changes nothing."""
    alone = folder / "alone.tar"
    os.link(file, alone)
    refused = house_command(fresh, ("restore", str(alone)), folder)
    assert refused.returncode == 1
    assert "can be opened with our keys" in refused.stderr and "nothing was changed" in refused.stderr
    assert not (fresh.data_dir / "media").exists()
