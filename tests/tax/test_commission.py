"""The operator's bills to groups: once for a month, in series, as many rupees as the ledger took."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client

import sellers.ledger.facade as ledger
from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.facade import Role
from sellers.tax.commission import Due, due_until, end_of, unbilled
from sellers.tax.errors import DocumentRefused
from sellers.tax.facade import commission_bills, document_pdf
from sellers.tax.models import DocumentKind, Registration, TaxDocument
from sellers.tax.numbering import financial_year, number_of
from sellers.tax.recipients import recipient_of
from sellers.tax.returns.months import Month
from sellers.tax.services.issue_commission import Billed, issue_commission
from sellers.tax.services.void_document import void_document
from tests.common.pdf import words_of
from tests.ledger.conftest import rupees, sale, shawl, stole
from tests.ledger.test_at_the_same_moment import at_once
from tests.registry.world import somebody

NOVEMBER = Month.of(clock.today())
DECEMBER = Month(NOVEMBER.following)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]


def bill(month: Month = NOVEMBER) -> Billed:
    return issue_commission(month=month, now=end_of(month) + timedelta(hours=3))


def recorded(at: datetime) -> None:
    """What was recorded last is moved to another moment, as no hand could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE sellers_ledger_journalentry DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE sellers_ledger_journalentry SET recorded_at = %s"
            " WHERE id = (SELECT max(id) FROM sellers_ledger_journalentry)",
            [at],
        )
        cursor.execute("ALTER TABLE sellers_ledger_journalentry ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def refunded(order: str, goods: str, *, delivery: str = "0", at: datetime) -> None:
    ledger.refund_share(
        ledger.Refund(
            order=order,
            item=f"{order}-KZ12",
            reference="R1",
            goods=rupees(goods),
            delivery=rupees(delivery),
            paid=False,
            occurred_on=clock.today(),
        )
    )
    recorded(at)


def rows() -> list[tuple[str, str, str, Decimal, Decimal, Decimal]]:
    return [
        (each.number, each.kind, each.group_code, each.net, each.cgst, each.total)
        for each in TaxDocument.objects.order_by("pk")
    ]


def equals_the_ledger(month: Month) -> None:
    """Bills less credit notes are what commission and its GST have come to in the books."""
    sums = {head: Decimal(0) for head in ("net", "cgst", "sgst", "igst")}
    for each in TaxDocument.objects.filter(voided=None):
        sign = -1 if each.kind == DocumentKind.CREDIT else 1
        for head in sums:
            sums[head] += sign * getattr(each, head)
    income = [
        ledger.balance(ledger.account_of(code)) for code in ("commission-income", "gateway-fees-recovered")
    ]
    assert sums["net"] == sum((each.amount for each in income), Decimal(0))
    assert due_until(month) == {}


def test_each_group_is_billed_once_for_its_month():
    ledger.recognise_sale(sale("1042", shawl(), stole()))
    with pytest.raises(DocumentRefused):
        issue_commission(month=NOVEMBER, now=end_of(NOVEMBER) - timedelta(seconds=1))
    assert rows() == []

    done = bill()

    year = financial_year(NOVEMBER.following)
    assert [each.number for each in done.documents] == [number_of("M", year, 1), number_of("M", year, 2)]
    assert [row[1:] for row in rows()] == [
        ("invoice", "KZ09", Decimal(200), Decimal(18), Decimal(236)),
        ("invoice", "KZ12", Decimal(80), Decimal("7.20"), Decimal("94.40")),
    ]
    assert done.waiting == {}
    equals_the_ledger(NOVEMBER)
    for _ in range(2):
        assert bill().documents == []
    assert TaxDocument.objects.count() == 2
    first = TaxDocument.objects.first()
    assert (first.seller_kind, first.seller_gstin, first.place_of_supply) == (
        "operator",
        "01ZZZGU0000U1ZM",
        "Jammu and Kashmir",
    )
    line = first.lines.get()
    assert (line.hsn, line.rate_percent, line.total) == ("998599", Decimal(18), Decimal(236))


def test_what_is_given_back_later_is_a_credit_note_and_what_is_sold_a_bill():
    ledger.recognise_sale(sale("1042", shawl()))
    bill()
    middle = end_of(NOVEMBER) + timedelta(days=9)
    refunded("1042", "525", at=middle)
    assert due_until(NOVEMBER) == {}
    assert due_until(DECEMBER) == {"KZ12": Due(Decimal(-40), Decimal("-3.60"), Decimal("-3.60"))}

    (note,) = bill(DECEMBER).documents

    row = TaxDocument.objects.get(pk=note.id)
    assert (row.kind, row.original.source, row.net, row.total) == (
        "credit-note",
        f"commission/KZ12/{NOVEMBER}",
        Decimal(40),
        Decimal("47.20"),
    )
    assert row.number.startswith("MC/")
    equals_the_ledger(DECEMBER)
    assert bill(DECEMBER).documents == []


def test_a_refund_of_two_months_lessens_both_bills():
    ledger.recognise_sale(sale("1042", shawl()))
    bill()
    ledger.recognise_sale(sale("1043", shawl("1043-KZ12")))
    recorded(end_of(NOVEMBER) + timedelta(days=2))
    bill(DECEMBER)
    january = Month(DECEMBER.following)
    for order in ("1042", "1043"):
        refunded(order, "1050", delivery="52.50", at=end_of(DECEMBER) + timedelta(days=2))

    notes = bill(january).documents

    assert [TaxDocument.objects.get(pk=each.id).original.source for each in notes] == [
        f"commission/KZ12/{DECEMBER}",
        f"commission/KZ12/{NOVEMBER}",
    ]
    assert [each.total for each in notes] == [Money(Decimal("94.40"), "INR")] * 2
    equals_the_ledger(january)


def test_a_bill_that_was_made_void_is_issued_anew():
    ledger.recognise_sale(sale("1042", shawl()))
    (first,) = bill().documents
    void_document(
        document_id=first.id,
        reason="Wrong address",
        by="person:7",
        now=end_of(NOVEMBER) + timedelta(hours=4),
        replace=False,
    )

    (second,) = bill().documents

    assert (second.total, second.number != first.number) == (first.total, True)
    equals_the_ledger(NOVEMBER)
    assert bill().documents == []


def test_without_a_gstin_of_the_operator_all_waits_and_says_so():
    ledger.recognise_sale(sale("1042", shawl()))
    Registration.objects.filter(kind="operator").update(valid_to=clock.today() - timedelta(days=1))

    done = bill()

    assert done.documents == []
    assert done.waiting == {"KZ12": "The operator has no GSTIN in force: add its registration."}
    assert rows() == []


def test_an_unbilled_month_is_a_fault_some_days_later():
    ledger.recognise_sale(sale("1042", shawl()))
    assert unbilled() == []
    recorded(clock.now() - timedelta(days=70))
    (fault,) = unbilled()
    assert fault.startswith("KZ12: 94.40 of its commission")
    issue_commission(month=NOVEMBER.before, now=clock.now())
    assert unbilled() == []


@pytest.fixture
def billed() -> Iterator[TaxDocument]:
    ledger.recognise_sale(sale("1042", shawl()))
    bill()
    yield TaxDocument.objects.get()


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Commission and fees on sales"), ("hi", "बिक्री पर कमीशन"), ("ur", "فروخت")],
)
def test_the_paper_names_the_group_and_its_gstin_and_says_that_nothing_is_to_be_paid(billed, language, said):
    recipient = recipient_of(billed)
    assert (recipient.name, recipient.address[-1]) == ("Khanmoh Misgar SHG", "GSTIN 01ZZZAK0000K1ZS")
    made = document_pdf(billed.pk, language)
    assert made == document_pdf(billed.pk, language)
    words = words_of(made)
    assert billed.number in words and "94.40" in words and "01ZZZGU0000U1ZM" in words
    if language == "en":
        for sentence in (said, "Khanmoh Misgar SHG", "nothing is to be paid", "998599"):
            assert sentence in words


def browser(*roles: Role) -> Client:
    client = Client()
    client.force_login(somebody(f"Person {'-'.join(roles)}", *roles), backend=DEMO_BACKEND)
    return client


def test_the_desk_shows_what_is_billed_and_what_waits(billed):
    ledger.recognise_sale(sale("1044", stole("1044-KZ09")))
    recorded(clock.now() - timedelta(days=70))
    maker = browser(Role.FINANCE_MAKER)

    page = maker.get(f"/staff/tax/commission/?month={NOVEMBER}").content.decode()
    assert billed.number in page and "This month is not over" in page
    before = maker.get("/staff/tax/commission/").content.decode()
    assert "Bill it now" in before and "KZ09" in before
    checker = browser(Role.FINANCE_CHECKER)
    assert "Bill it now" not in checker.get("/staff/tax/commission/").content.decode()
    assert browser(Role.LOGISTICS).get("/staff/tax/commission/").status_code == 403
    assert checker.post("/staff/tax/commission/bill/").status_code == 403
    assert maker.post("/staff/tax/commission/bill/", {"month": "x"}).status_code == 404
    assert maker.post("/staff/tax/commission/bill/", {"month": str(NOVEMBER.before)}).status_code == 302
    document = maker.get(f"/staff/tax/documents/{billed.pk}/").content.decode()
    assert "the operator&#x27;s bill" in document or "the operator's bill" in document
    assert [each.number for each in commission_bills("KZ12")] == [billed.number]
    assert commission_bills("KZ11") == ()


@pytest.mark.django_db(transaction=True)
def test_two_workers_bill_a_month_once():
    ledger.recognise_sale(sale("1042", shawl(), stole()))
    outcomes = at_once(*[bill] * 3)
    assert [each for each in outcomes if isinstance(each, Exception)] == []
    assert sorted(row[2] for row in rows()) == ["KZ09", "KZ12"]
    equals_the_ledger(NOVEMBER)
