"""What one person proposes and another decides: the guards that all of these share."""

from datetime import datetime
from typing import Final, TypeVar

from sellers.orders.errors import NotProposed, ReasonMissing, SamePerson
from sellers.orders.models import TwoPeople
from sellers.orders.services.move import By
from sellers.orders.states import DECISIONS, DecisionState

Found = TypeVar("Found", bound=TwoPeople)
REASON_MAX: Final = 200


def said(reason: str) -> str:
    """Return the reason as it is kept. Raises ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing("Say why, in words that the group may read.", field="reason")
    return reason.strip()[:REASON_MAX]


def waiting(model: type[Found], pk: int) -> Found:
    """Return it under its lock. Raises NotProposed where it is not there."""
    found: Found | None = model._default_manager.select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None:
        raise NotProposed("There is no such proposal.")
    return found


def settle(found: TwoPeople, *, to: DecisionState, by: By, now: datetime, note: str = "") -> bool:
    """
    Decide what waits; returns False where this person had decided so before. The caller holds its lock.

    Raises:
        NotProposed: it was decided otherwise, or by somebody else.
        SamePerson: approved or refused by who proposed it, or withdrawn by another.
    """
    state = DecisionState(found.state)
    if state is to and found.decided_by == by.actor:
        return False
    if to not in DECISIONS[state]:
        raise NotProposed(
            f"This was {state.label.lower()} meanwhile; nothing was changed.", params={"state": state.value}
        )
    own = found.proposed_by == by.actor
    if own is not (to is DecisionState.WITHDRAWN):
        sentence = (
            "Who proposed it does not decide it: a second person must."
            if own
            else "Only who proposed it may withdraw it."
        )
        raise SamePerson(sentence)
    found.state, found.decided_by, found.decided_at = to, by.actor, now
    found.decision_note = note.strip()[:REASON_MAX]
    found.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    return True
