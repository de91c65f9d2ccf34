"""Forty-eight hours and a month, on the Indian clock, weekends and all; figures; the end; forgetting."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client

from jkrlm.kernel import clock
from storefront.grievances.errors import TooLate, WrongState
from storefront.grievances.invariants import invariants
from storefront.grievances.models import Grievance, GrievanceMessage
from storefront.grievances.rules import clock_of, one_month_after
from storefront.grievances.selectors import counts, desk_row, figures, queue
from storefront.grievances.services import end, talk
from storefront.grievances.services.forget import forget_old
from storefront.grievances.states import TRANSITIONS, GrievanceState
from tests.common.buyer import text
from tests.grievances.world import SATURDAY, opened, person, signed_in

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    """An instant of the Indian clock."""
    return datetime(year, month, day, hour, minute, tzinfo=clock.INDIA).astimezone(UTC)


@pytest.mark.parametrize(
    ("came", "due"),
    [
        (at(2026, 11, 21, 20), at(2026, 12, 21, 20)),
        (at(2026, 12, 31, 9), at(2027, 1, 31, 9)),
        (at(2027, 1, 31, 9), at(2027, 2, 28, 9)),
        (at(2028, 1, 30, 9), at(2028, 2, 29, 9)),
        # Half past midnight on the 1st in India is still the month before in UTC.
        (at(2026, 12, 1, 0, 30), at(2027, 1, 1, 0, 30)),
    ],
)
def test_a_month_is_a_month_of_the_indian_calendar(came: datetime, due: datetime) -> None:
    assert one_month_after(came) == due


def test_weekends_count_and_three_quarters_are_marked() -> None:
    due = SATURDAY + 48 * HOUR

    def tint(hours: float) -> str:
        return clock_of(since=SATURDAY, due=due, now=SATURDAY + hours * HOUR).tint

    assert [tint(hours) for hours in (0, 35.9, 36, 48, 48.01)] == ["", "", "soon", "soon", "late"]


@pytest.mark.django_db
def test_the_machine_does_not_stop_the_clock_of_48_hours_a_person_does() -> None:
    made = opened()
    assert GrievanceMessage.objects.filter(author="system").count() == 1
    monday = SATURDAY + 48 * HOUR
    assert desk_row(made, monday + HOUR).is_late

    talk.answer(number=made.number, key="a", words="We look.", asks=False, user=person(), now=monday - HOUR)

    made.refresh_from_db()
    row = desk_row(made, monday + HOUR)
    assert (made.state, row.acknowledge, row.is_late) == ("acknowledged", None, False)


@pytest.mark.django_db
def test_waiting_for_the_other_side_stops_no_clock() -> None:
    made = opened()
    talk.answer(number=made.number, key="a", words="Which?", asks=True, user=person(), now=SATURDAY + HOUR)
    made.refresh_from_db()
    assert desk_row(made, SATURDAY + 31 * DAY).is_late


@pytest.mark.django_db
def test_overdue_first_then_what_is_due_next() -> None:
    now = SATURDAY + 20 * DAY
    fresh = opened(now - HOUR)
    unread_too_long = opened(now - 3 * DAY)
    answered = opened(now - 10 * DAY)
    month_over = opened(now - 40 * DAY)
    for each in (answered, month_over):
        talk.answer(
            number=each.number, key=each.number, words="Yes.", asks=False, user=person(), now=each.opened_at
        )

    numbers = [row.number for row in queue(now=now)]

    assert numbers == [month_over.number, unread_too_long.number, fresh.number, answered.number]
    found = counts(now=now)
    assert (found.open, found.late, found.unread, found.soon, found.nobody) == (4, 2, 2, 0, 2)


@pytest.mark.django_db
def test_fifteen_days_to_open_it_again_then_it_is_closed() -> None:
    made, done = opened(), SATURDAY + 2 * DAY
    end.resolve(number=made.number, key="r", words="Done.", user=person(), now=done)
    late = done + 15 * DAY + HOUR

    with pytest.raises(TooLate):
        end.reopen(number=made.number, key="o", words="No.", photos=(), now=late)
    made.refresh_from_db()
    assert made.state == "resolved"
    assert end.close_due(now=done + 14 * DAY) == 0
    assert end.close_due(now=late) == 1
    assert end.close_due(now=late) == 0
    with pytest.raises(WrongState):
        end.reopen(number=made.number, key="o", words="No.", photos=(), now=late)


@pytest.mark.django_db
def test_a_reopening_gives_a_new_month_and_does_not_mend_the_first() -> None:
    made, user = opened(), person()
    end.resolve(number=made.number, key="r", words="Done.", user=user, now=SATURDAY + 40 * DAY)
    made.refresh_from_db()
    assert made.in_time is False
    end.reopen(number=made.number, key="o", words="No.", photos=(), now=SATURDAY + 41 * DAY)
    end.resolve(number=made.number, key="r2", words="Done now.", user=user, now=SATURDAY + 42 * DAY)

    made.refresh_from_db()
    assert made.close_by == one_month_after(SATURDAY + 41 * DAY)
    assert made.in_time is False


@pytest.mark.django_db
def test_figures_by_month_and_kind_as_page_and_file() -> None:
    user, now = person(), clock.now()
    timely, tardy = opened(now - 20 * DAY), opened(now - 60 * DAY)
    opened(now - HOUR)
    for each in (timely, tardy):
        end.resolve(number=each.number, key=each.number, words="Done.", user=user, now=now)

    found = figures(first=(now - 100 * DAY).date().replace(day=1), now=now)
    assert (found.months[-1].resolved, found.months[-1].in_time, found.months[-1].share) == (2, 1, 50)
    assert sum(row.opened for row in found.months) == 3
    assert found.kinds == (("Something else", 3, 1),)
    desk = signed_in(user)
    assert "In time, %" in text(desk.get("/staff/grievances/figures/"))
    file = desk.get("/staff/grievances/figures.csv")
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    assert f"{now.astimezone(clock.INDIA):%Y-%m}," in file.content.decode()
    assert "Joseph" not in file.content.decode()


@pytest.mark.django_db
def test_what_was_said_is_only_added_to_and_wiped_in_the_end() -> None:
    made = opened(email="", phone="")
    end.resolve(number=made.number, key="r", words="Done.", user=person(), now=SATURDAY + DAY)
    end.accept(number=made.number, key="c", now=SATURDAY + 2 * DAY)
    for change in ({"words": "Other."}, {"words": "", "photos": [], "is_internal": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            GrievanceMessage.objects.filter(grievance=made, author="staff").update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        GrievanceMessage.objects.all().delete()

    assert forget_old(now=SATURDAY + 3 * 365 * DAY) == 0
    assert forget_old(now=SATURDAY + 3 * 365 * DAY + 3 * DAY) == 1

    made.refresh_from_db()
    assert (made.name, made.resolution, made.in_time) == ("", "", True)
    assert set(GrievanceMessage.objects.values_list("words", flat=True)) == {""}


def test_every_state_is_reached() -> None:
    reached = {GrievanceState.NEW} | {to for many in TRANSITIONS.values() for to in many}
    assert reached == set(GrievanceState)


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_hole_when_many_come_at_once_and_some_fail() -> None:
    def one(place: int) -> None:
        try:
            with transaction.atomic():
                opened(email="")
                if place % 3 == 0:
                    raise RuntimeError("rolled back")
        except RuntimeError:
            pass
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(place,)) for place in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    numbers = sorted(Grievance.objects.values_list("number", flat=True))
    assert [each[-6:] for each in numbers] == [f"{place:06d}" for place in range(1, 7)]
    assert [check() for _sentence, check in invariants()] == [[], []]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE shop_grievances_grievancecounter SET last = last + 1")
    assert invariants()[0][1]() == [
        "series UG-26: 7 numbers were given, 6 grievances are there, the highest is 6"
    ]


@pytest.mark.django_db
def test_the_desk_shows_both_clocks() -> None:
    opened(clock.now() - 3 * DAY)
    page = text(signed_in(person()).get("/staff/grievances/"))
    assert "1 grievance is open" in page
    assert "late since" in page
    assert "acknowledge, 100 % of the time" in page
    assert Client().get("/staff/grievances/").status_code == 302


@pytest.mark.django_db
def test_a_grievance_whose_receipt_was_never_told_is_a_fault() -> None:
    made = opened()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE shop_grievances_grievancemessage DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM shop_grievances_grievancemessage WHERE author = 'system'")
        cursor.execute("ALTER TABLE shop_grievances_grievancemessage ENABLE TRIGGER USER")
    assert invariants()[1][1]() == [f"{made.number}: its receipt was never told"]
