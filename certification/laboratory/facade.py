"""The door of the laboratory."""

from uuid import UUID, uuid4

from certification.laboratory.acts import (
    enter_results,
    hand_over,
    mark,
    receive,
    reject,
    release,
    sample,
    send_back,
    take,
    take_to_verify,
)
from certification.laboratory.contracts import ChangeLine, CustodyLine, Level, ResultLine, Sample
from certification.laboratory.demo import load_demo_samples
from certification.laboratory.errors import (
    BadResults,
    ChainBroken,
    NotForHer,
    ReasonNeeded,
    SampleUnknown,
    WrongState,
)
from certification.laboratory.invariants import invariants
from certification.laboratory.reactions import on_sample_taken
from certification.laboratory.selectors import closed_for, queue_for, samples_of
from certification.laboratory.services import again
from certification.laboratory.states import Holder, Material, SampleState
from jkrlm.kernel.clock import now
from jkrlm.people.facade import User

__all__ = [
    "BadResults",
    "ChainBroken",
    "ChangeLine",
    "CustodyLine",
    "Holder",
    "Level",
    "Material",
    "NotForHer",
    "ReasonNeeded",
    "ResultLine",
    "Sample",
    "SampleState",
    "SampleUnknown",
    "WrongState",
    "closed_for",
    "enter_results",
    "hand_over",
    "invariants",
    "load_demo_samples",
    "mark",
    "on_sample_taken",
    "order_retest",
    "queue_for",
    "receive",
    "reject",
    "release",
    "retract",
    "sample",
    "samples_of",
    "send_back",
    "take",
    "take_to_verify",
]


def order_retest(
    sample: str, user: User, reason: str, *, key: UUID | None = None, new_material: bool = False
) -> str:
    """
    Have a closed sample ("S-…") measured again; return the new sample's number, "" where one is taken anew.

    Records ``RetestOrdered {case, sample, new_material}``. ``key``, made with a form, orders once.

    Raises:
        SampleUnknown, ReasonNeeded, NotForHer, WrongState; DomainError: the case is decided.
    """
    material = Material.NEW if new_material else Material.KEPT
    made = again.order_retest(
        code=sample, material=material, reason=reason, key=key or uuid4(), by=user, now=now()
    )
    return made.number if made else ""


def retract(sample: str, reason: str, user: User) -> None:
    """
    Take released results of a sample ("S-…") back: the case forgets them and waits for others.

    Raises:
        SampleUnknown, ReasonNeeded, NotForHer, WrongState; DomainError: the case is decided.
    """
    again.retract(code=sample, reason=reason, by=user, now=now())
