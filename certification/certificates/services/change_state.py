"""Suspend, reinstate, withdraw, expire: each one transaction, each once for its key."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

import certification.cases.facade as cases
from certification.certificates.credentials.status_lists import set_bits
from certification.certificates.errors import BadReason, CertificateUnknown, KeyUsed, NotYours, WrongState
from certification.certificates.models import Certificate, CertificateChange
from certification.certificates.services.issue import changed
from certification.certificates.services.sale import judge_sale, lock_product
from certification.certificates.services.sign import sign_credentials
from certification.certificates.states import (
    REINSTATE_REASONS,
    SUSPEND_REASONS,
    TRANSITIONS,
    WITHDRAW_REASONS,
    Bearer,
    CertificateState,
    Reason,
)
from jkrlm.kernel import outbox
from jkrlm.kernel.clock import local_date
from jkrlm.people.facade import Role, User, audit, has_role

_REASONS = {
    CertificateState.SUSPENDED: SUSPEND_REASONS,
    CertificateState.VALID: REINSTATE_REASONS,
    CertificateState.WITHDRAWN: WITHDRAW_REASONS,
}
_VERBS = {
    CertificateState.SUSPENDED: "cert.certificate-suspended",
    CertificateState.VALID: "cert.certificate-reinstated",
    CertificateState.WITHDRAWN: "cert.certificate-withdrawn",
    CertificateState.EXPIRED: "cert.certificate-expired",
}


def change_state(
    *,
    number: str,
    to: CertificateState,
    reason: str,
    words: str,
    actor: User,
    key: str,
    now: datetime,
    bearer: str = "",
) -> Certificate:
    """
    Suspend, reinstate or withdraw by an officer. The same key again changes nothing and returns the same.

    Raises:
        CertificateUnknown; WrongState: not possible from where it stands; BadReason: unknown reason, no words
            beside "other", no bearer of a withdrawal; NotYours: the person evaluated the case, is close to
            the group, or is no officer; KeyUsed: the key was another act's.
    """
    _check_reason(to, reason, words, bearer)
    if not has_role(actor, Role.OFFICER):
        raise NotYours("Only a certification officer decides of certificates.", code="ROLE")
    return _move(
        number=number, to=to, reason=reason, words=words, bearer=bearer, actor=actor, key=key, now=now
    )


def _check_reason(to: CertificateState, reason: str, words: str, bearer: str) -> None:
    if reason not in _REASONS[to]:
        raise BadReason("Choose a reason from the list.", field="reason")
    if reason == Reason.OTHER and len(words.strip()) < 10:
        raise BadReason("Say in a sentence what the reason is.", field="words")
    if to == CertificateState.WITHDRAWN and bearer not in Bearer.values:
        raise BadReason("Say who bears the cost of what is paid back.", field="bearer")
    if to != CertificateState.WITHDRAWN and bearer:
        raise BadReason("Only a withdrawal has a cost to bear.", field="bearer")


@transaction.atomic
def _move(
    *,
    number: str,
    to: CertificateState,
    reason: str,
    words: str,
    bearer: str,
    actor: User | None,
    key: str,
    now: datetime,
    recall_id: int | None = None,
) -> Certificate:
    row = _locked(number)
    if _done_before(row, to, key):
        return row
    if to not in TRANSITIONS[row.state]:
        raise WrongState(
            f"{row.number} is {CertificateState(row.state).label.lower()}; it cannot become "
            f"{to.label.lower()}. Open its page again to see what happened.",
            params={"state": row.state},
        )
    if to == CertificateState.VALID and row.valid_until < local_date(now):
        raise WrongState(f"The term of {row.number} ended on {row.valid_until:%d %B %Y}.")
    if actor is not None:
        refusal = cases.may_decide(row.case_number, actor)
        if refusal is not None:
            raise NotYours(refusal.sentence, code=refusal.code)
    before = row.state
    _write(row, to, reason, words, bearer, actor, key, now, recall_id)
    judge_sale(product_id=row.product_id, lot_number=row.lot_number, today=local_date(now))
    if to in (CertificateState.WITHDRAWN, CertificateState.EXPIRED):
        cases.drop_planned(row.case_number)
    audit(
        actor=actor,
        verb=_VERBS[to],
        target=f"certificate {row.number}",
        before={"state": before},
        after={"state": row.state, "reason": reason, "bearer": bearer, "words": words[:300]},
    )
    # What a recall takes back is paid by the recall's own event, once.
    paid_here = "" if recall_id is not None else bearer
    outbox.record("CertificateChanged", changed(row, reason=reason, bearer=paid_here, recall_id=recall_id))
    return row


def _locked(number: str) -> Certificate:
    """Lock as the issue does: the product first, then the row."""
    known = Certificate.objects.filter(number=number).values_list("product_id", flat=True).first()
    if known is None:
        raise CertificateUnknown(f"There is no certificate {number[:40]}.", field="number")
    lock_product(known)
    return Certificate.objects.select_for_update().get(number=number)


def _done_before(row: Certificate, to: str, key: str) -> bool:
    done = CertificateChange.objects.filter(key=key).first()
    if done is None:
        return False
    if done.certificate_id != row.pk or done.state != to:
        raise KeyUsed("This form was sent before, for something else. Open the page again.")
    return True


def _write(
    row: Certificate,
    to: CertificateState,
    reason: str,
    words: str,
    bearer: str,
    actor: User | None,
    key: str,
    now: datetime,
    recall_id: int | None,
) -> None:
    row.state, row.changed_at = to, now
    row.save(update_fields=["state", "changed_at"])
    CertificateChange.objects.create(
        certificate=row,
        key=key,
        state=to,
        reason=reason,
        words=words.strip()[:1000],
        bearer=bearer,
        actor=actor,
        recall_id=recall_id,
        at=now,
    )
    set_bits(list_number=row.list_number, index=row.list_index, state=to, now=now)
    if to == CertificateState.WITHDRAWN:
        sign_credentials(certificate=row, now=now)


def expire_due(*, now: datetime, today: date | None = None) -> int:
    """Let certificates expire whose term has ended, each in its own transaction; return how many."""
    day = today or local_date(now)
    due = Certificate.objects.filter(
        state__in=(CertificateState.VALID, CertificateState.SUSPENDED), valid_until__lt=day
    )
    done = 0
    for number in list(due.order_by("id").values_list("number", flat=True)):
        with transaction.atomic():
            row = _locked(number)
            if row.state in (CertificateState.VALID, CertificateState.SUSPENDED):
                _move(
                    number=number,
                    to=CertificateState.EXPIRED,
                    reason=Reason.TERM_ENDED,
                    words="",
                    bearer="",
                    actor=None,
                    key=f"expired:{row.pk}",
                    now=now,
                )
                done += 1
    return done


def withdraw_recalled(*, lot_number: str, bearer: str, recall_id: int, words: str, now: datetime) -> int:
    """Withdraw what certifies a lot that was called back; return how many. Repeated, it changes nothing."""
    rows = Certificate.objects.filter(lot_number=lot_number).exclude(state=CertificateState.WITHDRAWN)
    numbers = list(rows.order_by("id").values_list("number", flat=True))
    for number in numbers:
        _move(
            number=number,
            to=CertificateState.WITHDRAWN,
            reason=Reason.RECALL,
            words=words,
            bearer=bearer,
            actor=None,
            key=f"recall:{recall_id}:{number}",
            now=now,
            recall_id=recall_id,
        )
    return len(numbers)


def move_unattended(
    *, numbers: Collection[str], to: CertificateState, reason: Reason, key: str, now: datetime
) -> None:
    """Suspend where certified facts were changed, and take back that suspension after the new decision."""
    for number in sorted(numbers):
        _move(
            number=number,
            to=to,
            reason=reason,
            words="",
            bearer="",
            actor=None,
            key=f"{key}:{number}",
            now=now,
        )
