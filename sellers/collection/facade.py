"""The door of collection. Here the clock is read."""

from collections.abc import Collection, Sequence

import logistics.parcels.facade as parcels
from jkrlm.kernel import clock
from jkrlm.people.facade import User
from sellers.collection import selectors
from sellers.collection.contracts import Centre, Parcel, PurchaseMonth, PurchaseRow
from sellers.collection.errors import NotOfThisFederation, WhyMissing, WrongStep
from sellers.collection.models import Intake
from sellers.collection.reactions import on_sale_changed
from sellers.collection.rules import CHECKLIST
from sellers.collection.selectors import centre, purchases
from sellers.collection.services import intake
from sellers.collection.states import IntakeState, PurchaseKind
from sellers.orders.facade import (
    By,
    SellerOrderState,
    SellerOrderUnknown,
    card,
    hand_over,
    pack,
    parcel_code,
)

__all__ = [
    "CHECKLIST",
    "Centre",
    "IntakeState",
    "NotOfThisFederation",
    "Parcel",
    "PurchaseKind",
    "PurchaseMonth",
    "PurchaseRow",
    "WhyMissing",
    "WrongStep",
    "at_the_centre",
    "centre",
    "check",
    "on_sale_changed",
    "parcel",
    "purchases",
    "send_on",
    "take_in",
]


def parcel(code: str, *, federation_id: int, group_codes: Sequence[str]) -> Parcel:
    """Return one parcel of a member group. Raises NotOfThisFederation."""
    try:
        return selectors.parcel(federation_id, card(code, group_codes=group_codes))
    except SellerOrderUnknown:
        raise NotOfThisFederation from None


def at_the_centre(code: str) -> IntakeState | None:
    """Return where a parcel is at its federation's centre; None where it was never taken in. One query."""
    state = Intake.objects.filter(code=code).values_list("state", flat=True).first()
    return IntakeState(state) if state is not None else None


def take_in(code: str, *, federation_id: int, group_codes: Sequence[str], by: User) -> None:
    """
    The group brought it: what comes to the centre is packed. Raises NotOfThisFederation, WrongStep.
    """
    try:
        found = card(code, group_codes=group_codes)
    except SellerOrderUnknown:
        raise NotOfThisFederation from None
    intake.take_in(order=found, federation_id=federation_id, by=by, now=clock.now())
    if found.state is SellerOrderState.ACCEPTED:
        pack(code, group_codes=group_codes, by=_by(by))
    parcel_code(code)
    if at_the_centre(code) is IntakeState.HERE:
        parcels.at_centre(code, key=intake.step_key(code, "in"), actor=_by(by).actor)


def check(
    code: str,
    *,
    federation_id: int,
    failed: Collection[str],
    words: str,
    weight_grams: int | None,
    by: User,
) -> bool:
    """Write down a look; return whether it passed. Raises NotOfThisFederation, WrongStep, WhyMissing."""
    passed = intake.check(
        code=code,
        federation_id=federation_id,
        failed=failed,
        words=words,
        weight_grams=weight_grams,
        by=by,
        now=clock.now(),
    )
    if not passed:
        parcels.back_to_group(code, key=intake.step_key(code, "back"), actor=_by(by).actor, words=words)
    return passed


def send_on(
    code: str, *, federation_id: int, group_codes: Sequence[str], by: User, tracking_number: str
) -> None:
    """
    It leaves the centre with the carrier. Repeatable: handed over first, noted after.

    Raises:
        NotOfThisFederation: none of theirs. WrongStep: it was not checked.
        NotCovered, WrongState, StoreUnavailable: from seller orders.
    """
    found = parcel(code, federation_id=federation_id, group_codes=group_codes)
    if found.intake not in (IntakeState.PASSED, IntakeState.SENT):
        raise WrongStep(f"{code}: {found.intake.label if found.intake else ''}", field="code")
    hand_over(code, group_codes=group_codes, by=_by(by), tracking_number=tracking_number)
    intake.note_sent(code=code, federation_id=federation_id, by=by, now=clock.now())


def _by(user: User) -> By:
    """An officer acts in her own office here; the member's consent is not what she acts under."""
    return By(actor=f"person:{user.pk}")
