"""The sample changes hands. A chain without a gap is what makes its results count."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from certification.laboratory.errors import ChainBroken, NotForHer, SampleUnknown
from certification.laboratory.models import CustodyStep, Sample
from certification.laboratory.selectors import locked
from certification.laboratory.services.move import move, require
from certification.laboratory.states import Holder, SampleState
from jkrlm.kernel.clock import INDIA
from jkrlm.people.facade import Role, User, audit, has_role


@transaction.atomic
def hand_over(
    *,
    code: str,
    giver: str,
    holder: str,
    at: datetime,
    place: str,
    note: str,
    key: UUID,
    by: User,
    now: datetime,
) -> CustodyStep:
    """
    Write down that whoever took the sample gave it on; the same key again changes nothing.

    Raises:
        SampleUnknown: there is none, or another's.
        ChainBroken: the giver is not whom the chain ends with, or the time lies before its last step.
        WrongState: the laboratory has it.
    """
    sample = locked(code)
    if sample.taken_by_id != by.pk:
        raise SampleUnknown("There is no sample with this code among those that you took.", field="code")
    known = CustodyStep.objects.filter(key=key, sample=sample).first()
    if known is not None:
        return known
    require(sample, SampleState.SEALED)
    if holder not in (Holder.OFFICE, Holder.COURIER):
        raise ChainBroken(
            "Say who has it now. What the laboratory has it writes down itself.", field="holder"
        )
    return _step(
        sample,
        giver=giver,
        holder=Holder(holder),
        at=at,
        intact=True,
        place=place,
        note=note,
        key=key,
        by=by,
        now=now,
    )


@transaction.atomic
def receive(
    *, code: str, giver: str, seal: str, is_intact: bool, key: UUID, by: User, now: datetime
) -> Sample:
    """
    Take a sample into the laboratory: the seal is the one of the visit, and unbroken.

    Raises:
        SampleUnknown; NotForHer: she took it herself, or is not of the laboratory.
        ChainBroken: another seal, a broken one, or a giver with whom the chain does not end.
        WrongState: it was received by somebody else, or is closed.
    """
    sample = locked(code)
    if CustodyStep.objects.filter(key=key, sample=sample).exists():
        return sample
    if sample.taken_by_id == by.pk or not has_role(by, Role.LABORATORY):
        raise NotForHer("Somebody of the laboratory who did not take the sample receives it.")
    require(sample, SampleState.SEALED)
    if "".join(seal.upper().split()) != sample.seal:
        raise ChainBroken(
            "This is not the seal that was written down on the visit. Read it once more; if it is another "
            "one, do not accept the sample.",
            field="seal",
        )
    if not is_intact:
        raise ChainBroken(
            "A sample whose seal is broken is not measured. Do not accept it, and say why.", field="intact"
        )
    _step(
        sample,
        giver=giver,
        holder=Holder.LABORATORY,
        at=now,
        intact=True,
        place="",
        note="",
        key=key,
        by=by,
        now=now,
    )
    move(sample, to=SampleState.RECEIVED, by=by, now=now)
    return sample


def _step(
    sample: Sample,
    *,
    giver: str,
    holder: Holder,
    at: datetime,
    intact: bool,
    place: str,
    note: str,
    key: UUID,
    by: User,
    now: datetime,
) -> CustodyStep:
    last = sample.custody.order_by("-position").first()
    if last is None:
        raise ChainBroken("The chain of this sample has no beginning. Do not accept it.")
    if giver != last.holder:
        raise ChainBroken(
            f"The chain ends with: {Holder(last.holder).label}. If it came by way of somebody else, that "
            "step is written down first.",
            field="giver",
        )
    if at == last.at.replace(second=0, microsecond=0):
        at = last.at  # a form knows no seconds
    if at < last.at or at > now:
        raise ChainBroken(
            f"It was last handed on at {last.at.astimezone(INDIA):%d %B %Y %H:%M}. Give a time between that "
            "and now.",
            field="at",
        )
    position = (sample.custody.aggregate(last=Max("position"))["last"] or 0) + 1
    step = CustodyStep.objects.create(
        sample=sample,
        position=position,
        key=key,
        giver=giver,
        holder=holder,
        at=at,
        by=by,
        seal_intact=intact,
        place=place[:120],
        note=note[:300],
    )
    audit(
        actor=by,
        verb="cert.sample.custody",
        target=f"sample {sample.number}",
        after={"from": giver, "to": holder.value},
    )
    return step
