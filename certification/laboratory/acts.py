"""What the laboratory does with a sample, for others than its own pages. Here the clock is read."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from certification.laboratory.contracts import Sample
from certification.laboratory.models import Sample as Row
from certification.laboratory.selectors import live_results, sample_for
from certification.laboratory.services import hand_over as _custody
from certification.laboratory.services import measure as _measure
from certification.laboratory.services import verify as _verify
from jkrlm.kernel.clock import now
from jkrlm.people.facade import User


def hand_over(
    sample: str,
    giver: str,
    holder: str,
    at: datetime,
    user: User,
    *,
    place: str = "",
    note: str = "",
    key: UUID,
) -> None:
    """Write down that who took a sample gave it on. Raises SampleUnknown, ChainBroken, WrongState."""
    _custody.hand_over(
        code=sample, giver=giver, holder=holder, at=at, place=place, note=note, key=key, by=user, now=now()
    )


def receive(sample: str, giver: str, seal: str, is_intact: bool, user: User, *, key: UUID) -> None:
    """Take a sample into the laboratory. Raises SampleUnknown, NotForHer, ChainBroken, WrongState."""
    _custody.receive(code=sample, giver=giver, seal=seal, is_intact=is_intact, key=key, by=user, now=now())


def take(sample: str, user: User) -> None:
    """Take a received sample to measure it. Raises SampleUnknown, WrongState, NotForHer."""
    _measure.take(code=sample, by=user, now=now())


def enter_results(sample: str, values: Mapping[str, str], notes: Mapping[str, str], user: User) -> None:
    """Enter what was measured, and hand it in. Raises SampleUnknown, NotForHer, WrongState, BadResults."""
    _measure.enter_results(code=sample, values=values, notes=notes, by=user, now=now())


def reject(sample: str, reason: str, user: User) -> None:
    """Do not accept a sample. Raises SampleUnknown, ReasonNeeded, WrongState, NotForHer."""
    _measure.reject(code=sample, reason=reason, by=user, now=now())


def take_to_verify(sample: str, user: User) -> None:
    """Take a measured sample to verify it. Raises SampleUnknown, WrongState, NotForHer."""
    _verify.take_to_verify(code=sample, by=user)


def release(sample: str, seen: str, user: User) -> None:
    """
    Release the results to their case; ``seen`` is the mark of what she looked at (``mark``).

    Raises:
        SampleUnknown, WrongState, NotForHer.
    """
    _verify.release(code=sample, seen=seen, by=user, now=now())


def send_back(sample: str, reason: str, user: User) -> None:
    """Send results back to who measured. Raises SampleUnknown, ReasonNeeded, WrongState, NotForHer."""
    _verify.send_back(code=sample, reason=reason, by=user, now=now())


def mark(found: Sample) -> str:
    """Name exactly the values that a sample has; empty where its reader sees none."""
    return _verify.mark_of(live_results(Row.objects.get(pk=found.id))) if found.results else ""


def sample(code: str, user: User) -> Sample:
    """Return a sample as she may see it. Raises SampleUnknown, for one that she may not know of as well."""
    return sample_for(code, user)
