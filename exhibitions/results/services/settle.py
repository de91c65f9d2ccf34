"""One proposes what an exhibition came to, another approves: stalls are charged, and it is settled."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

import exhibitions.plan.facade as plan
import sellers.ledger.facade as ledger
from exhibitions.results import reckoning
from exhibitions.results.contracts import Line, TillLine
from exhibitions.results.errors import (
    BooksMoved,
    NotReady,
    ReasonMissing,
    SamePerson,
    SettlementUnknown,
    WrongState,
)
from exhibitions.results.models import Settlement, SettlementLine, SettlementTill
from exhibitions.results.obstacles import obstacles
from exhibitions.results.states import SettlementState
from jkrlm.kernel import outbox
from jkrlm.people.facade import User, audit
from logistics.facade import place

_RUPEES = (
    *("sold", "returned", "discount", "gst", "gst_hers", "commission", "commission_gst", "other", "share"),
    *("charge", "charge_gst", "allowances", "held"),
)


def propose(*, exhibition: str, note: str, key: str, by: User, now: datetime) -> Settlement:
    """
    Write down what the books say; the same form again is the first one.

    Raises:
        ExhibitionUnknown; NotReady: something holds it back, its reasons say what.
        WrongState: it was proposed already.
    """
    known = Settlement.objects.filter(key=key).first()
    if known is not None:
        return known
    with transaction.atomic():
        plan.lock(exhibition)
        _check_ready(exhibition)
        if Settlement.objects.filter(exhibition=exhibition).exclude(state=SettlementState.SENT_BACK).exists():
            raise WrongState(_("This exhibition's settlement is proposed already."))
        lines, tills = reckoning.lines_of(exhibition), reckoning.tills_of(exhibition)
        made = Settlement.objects.create(
            exhibition=exhibition,
            key=key,
            digest=reckoning.digest_of(lines, tills),
            note=note.strip()[:300],
            proposed_at=now,
            proposed_by=by,
        )
        SettlementLine.objects.bulk_create(_line(made, each) for each in lines)
        SettlementTill.objects.bulk_create(_till(made, each) for each in tills)
        audit(
            actor=by,
            verb="results.propose-settlement",
            target=f"exhibition {exhibition}",
            after={"settlement": made.pk, "digest": made.digest},
        )
    return made


def approve(*, settlement_id: int, by: User, now: datetime, today: date) -> Settlement:
    """
    Approve it: each group's stall is charged once, and the exhibition is settled. Decided so before, nothing
    happens.

    Raises:
        SettlementUnknown; SamePerson; WrongState: it was sent back.
        NotReady, BooksMoved: something came since; it is to be proposed again.
        MoveRefused: of the plan.
    """
    with transaction.atomic():
        found = _locked(settlement_id)
        if found.state == SettlementState.APPROVED:
            return found
        _check_open(found, by)
        _check_ready(found.exhibition)
        lines, tills = reckoning.lines_of(found.exhibition), reckoning.tills_of(found.exhibition)
        if reckoning.digest_of(lines, tills) != found.digest:
            raise BooksMoved(
                _("The books have moved since this was proposed. Send it back, and propose it again.")
            )
        fair = plan.exhibition(found.exhibition)
        ledger.charge_stalls([_charge(fair, each, today) for each in lines if each.charge.amount])
        _decide(found, SettlementState.APPROVED, "", by, now)
        plan.move(found.exhibition, plan.ExhibitionState.SETTLED, by=by)
        outbox.record("SettlementApproved", {"exhibition": found.exhibition, "settlement": found.pk})
        for each in lines:
            outbox.record(
                "GroupSettled",
                {
                    "exhibition": found.exhibition,
                    "group": each.group_code,
                    "name": fair.name,
                    "amount": str(each.gets.amount),
                },
            )
    return found


def send_back(*, settlement_id: int, why: str, by: User, now: datetime) -> Settlement:
    """Raises SettlementUnknown, SamePerson, WrongState, ReasonMissing."""
    with transaction.atomic():
        found = _locked(settlement_id)
        _check_open(found, by)
        if not why.strip():
            raise ReasonMissing(_("Say what is to be looked at again."), field="why")
        _decide(found, SettlementState.SENT_BACK, why.strip()[:300], by, now)
    return found


def _locked(settlement_id: int) -> Settlement:
    """The exhibition before its settlement, as in proposing."""
    row = Settlement.objects.filter(pk=settlement_id).first()
    if row is None:
        raise SettlementUnknown(_("There is no such settlement."))
    plan.lock(row.exhibition)
    return Settlement.objects.select_for_update().get(pk=settlement_id)


def _check_open(found: Settlement, by: User) -> None:
    if found.state != SettlementState.PROPOSED:
        raise WrongState(_("This settlement was decided already."))
    if found.proposed_by_id == by.pk:
        raise SamePerson(_("Somebody else decides on what you proposed."))


def _check_ready(exhibition: str) -> None:
    reasons = tuple(each.words for each in obstacles(exhibition))
    if reasons:
        raise NotReady(reasons)


def _decide(found: Settlement, to: SettlementState, why: str, by: User, now: datetime) -> None:
    found.state, found.why, found.decided_by, found.decided_at = to, why, by, now
    found.save(update_fields=["state", "why", "decided_by", "decided_at"])
    audit(
        actor=by,
        verb=f"results.{'approve' if to == SettlementState.APPROVED else 'send-back'}-settlement",
        target=f"exhibition {found.exhibition}",
        after={"settlement": found.pk, "why": why},
    )


def _charge(fair: plan.Exhibition, line: Line, today: date) -> ledger.StallCharge:
    return ledger.StallCharge(
        exhibition=fair.code,
        seller=line.group_code,
        amount=line.charge,
        reason=f"Stall {line.stall_code}, {fair.name}".replace("Stall , ", "Stall, ")[:200],
        occurred_on=today,
        gst=reckoning.heads_of(line.charge_gst, state=place(fair.pincode).state),
    )


def _line(made: Settlement, line: Line) -> SettlementLine:
    return SettlementLine(
        settlement=made,
        group_code=line.group_code,
        stall_code=line.stall_code,
        bills=line.bills,
        pieces=line.pieces,
        **{name: getattr(line, name).amount for name in _RUPEES},
    )


def _till(made: Settlement, line: TillLine) -> SettlementTill:
    return SettlementTill(
        settlement=made,
        number=line.number,
        label=line.label,
        bills=line.bills,
        cash=line.cash.amount,
        upi=line.upi.amount,
        card=line.card.amount,
        difference=line.difference.amount,
        reasons="\n".join(line.reasons),
        deposited=line.deposited.amount,
        short=line.short.amount,
    )
