"""An invoice when a parcel leaves, a credit note when something comes back; as many rupees as in the ledger."""

from decimal import Decimal

import pytest
from django.test import Client

import sellers.ledger.facade as ledger
import sellers.orders.facade as orders
from jkrlm.kernel.clock import now
from jkrlm.people.facade import Role
from sellers.orders.models import SellerOrder
from sellers.orders.services import move
from sellers.orders.services.move import By
from sellers.tax.facade import document_pdf
from sellers.tax.models import DocumentKind, TaxDocument
from storefront.models import OrderAccess
from tests.common.live import LiveShop, at_rest, broken_clauses, live_shop
from tests.common.pdf import words_of
from tests.seller_orders.conftest import (
    BENGALURU,
    again,
    ordered,
    press,
    sent_and_delivered,
    shop,
    staff,
    waiting_decision,
)
from tests.seller_orders.test_returns import two_stoles

__all__ = ["live_shop", "shop"]

pytestmark = pytest.mark.django_db(transaction=True)
BY = By("person:7")


def sum_of_documents(code: str) -> tuple[Decimal, Decimal]:
    """Return what the documents of a parcel say, invoice less credit notes: without tax, and in all."""
    net = total = Decimal(0)
    for row in TaxDocument.objects.filter(parcel_code=code, voided=None):
        sign = -1 if row.kind == DocumentKind.CREDIT else 1
        net, total = net + sign * row.net, total + sign * row.total
    return net, total


def left_in_ledger(part: SellerOrder) -> Decimal:
    return ledger.orders_in_books([part.order_number])[part.order_number].shares[part.code].left.total.amount


def test_it_is_issued_once_when_the_parcel_leaves(shop: LiveShop) -> None:
    _buyer, stole, _tray = ordered(shop, "stripe", **BENGALURU)
    assert not TaxDocument.objects.exists()
    move.hand_over(code=stole.code, by=BY, now=now())
    at_rest()
    made = TaxDocument.objects.get()
    assert (made.source, made.kind, made.number) == (stole.code, DocumentKind.INVOICE, made.number)
    assert (made.net, made.igst, made.total) == (Decimal("3389.52"), Decimal("169.48"), Decimal(3559))
    assert (made.cgst, made.sgst, made.tcs) == (0, 0, Decimal("16.67"))
    assert made.place_of_supply == "Karnataka"
    assert made.recipient is None
    assert again() > 0
    assert TaxDocument.objects.count() == 1
    assert broken_clauses() == {}


def test_within_the_state_a_group_without_gst_writes_a_bill_of_supply(shop: LiveShop) -> None:
    _buyer, stole, tray = ordered(shop, "cash-on-delivery")
    for part in (stole, tray):
        move.hand_over(code=part.code, by=BY, now=now())
    at_rest()
    kinds = {row.parcel_code: row for row in TaxDocument.objects.all()}
    for part in (stole, tray):
        row = kinds[part.code]
        assert row.kind == (DocumentKind.INVOICE if part.charges_tax else DocumentKind.BILL)
        assert row.total == left_in_ledger(part)
        assert abs(row.cgst - row.sgst) <= Decimal("0.01")
        assert row.igst == 0


def test_what_comes_back_is_a_credit_note_at_the_frozen_rates(shop: LiveShop) -> None:
    stoles, _tray = two_stoles(shop, "stripe")
    sent_and_delivered(stoles)
    line = stoles.lines.get()
    given = {f"units_{line.pk}": 1, "why": "damaged", "bearer": "group", "reason": "A tear at the hem"}
    press(staff(Role.LOGISTICS), f"parcels/{stoles.code}/return/", **given)
    checker = staff(Role.FINANCE_CHECKER, name="Checker")
    assert press(checker, waiting_decision(), to="approved", words="Seen").status_code == 302
    at_rest()
    invoice, note = TaxDocument.objects.order_by("pk")
    assert (note.kind, note.original, note.total) == (DocumentKind.CREDIT, invoice, Decimal(3500))
    assert note.reason
    (row,) = note.lines.all()
    assert (row.quantity, row.hsn, row.rate_percent) == (1, line.hsn, line.rate_percent)
    assert sum_of_documents(stoles.code)[1] == left_in_ledger(stoles)
    assert again() > 0
    assert TaxDocument.objects.count() == 2
    assert invoice.number in words_of(document_pdf(note.pk, "en"))


def test_what_was_left_out_before_it_left_is_not_on_the_invoice(shop: LiveShop) -> None:
    stoles, _tray = two_stoles(shop, "cash-on-delivery")
    orders.cancel_lines(
        stoles.code,
        group_codes=["KZ09"],
        by=BY,
        quantities={stoles.lines.get().sku: 1},
        reason="One has a stain",
        key="once",
    )
    at_rest()
    orders.hand_over(stoles.code, group_codes=["KZ09"], by=BY)
    at_rest()
    invoice = TaxDocument.objects.get()
    assert [row.quantity for row in invoice.lines.filter(is_delivery=False)] == [1]
    assert invoice.total == left_in_ledger(stoles)

    orders.refuse(stoles.code, by=BY, reason="Nobody at home")
    at_rest()
    assert sum_of_documents(stoles.code) == (0, 0)
    assert left_in_ledger(stoles) == 0
    assert broken_clauses() == {}


def test_the_buyer_fetches_it_in_her_language_and_nobody_else_does(shop: LiveShop) -> None:
    _buyer, stole, _tray = ordered(shop, "stripe", **BENGALURU)
    move.hand_over(code=stole.code, by=BY, now=now())
    at_rest()
    made, access = TaxDocument.objects.get(), OrderAccess.objects.get(order_id=stole.order_id)
    client = Client()
    address = f"/orders/{access.token}/documents/{made.pk}.pdf"
    assert address in client.get(f"/orders/{access.token}/").content.decode()
    for language, title in (("", "Tax invoice"), ("/hi", "HSN"), ("/ur", "HSN")):
        answer = client.get(language + address)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
        assert answer["Cache-Control"] == "private, no-store"
        text = words_of(answer.content)
        for word in (made.number, title, "6214", "3,389.52", "169.48", "3,559.00", made.seller_gstin):
            assert word in text, f"{word} is not in the PDF {language}"
        assert BENGALURU["pin"] in text
        assert client.get(language + address).content == answer.content
    other = OrderAccess.objects.create(token="x" * 22, checkout_id="other", order_id="T3JkZXI6OTk=")
    assert client.get(f"/orders/{other.token}/documents/{made.pk}.pdf").status_code == 404
    assert client.get(f"/orders/nobody/documents/{made.pk}.pdf").status_code == 404

    shown = client.get(f"/documents/{made.token}/").content.decode()
    assert made.number in shown
    assert BENGALURU["pin"] not in shown
    assert client.get("/documents/unknown/").status_code == 404
