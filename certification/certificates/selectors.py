"""Reads of certificates. Each function says its number of statements."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from django.db.models import Q

from certification.certificates.contracts import Certificate, Change, ResultLine
from certification.certificates.errors import CertificateUnknown
from certification.certificates.models import Certificate as Row
from certification.certificates.models import CertificateChange
from certification.certificates.states import CertificateState, Reason
from jkrlm.kernel.statements import Rows

#: Read at each look at a label.
_ROW: Final = Rows(Row, "it.number = %(number)s::varchar")
#: Read by each product page. An empty lot: whatever covers the goods.
_LIVE: Final = Rows(
    Row,
    "it.product_id = %(product)s::varchar AND it.state = %(valid)s::varchar"
    " AND %(on)s::date BETWEEN it.issued_on AND it.valid_until"
    " AND (%(lot)s::varchar IN ('', it.lot_number) OR it.subject = 'product')",
    order="it.id DESC",
)


def row_of(number: str) -> Row:
    """
    Return a certificate's row. One statement.

    Raises:
        CertificateUnknown: no certificate has this number.
    """
    found = _ROW.first(number=number.strip().upper()[:40])
    if found is None:
        raise CertificateUnknown(f"There is no certificate {number[:40]}.", field="number")
    return found


def certificate(number: str) -> Certificate:
    """
    Return a certificate. One statement; two where it is not valid, for the reason.

    Raises:
        CertificateUnknown: no certificate has this number.
    """
    return described(row_of(number))


def described(row: Row) -> Certificate:
    """Return a row as it crosses the door, with the reason of its state."""
    if row.state == CertificateState.VALID:
        return contract(row)
    newest = (
        CertificateChange.objects.filter(certificate=row).order_by("-id").values_list("reason", flat=True)
    )
    return replace(contract(row), state_reason=str(Reason(newest[0]).label))


def certificates_of_products(ids: Iterable[str], *, on: date) -> dict[str, tuple[Certificate, ...]]:
    """Return the certificates in force on a day, the newest first, by product. One statement."""
    rows = Row.objects.filter(product_id__in=set(ids)).filter(in_force(on)).order_by("-id")
    found: dict[str, list[Certificate]] = {}
    for row in rows:
        found.setdefault(row.product_id, []).append(contract(row))
    return {product: tuple(each) for product, each in found.items()}


def live_certificate(product_id: str, lot_number: str = "", *, on: date) -> Certificate | None:
    """
    Return the certificate in force that covers goods, the newest of several; None: nothing covers them.

    With a lot: one of this lot, or of all pieces. One statement.
    """
    row = _LIVE.first(product=product_id, valid=CertificateState.VALID.value, on=on, lot=lot_number)
    return contract(row) if row is not None else None


def certificates_of_groups(codes: Collection[str]) -> tuple[Certificate, ...]:
    """Return every certificate of groups, the newest first. One statement."""
    return tuple(contract(row) for row in Row.objects.filter(group_code__in=set(codes)).order_by("-id"))


def certificates_of_lot(lot_number: str) -> tuple[Certificate, ...]:
    """Return every certificate of a lot, the newest first. One statement."""
    return tuple(contract(row) for row in Row.objects.filter(lot_number=lot_number).order_by("-id"))


def certificates_of_case(case_number: str) -> tuple[Certificate, ...]:
    """Return every certificate of a case, the newest first. One statement."""
    return tuple(contract(row) for row in Row.objects.filter(case_number=case_number).order_by("-id"))


def certificates_of_cases(case_numbers: Iterable[str]) -> dict[str, tuple[Certificate, ...]]:
    """Return the certificates of cases, the newest first, by case. One statement."""
    found: dict[str, list[Certificate]] = {}
    for row in Row.objects.filter(case_number__in=set(case_numbers)).order_by("-id"):
        found.setdefault(row.case_number, []).append(contract(row))
    return {number: tuple(each) for number, each in found.items()}


def reasons_of(numbers: Iterable[str]) -> dict[str, str]:
    """Return why certificates are in the state that they are in, in words, by number. One statement."""
    newest = (
        CertificateChange.objects.filter(certificate__number__in=set(numbers))
        .order_by("certificate__number", "-id")
        .distinct("certificate__number")
        .values_list("certificate__number", "reason")
    )
    return {number: str(Reason(reason).label) for number, reason in newest}


def changes_of(number: str) -> tuple[Change, ...]:
    """Return what happened to a certificate, the oldest first. One statement."""
    rows = CertificateChange.objects.filter(certificate__number=number).select_related("actor").order_by("id")
    return tuple(
        Change(
            state=row.state,
            reason=row.reason,
            reason_label=str(Reason(row.reason).label),
            words=row.words,
            bearer=row.bearer,
            actor_id=row.actor_id,
            actor_name=row.actor.name if row.actor else "",
            at=row.at,
        )
        for row in rows
    )


def in_force(on: date) -> Q:
    return Q(state=CertificateState.VALID, issued_on__lte=on, valid_until__gte=on)


def contract(row: Row) -> Certificate:
    """Return a row as it crosses the door."""
    return Certificate(
        number=row.number,
        state=row.state,
        case_number=row.case_number,
        version_number=row.version_number,
        group_code=row.group_code,
        product_id=row.product_id,
        lot_number=row.lot_number,
        unit=row.subject == "unit",
        quantity=row.quantity,
        grade_code=row.grade_code,
        grade_name=row.grade_name,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        title=row.title,
        holder_name=row.holder_name,
        issuer_name=row.issuer_name,
        results=tuple(
            ResultLine(line["name"], line["value"], line["unit"], line["limit_text"], line["passes"])
            for line in row.results
        ),
        goods_expire=row.goods_expire,
        standard_title=row.standard_title,
        changed_at=row.changed_at,
    )
