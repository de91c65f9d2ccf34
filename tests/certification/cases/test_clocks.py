"""Working days, and clocks that stand while the seller or the laboratory has a case."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.cases.models import Case, DecisionRow
from certification.cases.reference import answer_days
from certification.cases.rules import WorkingDays, clock_of, months_after, place_key, planned, series
from certification.cases.selectors.queue import counts
from certification.cases.services import apply as applying
from certification.cases.services import check
from jkrlm.kernel import clock
from jkrlm.kernel.clock import INDIA
from logistics.facade import load_reference_data
from tests.certification.cases.world import applied, lot_evaluated, photo, wish

NO_HOLIDAYS = WorkingDays(frozenset())
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(DAYS, st.integers(0, 60))
def test_after_and_between_agree(day, count):
    end = NO_HOLIDAYS.after(day, count)
    assert NO_HOLIDAYS.between(day, end) == count
    assert count == 0 or end.weekday() != 6


@given(DAYS, DAYS, st.frozensets(DAYS, max_size=20))
def test_holidays_only_make_it_fewer(one, two, holidays):
    first, last = min(one, two), max(one, two)
    fewer = WorkingDays(holidays).between(first, last)
    assert 0 <= fewer <= NO_HOLIDAYS.between(first, last) <= (last - first).days


def test_a_case_of_seven_days_over_a_sunday():
    friday = date(2026, 11, 20)
    due = NO_HOLIDAYS.after(friday, 7)
    assert due == date(2026, 11, 28)
    for today, left, used in ((friday, 7, 0), (date(2026, 11, 22), 6, 1), (due, 0, 7)):
        held = clock_of(due_on=due, allowed=7, paused_on=None, today=today, days=NO_HOLIDAYS)
        assert (held.left, held.used, held.late) == (left, used, 0)
    late = clock_of(due_on=due, allowed=7, paused_on=None, today=date(2026, 12, 1), days=NO_HOLIDAYS)
    assert (late.left, late.late, late.used, late.share) == (-2, 2, 9, 100)
    stands = clock_of(due_on=due, allowed=7, paused_on=friday, today=date(2027, 1, 1), days=NO_HOLIDAYS)
    assert (stands.left, stands.stands) == (7, True)


def test_months_numbers_and_places():
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2026, 11, 20), 36) == date(2029, 11, 20)
    assert planned(granted_on=date(2026, 11, 20), validity_months=36, surveillance_months=12) == (
        ("surveillance", date(2027, 11, 20)),
        ("surveillance", date(2028, 11, 20)),
        ("renewal", date(2029, 9, 21)),
    )
    assert planned(granted_on=date(2026, 11, 20), validity_months=1, surveillance_months=None) == ()
    assert series("JK-PASH", date(2026, 5, 1)) == "JK-PA-26"
    assert series("JK-PM", date(2027, 5, 1)) == "JK-PM-27"
    assert place_key(" Budgam", "KANI  hama ") == place_key("budgam", "Kani hama") != ""
    assert place_key("Budgam", " ") == ""


def test_each_kind_has_its_days(db):
    assert answer_days("saffron", on=date(2026, 11, 20)) == 3
    assert answer_days("kani", on=date(2026, 11, 20)) == 7


def test_the_clock_stands_while_the_seller_has_it(people):
    load_reference_data()
    monday = datetime(2026, 11, 2, 11, 0, tzinfo=INDIA)
    asked = applying.apply(application=wish("kani", photo_keys={}), by=people.seller, now=monday)
    days = Case.objects.get(number=asked.number)
    assert days.due_on == date(2026, 11, 10)
    check.send_back(
        number=asked.number,
        codes=["whole"],
        words="",
        user=people.officer,
        now=datetime(2026, 11, 4, 9, tzinfo=INDIA),
    )
    applying.supplement(
        number=asked.number,
        key="k",
        statements={},
        photo_keys={"whole": (photo(),), "reverse": (photo(),)},
        document_keys={},
        by=people.seller,
        now=datetime(2026, 11, 9, 9, tzinfo=INDIA),
    )
    again = Case.objects.get(number=asked.number)
    assert (again.paused_on, again.due_on) == (None, date(2026, 11, 14))


def test_the_clock_stands_while_the_laboratory_has_it(people):
    found = lot_evaluated(people)
    assert Case.objects.get(number=found.number).paused_on is None
    told = [line.what for line in Case.objects.get(number=found.number).lines.all()]
    assert told[-1] == "laboratory-done"


def test_counts_of_the_queue(people):
    for number in range(3):
        asked = applied(people)
        Case.objects.filter(number=asked.number).update(
            due_on=clock.today() - timedelta(days=2 - number), officer=people.officer
        )
    told = counts(users=(people.officer.pk,), today=clock.today(), now=clock.now())
    assert (told.open, told.late, told.due_today, told.mine, told.back) == (3, 2, 1, 3, 0)
    assert told.oldest_late_on == clock.today() - timedelta(days=2)
    assert told.median_days is None
    assert DecisionRow.objects.count() == 0


@pytest.mark.parametrize("text", ["'; DROP TABLE x; --", "%", "\\", "کارپٹ", "🙂" * 50])
def test_text_of_any_kind_is_harmless_in_the_search(people, text):
    from certification.cases.facade import CaseFilter, cases

    applied(people)
    assert cases(CaseFilter(text=text, held_by=text, tab=text, stage=text)).total == 0 or text == "%"
