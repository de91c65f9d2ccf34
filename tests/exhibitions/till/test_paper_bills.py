"""A bill written on paper while a tablet was dead: typed in later, it is of the day on the paper."""

from datetime import datetime, time, timedelta

import pytest

from exhibitions.plan.models import Exhibition, TeamMember
from exhibitions.till.facade import flags, takings_by_day
from exhibitions.till.models import Bill, CashierPin
from jkrlm.kernel import clock
from sellers.tax.facade import documents_of_bill, financial_year, year_name
from tests.exhibitions.till.test_money_back import codes, sent
from tests.exhibitions.till.world import Stall, Tablet, all_hold

pytestmark = pytest.mark.django_db


def the_day_after(stall: Stall) -> Tablet:
    """Yesterday was the exhibition's last day, of ten; a tablet is opened to type in what stands on paper."""
    last = clock.today() - timedelta(days=1)
    first = last - timedelta(days=9)
    Exhibition.objects.filter(code=stall.code).update(
        apply_by=first - timedelta(days=1), opens_on=first, closes_on=last
    )
    TeamMember.objects.filter(duty="cashier").update(since=first, until=last)
    tablet = stall.tablet(cashier=str(stall.fair.cashiers[0].pk))
    for seller in tablet.bundle["sellers"]:
        seller["series"]["year"] = year_name(financial_year(last))
    return tablet


def test_a_paper_bill_is_booked_on_the_day_on_the_paper(stall: Stall) -> None:
    tablet, day = the_day_after(stall), clock.today() - timedelta(days=1)
    tablet.sell(("KZ11", "Box", 1), paper="B-17", paper_on=day.isoformat())
    sent(tablet)
    bill = Bill.objects.get(paper="B-17")
    assert (bill.sold_on, bill.sold_at) == (day, datetime.combine(day, time(12), clock.INDIA))
    (document,) = documents_of_bill(bill.order_number)
    assert document.issued_on == day
    assert [each.day for each in takings_by_day(stall.code)] == [day]
    assert codes(stall) == []
    all_hold()


@pytest.mark.parametrize("days", [400, 11, 0])
def test_a_day_that_cannot_be_is_not_believed(stall: Stall, days: int) -> None:
    """Before the exhibition, or after its end: so many days ago."""
    tablet, day = the_day_after(stall), clock.today() - timedelta(days=days)
    tablet.sell(("KZ11", "Box", 1), paper="B-17", paper_on=day.isoformat())
    sent(tablet)
    assert Bill.objects.get(paper="B-17").sold_on == clock.today()
    words = [each.message for each in flags(stall.code) if each.code == "outside-days"]
    assert any(f"The paper says {day:%d %b %Y}, which cannot be" in each for each in words)
    all_hold()


def test_an_older_tablet_says_no_day_and_typed_today_it_has_its_hour(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.open()
    tablet.sell(("KZ11", "Box", 1), paper="B-18")
    tablet.sell(("KZ11", "Box", 1), paper="B-19", paper_on=clock.today().isoformat())
    sent(tablet)
    before, said = Bill.objects.order_by("pk")
    assert before.sold_on == said.sold_on == clock.today()
    assert abs(said.sold_at - before.sold_at) < timedelta(minutes=1)
    assert codes(stall) == []


def test_a_day_without_a_paper_bill_is_refused(stall: Stall) -> None:
    tablet = stall.tablet()
    tablet.open()
    tablet.sell(("KZ11", "Box", 1), paper_on=clock.today().isoformat())
    assert [each["state"] for each in tablet.send()] == ["kept", "refused"]


def test_who_types_it_in_may_be_of_either_day_but_wants_a_pin_of_now(stall: Stall) -> None:
    tablet, day = the_day_after(stall), clock.today() - timedelta(days=1)
    Exhibition.objects.filter(code=stall.code).update(closes_on=clock.today())
    TeamMember.objects.filter(duty="cashier").update(since=clock.today(), until=clock.today())
    tablet.sell(("KZ11", "Box", 1), paper="B-1", paper_on=day.isoformat())
    sent(tablet)
    assert Bill.objects.get(paper="B-1").sold_on == day
    assert codes(stall) == []
    CashierPin.objects.update(ended_at=clock.now() - timedelta(hours=1))
    tablet.sell(("KZ11", "Box", 1), paper="B-2", paper_on=day.isoformat())
    sent(tablet)
    assert [each.message.partition(" on ")[0] for each in flags(stall.code)] == ["Her PIN was ended"]


def test_numbers_of_another_financial_year_keep_the_day_of_typing(stall: Stall) -> None:
    tablet, day = the_day_after(stall), clock.today() - timedelta(days=1)
    for seller in tablet.bundle["sellers"]:
        seller["series"]["year"] = year_name(financial_year(day) + 1)
    tablet.sell(("KZ11", "Box", 1), paper="B-3", paper_on=day.isoformat())
    sent(tablet)
    assert Bill.objects.get(paper="B-3").sold_on == clock.today()
    assert any("which cannot be" in each.message for each in flags(stall.code))
