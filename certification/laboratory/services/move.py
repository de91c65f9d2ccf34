"""Move a sample along its states: the one place where ``state`` is written."""

from datetime import datetime

from certification.laboratory.errors import ReasonNeeded, WrongState
from certification.laboratory.models import Sample
from certification.laboratory.rules import REASON_MIN
from certification.laboratory.states import TRANSITIONS, SampleState
from jkrlm.people.facade import User, audit


def move(sample: Sample, *, to: SampleState, by: User, now: datetime, reason: str = "") -> None:
    """
    Move a sample that the caller has locked; the database writes its history.

    Raises:
        WrongState: it cannot get there from where it is.
    """
    require(sample, *(held for held, ways in TRANSITIONS.items() if to in ways))
    before = sample.state
    sample.state, sample.changed_at, sample.changed_by, sample.reason = to, now, by, reason[:300]
    sample.save()
    audit(
        actor=by,
        verb=f"cert.sample.{to.value}",
        target=f"sample {sample.number}",
        before={"state": before},
        after={"state": to.value, **({"why": reason[:300]} if reason else {})},
    )


def require(sample: Sample, *states: SampleState) -> None:
    """Raises WrongState where the sample is in none of the states."""
    if SampleState(sample.state) not in states:
        raise WrongState(
            f"Sample {sample.number} is “{SampleState(sample.state).label}” now: this cannot be done "
            "any more. Load the page again."
        )


def why(text: str) -> str:
    """
    Return a reason without blanks around it.

    Raises:
        ReasonNeeded: it is none.
    """
    words = " ".join(text.split())
    if len(words) < REASON_MIN:
        raise ReasonNeeded("Say why, in a few words: it stays with the sample.", field="reason")
    return words[:300]
