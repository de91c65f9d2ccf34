"""What certificates do when other rooms have done something. Each may be called again with the same event."""

from datetime import date
from typing import Any

from django.utils import translation

import certification.cases.facade as cases
import certification.lots.facade as lots
import certification.standards.facade as standards
import sellers.registry.facade as registry
from catalogue.facade import kind_of
from certification.certificates.errors import NotGranted
from certification.certificates.models import Certificate, CertificateChange
from certification.certificates.rules import term_end
from certification.certificates.services.change_state import move_unattended, withdraw_recalled
from certification.certificates.services.issue import Grant, issue_certificate
from certification.certificates.states import CertificateState, Reason
from jkrlm.kernel.clock import local_date, now
from jkrlm.kernel.outbox import Event
from jkrlm.people.facade import User


def on_case_decided(event: Event) -> None:
    """
    React to CaseDecided: issue the certificate of a granting decision.

    A surveillance that was granted leaves the certificate as it is; one that was refused suspends it.

    Raises:
        NotGranted: the results do not carry the decision's grade; the event becomes a dead letter.
        KeyMissing: no key is here to sign with; the event is delivered again.
    """
    case = cases.case(str(event.payload["case"]))
    decision = cases.decision_by_id(int(event.payload["decision_id"]))
    decider = User.objects.get(pk=decision.decided_by)
    granted = decision.outcome in ("grant", "grant-part")
    if case.purpose == "surveillance":
        if decision.outcome == "refuse":
            _suspend_failed(case.follows, decision.id)
        elif granted:
            clear(case.follows, f"kept:{decision.id}", (Reason.FACTS_CHANGED, Reason.SURVEILLANCE_FAILED))
        return
    if not granted:
        return
    issue_certificate(grant=grant_of(case, decision, today=local_date(now())), actor=decider, now=now())
    clear(case.number, f"granted-again:{decision.id}", (Reason.FACTS_CHANGED,))


def on_case_reopened(event: Event) -> None:
    """React to CaseReopened: certified facts were changed, so the certificate rests until decided anew."""
    held = Certificate.objects.filter(case_number=event.payload["case"], state=CertificateState.VALID)
    move_unattended(
        numbers=list(held.values_list("number", flat=True)),
        to=CertificateState.SUSPENDED,
        reason=Reason.FACTS_CHANGED,
        key=f"reopened:{event.id}",
        now=now(),
    )


def on_lot_recalled(event: Event) -> None:
    """React to LotRecalled: what certifies the lot is withdrawn; the recall's own event pays buyers back."""
    withdraw_recalled(
        lot_number=str(event.payload["lot"]),
        bearer=str(event.payload["bearer"]),
        recall_id=int(event.payload["recall_id"]),
        words=str(event.payload.get("reason", "")),
        now=now(),
    )


def grant_of(case: cases.Case, decision: cases.Decision, *, today: date) -> Grant:
    """
    Return what the certificate of a decision will say.

    Raises:
        NotGranted: the values as they are now give another grade than the decision's.
    """
    version = standards.version(case.version_id)
    assessment = cases.assessment(case.number)
    grade = assessment.grade
    if not assessment.passes or grade is None or grade.code != decision.grade_code:
        raise NotGranted(
            f"{case.number}: the results give {grade.name if grade else 'no grade'}, the decision says "
            f"{decision.grade_name}. Decide it again.",
            params={"case": case.number},
        )
    seller = registry.group(case.group_code)
    return Grant(
        decision_id=decision.id,
        case_number=case.number,
        version_id=version.id,
        version_number=version.number,
        standard_title=version.title,
        scheme=version.scheme,
        subject=str(case.subject),
        kind=case.kind,
        group_code=case.group_code,
        holder_name=seller.name,
        product_id=case.product_id,
        lot_number=case.lot_number,
        quantity=decision.quantity,
        title=case.title[:200],
        grade_code=grade.code,
        grade_name=grade.name,
        valid_until=term_end(today, version.validity_months),
        goods_expire=version.expires,
        results=tuple(_results(case, assessment)),
        facts=_facts(case, version, seller, grade.code),
    )


def _results(case: cases.Case, assessment: standards.Assessment) -> list[dict[str, Any]]:
    seen = {each.code: each.at for each in cases.findings(case.number) if not each.replaced}
    last = max(seen.values(), default=now())
    return [
        {
            "code": line.parameter.code,
            "name": line.parameter.name,
            "value": _plain(line),
            "number": str(line.value) if _is_number(line.value) else None,
            "unit": line.parameter.unit if _is_number(line.value) else "",
            "limit_text": line.limit_text,
            "passes": line.passes,
            "method": line.parameter.method,
            "critical": line.parameter.critical,
            "source": line.parameter.source,
            "grade": line.grade_code or "",
            "assessed_on": local_date(seen.get(line.parameter.code, last)).isoformat(),
        }
        for line in assessment.lines
        if line.value is not None
    ]


def _is_number(value: object) -> bool:
    return value is not None and not isinstance(value, bool | str)


def _plain(line: standards.Line) -> str:
    """Return the value without its unit: the unit stands beside it."""
    if _is_number(line.value):
        return f"{line.value:f}"
    return line.value_text or str(line.value)


def _facts(
    case: cases.Case, version: standards.Version, seller: registry.Group, grade_code: str
) -> dict[str, Any]:
    with translation.override("en"):
        kind = kind_of(case.kind)
    lot = lots.lot(case.lot_number) if case.lot_number else None
    codes = [each.code for each in version.grades]
    return {
        "maker_slug": seller.slug,
        "village": seller.village,
        "district": seller.district,
        "hsn": kind.hsn if kind is not None else "",
        "kind_name": kind.name if kind is not None else case.kind,
        "gi": version.gi,
        "grade_rank": codes.index(grade_code) + 1,
        "made_on": lot.made_on.isoformat() if lot else "",
        "expires_on": lot.expires_on.isoformat() if lot and lot.expires_on else "",
    }


def _suspend_failed(case_number: str, decision_id: int) -> None:
    held = Certificate.objects.filter(case_number=case_number, state=CertificateState.VALID)
    move_unattended(
        numbers=list(held.values_list("number", flat=True)),
        to=CertificateState.SUSPENDED,
        reason=Reason.SURVEILLANCE_FAILED,
        key=f"surveillance:{decision_id}",
        now=now(),
    )


def clear(case_number: str, key: str, reasons: tuple[Reason, ...]) -> None:
    """Take back a suspension that nobody's hand had put: what was sold before is as good as it was."""
    numbers = []
    for row in Certificate.objects.filter(case_number=case_number, state=CertificateState.SUSPENDED):
        newest = CertificateChange.objects.filter(certificate=row).order_by("-id").first()
        if newest is not None and newest.reason in reasons and row.valid_until >= local_date(now()):
            numbers.append(row.number)
    move_unattended(numbers=numbers, to=CertificateState.VALID, reason=Reason.CLEARED, key=key, now=now())
