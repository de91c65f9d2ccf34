"""The board: light, in a fixed number of statements, and silent while nothing changes."""

import re
import time
from datetime import datetime, timedelta
from datetime import time as hour_of

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

import exhibitions.plan.facade as plan
import exhibitions.stalls.facade as stalls
import exhibitions.till.facade as till
from exhibitions.results.board import board
from exhibitions.results.reporting import figures
from exhibitions.till.models import Bill, BillLine
from jkrlm.kernel import clock
from tests.exhibitions.results.world import a_day
from tests.exhibitions.till.world import Stall, work

pytestmark = pytest.mark.django_db
#: Session, user and roles among them.
STATEMENTS = 60
#: All statements of the page together, with ten thousand bills: it is asked for every 30 seconds.
SECONDS = 1.5
MANY = 10_000


def test_who_stands_on_a_kept_stall_takes_no_free_one(stall: Stall) -> None:
    """Of the stalls for all, A1 is free again; the report counts a kept stall that was given."""
    fair = plan.exhibition(stall.code)
    now = clock.now()
    before = board(fair, today=clock.today(), now=now)
    offered = figures(fair).offered
    kept = next(each.code for each in plan.stalls(stall.code) if each.kept)
    stalls.swap_stalls(stall.code, "A1", kept, why="She needs the broad counter", by=stall.fair.manager)
    after = board(fair, today=clock.today(), now=now)
    assert (after.taken, after.free) == (before.taken, before.free + 1)
    assert figures(fair).offered == offered + 1


def test_the_board_is_light_and_says_when_nothing_changed(stall: Stall) -> None:
    page, desk = f"/staff/exhibitions/{stall.code}/board/", stall.fair.desk()
    tablet = stall.tablet()
    tablet.sell(("KZ09", "Stole", 1))
    tablet.send()
    work()

    def statements(address: str) -> int:
        desk.get(address)
        with CaptureQueriesContext(connection) as seen:
            desk.get(address)
        return len(seen)

    few = statements(page)
    shown = desk.get(page)
    seen = re.search(r'hx-get="\?seen=(\w+)"', shown.content.decode())
    assert seen is not None
    assert desk.get(f"{page}?seen={seen[1]}").status_code == 204
    assert desk.get(page, headers={"If-None-Match": shown["ETag"]}).status_code == 304

    one, _other = a_day(stall)
    for _each in range(4):
        one.sell(("KZ11", "Box", 1), ("JM09", "Honey", 2))
    one.send()
    work()
    fresh = desk.get(f"{page}?seen={seen[1]}")
    assert fresh.status_code == 200
    assert b"<html" not in fresh.content
    assert statements(page) == few <= STATEMENTS
    assert len(desk.get(page).content) <= 25_000
    chosen = desk.get(f"{page}?stall=A2").content.decode()
    assert "Stall A2" in chosen
    assert "seen=" in chosen and "stall=A2" in chosen
    assert desk.get(f"{page}?stall=none").status_code == 200


def copies(model: type[Model], like: int, **changes: str) -> str:
    """SQL that writes MANY rows like one, which is what a fair of ten days sells; ``changes`` use n."""
    names = [field.column for field in model._meta.concrete_fields]
    values = ", ".join(changes.get(name, f'"{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    table = model._meta.db_table
    return (
        f'INSERT INTO "{table}" ({columns}) SELECT {values} FROM "{table}",'
        f" generate_series(1, {MANY}) AS n WHERE id = {like}"
    )


def test_the_board_of_a_fair_without_bills_and_with_ten_thousand(stall: Stall) -> None:
    page, desk = f"/staff/exhibitions/{stall.code}/board/", stall.fair.desk()
    with CaptureQueriesContext(connection) as nothing:
        empty = desk.get(page)
    assert empty.status_code == 200
    assert "Nothing is sold yet." in empty.content.decode()
    assert len(nothing) <= STATEMENTS
    tablet = stall.tablet()
    tablet.sell(("KZ09", "Stole", 1))
    tablet.send()
    work()
    desk.get(page)
    with CaptureQueriesContext(connection) as few:
        desk.get(page)
    bill, line = Bill.objects.get(), BillLine.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        base = 1_000_000
        cursor.execute(
            copies(
                Bill,
                bill.pk,
                id=f"{base} + n",
                entry_id=f"{base} + n",
                bill_id="gen_random_uuid()",
                number="'N' || n",
                order_number="'T' || n",
                sold_at="sold_at - n * interval '70 seconds'",
                sold_on="((sold_at - n * interval '70 seconds') AT TIME ZONE 'Asia/Kolkata')::date",
            )
        )
        cursor.execute(copies(BillLine, line.pk, id=f"{base} + n", bill_id=f"{base} + n"))
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("ANALYZE")
    with CaptureQueriesContext(connection) as many:
        began = time.monotonic()
        full = desk.get(page)
        took = time.monotonic() - began
    assert full.status_code == 200
    assert len(many) == len(few) <= STATEMENTS
    in_sql = sum(float(each["time"]) for each in many.captured_queries)
    assert in_sql < SECONDS, f"{in_sql:.2f} s of SQL, {took:.2f} s in all"
    assert len(full.content) <= 25_000
    print(f"board with {MANY} bills: {len(many)} statements, {in_sql:.3f} s of SQL, {took:.3f} s in all")


def test_hours_are_those_of_india_also_at_midnight(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.sell(("KZ09", "Stole", 1))
    tablet.sell(("KZ11", "Box", 1))
    tablet.send()
    work()
    day = clock.today()
    midnight = datetime.combine(day, hour_of(), clock.INDIA)
    late, early = Bill.objects.order_by("pk")
    for bill, at in ((late, midnight - timedelta(minutes=1)), (early, midnight + timedelta(minutes=1))):
        Bill.objects.filter(pk=bill.pk).update(sold_at=at, sold_on=clock.local_date(at))
    found = till.takings_by_hour(stall.code, (day - timedelta(days=1), day))
    assert [(each.day, each.hour, each.group_code) for each in found] == [
        (day - timedelta(days=1), 23, "KZ09"),
        (day, 0, "KZ11"),
    ]
    shown = stall.fair.desk().get(f"/staff/exhibitions/{stall.code}/board/").content.decode()
    assert ">00:00<" in shown or ">0:00<" in shown or ">0<" in shown
