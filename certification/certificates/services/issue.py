"""Issue a certificate for a granting decision: number, credentials, history, sale, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from certification.certificates.credentials.status_lists import next_index
from certification.certificates.models import Certificate, CertificateChange, NumberSeries
from certification.certificates.rules import financial_year, number_of, search_text
from certification.certificates.services.sale import judge_sale, lock_product
from certification.certificates.services.sign import sign_credentials
from certification.certificates.states import CertificateState, Reason
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.people.facade import User, audit


@dataclass(frozen=True, slots=True)
class Grant:
    """
    What a certificate will say. ``results`` and ``facts`` are JSON, frozen from then on.

    ``valid_until`` is the last day of the term.
    """

    decision_id: int
    case_number: str
    version_id: int
    version_number: str
    standard_title: str
    scheme: str
    subject: str
    kind: str
    group_code: str
    holder_name: str
    product_id: str
    lot_number: str
    quantity: int
    title: str
    grade_code: str
    grade_name: str
    valid_until: date
    goods_expire: bool
    results: tuple[Mapping[str, Any], ...]
    facts: Mapping[str, Any]


@transaction.atomic
def issue_certificate(*, grant: Grant, actor: User, now: datetime) -> Certificate:
    """
    Return the certificate of a decision; called again, the same one.

    A number is used up only together with its certificate, so that a failure leaves no hole: two at once wait
    for one another at the series' row.

    Raises:
        KeyMissing: no private key is here to sign with.
        django.db.IntegrityError: the decision grants nothing, or something else than this (trigger).
    """
    found = Certificate.objects.filter(decision_id=grant.decision_id).first()
    if found is not None:
        return found
    lock_product(grant.product_id)
    today = local_date(now)
    named = {"prefix": settings.CERT_NUMBER_PREFIX, "financial_year": financial_year(today)}
    NumberSeries.objects.bulk_create([NumberSeries(**named)], ignore_conflicts=True)
    series = NumberSeries.objects.select_for_update().get(**named)
    found = Certificate.objects.filter(decision_id=grant.decision_id).first()
    if found is not None:
        return found
    row = _write(grant, series, actor, now, today)
    sign_credentials(certificate=row, now=now)
    judge_sale(product_id=row.product_id, lot_number=row.lot_number, today=today)
    audit(
        actor=actor,
        verb="cert.certificate-issued",
        target=f"certificate {row.number}",
        after={"case": row.case_number, "decision": row.decision_id, "grade": row.grade_code},
    )
    outbox.record("CertificateChanged", changed(row, reason=Reason.GRANTED))
    return row


def changed(
    row: Certificate, *, reason: str, bearer: str = "", recall_id: int | None = None
) -> dict[str, Any]:
    """Return the event's payload; ``recall_id`` names the recall that pays back by itself."""
    return {
        "number": row.number,
        "state": row.state,
        "product": row.product_id,
        "lot": row.lot_number,
        "group": row.group_code,
        "case": row.case_number,
        "reason": reason,
        "bearer": bearer,
        "recall_id": recall_id,
    }


def _write(grant: Grant, series: NumberSeries, actor: User, now: datetime, today: date) -> Certificate:
    series.last_serial += 1
    series.save(update_fields=["last_serial"])
    number = number_of(series.prefix, series.financial_year, series.last_serial)
    list_number, index = next_index(now=now)
    row = Certificate.objects.create(
        number=number,
        series=series,
        serial=series.last_serial,
        decision_id=grant.decision_id,
        case_number=grant.case_number,
        version_id=grant.version_id,
        version_number=grant.version_number,
        standard_title=grant.standard_title,
        scheme=grant.scheme,
        subject=grant.subject,
        kind=grant.kind,
        group_code=grant.group_code,
        holder_name=grant.holder_name,
        product_id=grant.product_id,
        lot_number=grant.lot_number,
        quantity=grant.quantity,
        title=grant.title,
        grade_code=grant.grade_code,
        grade_name=grant.grade_name,
        issuer_name=settings.CERT_ISSUER_NAME,
        issued_on=today,
        issued_at=now,
        valid_until=grant.valid_until,
        goods_expire=grant.goods_expire,
        results=[dict(line) for line in grant.results],
        facts=dict(grant.facts),
        list_number=list_number,
        list_index=index,
        state=CertificateState.VALID,
        changed_at=now,
        search=search_text(
            number, grant.case_number, grant.lot_number, grant.group_code, grant.holder_name, grant.title
        ),
    )
    CertificateChange.objects.create(
        certificate=row,
        key=f"issued:{grant.decision_id}",
        state=CertificateState.VALID,
        reason=Reason.GRANTED,
        actor=actor,
        at=now,
    )
    return row
