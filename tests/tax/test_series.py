"""Numbers without gap and without double, whatever comes at once; documents that stand as they were issued."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import Error, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TransactionTestCase

from sellers.tax.contracts import SellerOfRecord
from sellers.tax.documents import DocumentLine, DocumentRequest, Recipient
from sellers.tax.errors import DocumentRefused
from sellers.tax.models import DocumentKind, DocumentSeries, TaxDocument, TaxDocumentLine, VoidedDocument
from sellers.tax.numbering import financial_year, in_words, number_of
from sellers.tax.recipients import recipient_of
from sellers.tax.services.issue_document import issue_document
from sellers.tax.services.void_document import void_document
from tests.bad_input.unchanged import nothing_changes
from tests.common.at_once import at_once

NOON = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
CLF = SellerOfRecord("federation", "Narbal Hunar CLF", "01ZZZAN0000N1ZJ", "Jammu and Kashmir", True)
OTHER = SellerOfRecord("jktpo", "JKTPO", "01ZZZGJ0000J1ZJ", "Jammu and Kashmir", True)


def line(net: str = "1000", igst: str = "50") -> DocumentLine:
    return DocumentLine("Stole", "6214", 1, Decimal(5), Decimal(net), Decimal(0), Decimal(0), Decimal(igst))


def request(source: str, **changes: Any) -> DocumentRequest:
    return DocumentRequest(
        **{
            "kind": DocumentKind.INVOICE,
            "source": source,
            "order_id": "T3JkZXI6MQ==",
            "order_number": "1001",
            "parcel_code": source.split(" ")[0],
            "group_code": "KZ09",
            "seller": CLF,
            "place_of_supply": "Karnataka",
            "lines": (line(),),
            "recipient": Recipient("Asha Rao", ("12 MG Road", "Bengaluru 560034"), "Karnataka"),
            **changes,
        }
    )


def serials(**where: Any) -> list[int]:
    return list(TaxDocument.objects.filter(**where).order_by("pk").values_list("serial", flat=True))


def test_the_year_changes_at_midnight_in_india() -> None:
    assert financial_year(date(2027, 3, 31)) == 2026
    assert financial_year(date(2027, 4, 1)) == 2027
    assert number_of("WC", 2099, 1_234_567) == "WC/99-00/1234567"
    with pytest.raises(OverflowError):
        number_of("WC", 2026, 12_345_678)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("3559", "Rupees three thousand five hundred fifty-nine only"),
        ("120000.05", "Rupees one lakh twenty thousand and five paise only"),
        ("34567890", "Rupees three crore forty-five lakh sixty-seven thousand eight hundred ninety only"),
        ("0.40", "Rupees zero and forty paise only"),
    ],
)
def test_a_sum_in_words(amount: str, words: str) -> None:
    assert in_words(Decimal(amount)) == words


@pytest.mark.django_db
def test_the_last_of_march_and_the_first_of_april() -> None:
    eve = datetime(2027, 3, 31, 18, 29, 59, tzinfo=UTC)
    before = issue_document(request=request("1-KZ09"), now=eve)
    after = issue_document(request=request("2-KZ09"), now=eve + timedelta(seconds=1))
    assert (before.number, before.issued_on) == ("W/26-27/00001", date(2027, 3, 31))
    assert (after.number, after.issued_on) == ("W/27-28/00001", date(2027, 4, 1))


class TestAnySequence(TransactionTestCase):
    @settings(deadline=None, max_examples=15)
    @given(
        st.lists(
            st.tuples(st.sampled_from((CLF, OTHER)), st.integers(1, 9), st.booleans(), st.integers(0, 400)),
            max_size=25,
        )
    )
    def test_no_gap_and_no_double(self, steps: list[tuple[SellerOfRecord, int, bool, int]]) -> None:
        for seller, number, fails, days in steps:
            asked = request(f"{number}-{seller.kind}", seller=seller)
            try:
                with transaction.atomic():
                    issue_document(request=asked, now=NOON + timedelta(days=days))
                    if fails:
                        raise ZeroDivisionError
            except ZeroDivisionError:
                pass
        for series in DocumentSeries.objects.all():
            assert sorted(serials(series=series)) == list(range(1, series.last_serial + 1))
        sources = list(TaxDocument.objects.values_list("source", flat=True))
        assert len(sources) == len(set(sources))


@pytest.mark.django_db(transaction=True)
def test_twenty_at_once_and_two_of_the_same_parcel() -> None:
    calls = [request(f"{each // 2}-KZ09") for each in range(20)]
    outcomes = at_once(*[partial(issue_document, request=asked, now=NOON) for asked in calls])
    assert {outcome.number for outcome in outcomes} == {f"W/26-27/{each:05d}" for each in range(1, 11)}
    assert sorted(serials()) == list(range(1, 11))
    assert DocumentSeries.objects.get().last_serial == 10


@pytest.mark.django_db
def test_a_large_supply_names_its_buyer_under_seal() -> None:
    small = issue_document(request=request("1-KZ09"), now=NOON)
    large = issue_document(request=request("2-KZ09", lines=(line("50000", "2500"),)), now=NOON)
    assert TaxDocument.objects.get(pk=small.id).recipient is None
    row = TaxDocument.objects.get(pk=large.id)
    assert b"Asha" not in bytes(row.recipient)
    assert recipient_of(row).name == "Asha Rao"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changes",
    [
        {"seller": SellerOfRecord("group", "Kani SHG", "", "Jammu and Kashmir", True)},
        {"kind": DocumentKind.BILL},
        {"lines": ()},
        {"kind": DocumentKind.CREDIT, "original": "nothing"},
    ],
)
def test_what_the_law_does_not_know_is_refused(changes: dict[str, Any]) -> None:
    with nothing_changes(), pytest.raises(DocumentRefused):
        issue_document(request=request("1-KZ09", **changes), now=NOON)


@pytest.mark.django_db
def test_a_credit_note_is_never_for_more_than_its_invoice() -> None:
    issue_document(request=request("1-KZ09"), now=NOON)
    note = {"kind": DocumentKind.CREDIT, "original": "1-KZ09"}
    first = issue_document(request=request("1-KZ09 a", lines=(line("600", "30"),), **note), now=NOON)
    assert first.number == "WC/26-27/00001"
    with nothing_changes(), pytest.raises(DocumentRefused):
        issue_document(request=request("1-KZ09 b", lines=(line("401", "20"),), **note), now=NOON)


@pytest.mark.django_db(transaction=True)
def test_void_keeps_the_number_and_another_takes_its_place() -> None:
    first = issue_document(request=request("1-KZ09"), now=NOON)
    second = void_document(
        document_id=first.id, reason="The address was wrong", by="person:7", now=NOON, replace=True
    )
    assert second is not None and second.number == "W/26-27/00002"
    again = void_document(
        document_id=first.id, reason="The address was wrong", by="person:7", now=NOON, replace=True
    )
    assert again is not None and again.id == second.id
    assert issue_document(request=request("1-KZ09"), now=NOON).id == second.id
    assert VoidedDocument.objects.get().document_id == first.id
    assert serials() == [1, 2]


@pytest.mark.django_db
def test_what_is_filed_or_credited_is_not_made_void() -> None:
    made = issue_document(request=request("1-KZ09"), now=NOON)
    late = datetime(2026, 12, 10, 18, 30, tzinfo=UTC)
    for reason, at in (("The address was wrong", late), ("no", NOON)):
        with nothing_changes(), pytest.raises(DocumentRefused):
            void_document(document_id=made.id, reason=reason, by="person:7", now=at, replace=False)
    note = request("1-KZ09 a", kind=DocumentKind.CREDIT, original="1-KZ09", lines=(line("10", "0.50"),))
    issue_document(request=note, now=NOON)
    with nothing_changes(), pytest.raises(DocumentRefused):
        void_document(
            document_id=made.id, reason="The address was wrong", by="person:7", now=NOON, replace=False
        )


def _sneak_line() -> None:
    """A line more than the document says."""
    row = TaxDocument.objects.get()
    TaxDocumentLine.objects.create(
        document=row, position=9, name="More", quantity=1, rate_percent=0,
        net=1, cgst=0, sgst=0, igst=0, total=1,
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "damage",
    [
        lambda: TaxDocument.objects.update(net=1),
        lambda: TaxDocument.objects.all().delete(),
        lambda: TaxDocumentLine.objects.update(net=1),
        lambda: DocumentSeries.objects.update(last_serial=7),
        lambda: DocumentSeries.objects.update(last_serial=2),
        lambda: DocumentSeries.objects.create(seller_key="X", financial_year=2026, prefix="W", last_serial=1),
        _sneak_line,
    ],
)
def test_the_database_refuses_what_the_services_never_do(damage: Any) -> None:
    issue_document(request=request("1-KZ09"), now=NOON)
    with nothing_changes(), pytest.raises(Error), transaction.atomic():
        damage()
    assert not connection.needs_rollback
