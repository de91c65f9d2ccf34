"""Results are taken back with a reason; a sample is measured again by order of an officer."""

import uuid
from datetime import datetime
from uuid import UUID

from django.db import transaction

import certification.cases.facade as cases
from certification.laboratory.errors import NotForHer, WrongState
from certification.laboratory.models import CustodyStep, RetestOrder, Sample
from certification.laboratory.selectors import locked
from certification.laboratory.services.move import move, require, why
from certification.laboratory.services.take_in import free_code
from certification.laboratory.states import UNDERWAY, Holder, Material, SampleState
from jkrlm.kernel import outbox
from jkrlm.people.facade import Role, User, audit, has_role


@transaction.atomic
def retract(*, code: str, reason: str, by: User, now: datetime) -> Sample:
    """
    Take released results back: the case forgets them, and its laboratory step is open again.

    They stay readable with the reason. Taken back before, nothing changes.

    Raises:
        SampleUnknown, ReasonNeeded, WrongState; NotForHer: neither of the two who signed, nor an officer.
        DomainError: the case is decided; then its certificate is dealt with first.
    """
    sample = locked(code)
    if sample.state == SampleState.RETRACTED:
        return sample
    signed = by.pk in (sample.analyst_id, sample.verifier_id) and has_role(by, Role.LABORATORY)
    if not signed and not has_role(by, Role.OFFICER):
        raise NotForHer("Who measured or verified it takes it back, or an officer.")
    words = why(reason)
    require(sample, SampleState.RELEASED)
    move(sample, to=SampleState.RETRACTED, by=by, now=now, reason=words)
    number = sample.case_number
    cases.retract_findings(number, f"sample:{sample.number}", by, words)
    cases.step_again(number, cases.StepName.LABORATORY, by, words)
    return sample


@transaction.atomic
def order_retest(
    *, code: str, material: Material, reason: str, key: UUID, by: User, now: datetime
) -> Sample | None:
    """
    Have a closed sample measured again: returns the new sample where enough is left of the old one, None
    where the inspector takes a new one. The same key again orders nothing more.

    Raises:
        SampleUnknown, ReasonNeeded; NotForHer: no officer; WrongState: it is not closed, or a retest was
            ordered before.
        DomainError: the case is decided.
    """
    sample = locked(code)
    if not has_role(by, Role.OFFICER):
        raise NotForHer("A certification officer orders a retest.")
    known = RetestOrder.objects.filter(sample=sample).first()
    if known is not None:
        if known.key == key:
            return Sample.objects.filter(origin=f"retest:{key}").first()
        raise WrongState(f"A retest of {sample.number} was ordered on {known.at:%d %B} already.")
    words = why(reason)
    require(sample, SampleState.RELEASED, SampleState.RETRACTED, SampleState.REJECTED)
    if material == Material.KEPT and not sample.custody.filter(holder=Holder.LABORATORY).exists():
        raise WrongState("The laboratory never had this sample: order a new one.")
    if Sample.objects.filter(case_number=sample.case_number, state__in=UNDERWAY).exists():
        raise WrongState("Another sample of this case is underway. Wait for it.")
    RetestOrder.objects.create(sample=sample, key=key, material=material.value, reason=words, by=by, at=now)
    cases.step_again(sample.case_number, cases.StepName.LABORATORY, by, words)
    audit(
        actor=by,
        verb="cert.sample.retest",
        target=f"sample {sample.number}",
        after={"material": material.value, "why": words},
    )
    outbox.record(
        "RetestOrdered",
        {"case": sample.case_number, "sample": sample.number, "new_material": material == Material.NEW},
    )
    return _kept(sample, key, by, now) if material == Material.KEPT else None


def _kept(sample: Sample, key: UUID, by: User, now: datetime) -> Sample:
    """Return a sample of what the laboratory kept: under another code, so that who measures it is not led."""
    made = Sample.objects.create(
        code=free_code(),
        origin=f"retest:{key}",
        case_number=sample.case_number,
        version_id=sample.version_id,
        seal=sample.seal,
        quantity=sample.quantity,
        unit=sample.unit,
        retest_of=sample,
        taken_by=sample.taken_by,
        taken_at=sample.taken_at,
        state=SampleState.RECEIVED,
        changed_at=now,
        changed_by=by,
        reason="",
    )
    CustodyStep.objects.create(
        sample=made,
        position=1,
        key=uuid.uuid5(uuid.NAMESPACE_OID, f"custody retest {key}"),
        giver="",
        holder=Holder.LABORATORY,
        at=now,
        by=by,
        seal_intact=True,
        note=f"What was kept of {sample.number}",
    )
    return made
