"""
What a certificate's state means for the sale of its goods, in the transaction that changes it.

Goods of one product may have several certificates: of lots, of renewals. They are kept from sale by the
block of a certificate while that one is suspended and covers all pieces, or while none is in force. Only
blocks of our own sources are touched: a holiday, a licence or a recall stays as it is.
"""

from datetime import date
from typing import Final

from django.db import connection

import catalogue.facade as catalogue
import certification.lots.facade as lots
from catalogue.facade import BlockReason
from certification.certificates.models import Certificate
from certification.certificates.states import CertificateState

#: Under this source the catalogue puts goods that wait for their first certificate.
PUBLICATION: Final = "certification"


class TheClock:
    """Who does what nobody pressed a button for."""

    actor = "the clock"
    on_behalf_of = ""


def lock_product(product_id: str) -> None:
    """Let one transaction at a time judge the goods of a product, new certificates included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"certificate:{product_id}"])


def judge_sale(*, product_id: str, lot_number: str, today: date) -> None:
    """Bring the goods' blocks, and how much of the lot may be sold, in line with the certificates."""
    rows = list(Certificate.objects.filter(product_id=product_id).order_by("id"))
    covered = any(_in_force(row, today) for row in rows)
    for row in rows:
        source = f"certificate:{row.number}"
        if _in_force(row, today) or (covered and not _stops_all(row)):
            catalogue.unblock([product_id], BlockReason.CERTIFICATE, source)
        else:
            note = f"{CertificateState(row.state).label}: {row.number}"
            catalogue.block([product_id], BlockReason.CERTIFICATE, source, note=note)
    if covered:
        catalogue.unblock([product_id], BlockReason.CERTIFICATE, PUBLICATION)
    if lot_number:
        _tell_lot(lot_number, rows, today)


def _in_force(row: Certificate, today: date) -> bool:
    return row.state == CertificateState.VALID and row.valid_until >= today


def _stops_all(row: Certificate) -> bool:
    return row.state == CertificateState.SUSPENDED and row.subject == "product"


def _tell_lot(lot_number: str, rows: list[Certificate], today: date) -> None:
    """Of each case the newest certificate in force counts; together never more than the lot has."""
    newest = {
        row.case_number: row.quantity
        for row in rows
        if row.lot_number == lot_number and _in_force(row, today)
    }
    held = lots.lot(lot_number)
    lots.set_certified(lot_number, min(sum(newest.values()), held.quantity), TheClock())
