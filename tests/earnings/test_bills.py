"""The bills for the commission stand under a group's money, for its own women alone."""

from datetime import timedelta

from sellers.tax.commission import end_of
from sellers.tax.models import TaxDocument
from sellers.tax.returns.months import Month
from sellers.tax.services.issue_commission import issue_commission
from tests.common.buyer import text
from tests.common.pdf import words_of
from tests.earnings.test_pages import LEADER, get
from tests.earnings.world import TODAY, World, sell
from tests.portal.world import CRP, OFFICER, Phone


def billed() -> tuple[TaxDocument, TaxDocument]:
    sell("1042", ("Kani stole", "2000"))
    sell("2001", ("Walnut tray", "777"), group="KZ11")
    month = Month.of(TODAY)
    issue_commission(month=month, now=end_of(month) + timedelta(hours=3))
    ours, others = TaxDocument.objects.order_by("group_code")
    return ours, others


def test_a_group_reads_and_fetches_its_own_bills(world: World) -> None:
    phone = world.phone(LEADER)
    assert "No bill yet" in text(get(phone, "bills/"))
    ours, _others = billed()

    page = text(get(phone, "bills/"))

    assert ours.number in page and "₹188.80" in page
    assert "nothing is to be paid" in page
    assert "/sell/earnings/bills/" in get(phone).content.decode()
    answer = get(phone, f"bills/{ours.pk}.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert ours.number in words_of(answer.content)


def test_nobody_fetches_another_groups_bill(world: World) -> None:
    ours, others = billed()
    assert get(world.phone(LEADER), f"bills/{others.pk}.pdf").status_code == 404
    assert get(world.phone(LEADER), "bills/", group="KZ11").status_code in (403, 404)
    for helper in (CRP, OFFICER):
        answer = get(Phone(helper).trust(), f"bills/{ours.pk}.pdf", group="KZ09")
        assert answer.status_code in (302, 303, 403)
