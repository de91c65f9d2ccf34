"""Work an allotment out, and let somebody else approve it."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

import exhibitions.plan.facade as plan
from exhibitions.stalls import rules, words
from exhibitions.stalls.draw import digest, repeat, sealed
from exhibitions.stalls.engine import Applicant, Outcome, QuotaRule, StallToGive, allot
from exhibitions.stalls.errors import ApplicationUnknown, SamePerson, WrongState
from exhibitions.stalls.facts import barred_now, facts_of
from exhibitions.stalls.models import Application, Call, Proposal, Verdict
from exhibitions.stalls.services.common import (
    about,
    call_of,
    check_on,
    crafts_of_zones,
    give_passes,
    hold,
    limits_of,
    move,
)
from exhibitions.stalls.states import AppState, CameBy, ProposalState, QuotaBy, Result
from jkrlm.kernel import outbox
from jkrlm.kernel.secrets import unseal
from jkrlm.people.facade import User, audit


def propose(*, exhibition_code: str, key: str, by: User, now: datetime, today: date) -> Proposal:
    """
    Judge every application that was sent, and work out who gets which stall.

    Raises:
        ApplicationUnknown; WrongState: before the deadline is over, or another allotment waits or holds.
    """
    exhibition = plan.exhibition(exhibition_code)
    with transaction.atomic():
        call = call_of(exhibition_code, lock=True)
        known = Proposal.objects.filter(key=key, call=call).first()
        if known is not None:
            return known
        _check(call, exhibition, today)
        seed = unseal(bytes(call.seed_sealed))
        rows = list(
            Application.objects.filter(call=call, state=AppState.SENT)
            .prefetch_related("goods")
            .order_by("pk")
        )
        facts = facts_of(call, exhibition, rows, today=today)
        weights = dict(call.weights.values_list("criterion", "points"))
        points = {row.pk: rules.points(facts[row.pk], weights) for row in rows}
        barred = {row.pk: rules.obstacles(facts[row.pk], limits_of(call)) for row in rows}
        applicants = tuple(
            Applicant(row.number, row.craft, row.district, rules.score(points[row.pk]), row.kind)
            for row in rows
            if not barred[row.pk]
        )
        stalls, quotas = free_stalls(exhibition_code), quotas_of(call)
        given = sealed(applicants, stalls, quotas)
        proposal = Proposal.objects.create(
            call=call, key=key, given=given, digest=digest(given), proposed_at=now, proposed_by=by
        )
        outcome = allot(applicants, stalls, quotas, seed)
        Verdict.objects.bulk_create(_verdicts(proposal, rows, outcome, points, barred))
        audit(
            actor=by,
            verb="stalls.propose",
            target=f"exhibition {exhibition_code}",
            after={
                "applications": len(rows),
                "stalls": len(outcome.stalls()),
                "waiting": len(outcome.waiting),
                "given": proposal.digest,
            },
        )
    return proposal


def approve(*, proposal_id: int, by: User, now: datetime, today: date) -> Proposal:
    """
    Approve an allotment: the seed is opened, stalls are held, the groups are told.

    Raises:
        ApplicationUnknown; SamePerson; WrongState: decided already, the exhibition is cancelled, or an
        application, a stall or who is eligible changed since it was worked out.
    """
    with transaction.atomic():
        proposal = _locked(proposal_id, by)
        call = proposal.call
        seed = unseal(bytes(call.seed_sealed))
        verdicts = list(proposal.verdicts.select_related("application").order_by("pk"))
        check_on(call)
        _check_fresh(proposal, verdicts, seed)
        _check_eligible(call, verdicts, today)
        call.seed, call.revealed_at = seed, now
        call.save(update_fields=("seed", "revealed_at"))
        _decide(proposal, ProposalState.APPROVED, by, now)
        for each in verdicts:
            _carry_out(call, each, by, now)
        if plan.exhibition(call.exhibition_code).state == plan.ExhibitionState.INVITING:
            plan.move(call.exhibition_code, plan.ExhibitionState.ALLOTTED, by=by)
        outbox.record("AllotmentApproved", {"exhibition": call.exhibition_code, "allotment": proposal.pk})
    return proposal


def send_back(*, proposal_id: int, why: str, by: User, now: datetime) -> Proposal:
    """Send an allotment back, to be worked out anew. Raises ApplicationUnknown, SamePerson, WrongState."""
    with transaction.atomic():
        proposal = _locked(proposal_id, by)
        _decide(proposal, ProposalState.SENT_BACK, by, now, why)
    return proposal


def free_stalls(exhibition_code: str) -> tuple[StallToGive, ...]:
    """Return what the engine may give: neither kept nor blocked, with the crafts of the zone."""
    crafts = crafts_of_zones(exhibition_code)
    return tuple(
        StallToGive(each.code, each.size, crafts[each.zone_code])
        for each in plan.stalls(exhibition_code)
        if not each.kept and not each.blocked
    )


def quotas_of(call: Call) -> tuple[QuotaRule, ...]:
    return tuple(
        QuotaRule("district" if by == QuotaBy.DISTRICT else "craft", name, most)
        for by, name, most in call.quotas.values_list("by", "name", "most")
    )


def _check(call: Call, exhibition: plan.Exhibition, today: date) -> None:
    if today <= call.deadline:
        raise WrongState(f"The groups may apply until {call.deadline:%-d %B}: allot the stalls afterwards.")
    if exhibition.state != plan.ExhibitionState.INVITING:
        raise WrongState("The stalls of this exhibition are allotted, or it is not open.")
    if call.proposals.filter(state__in=(ProposalState.PROPOSED, ProposalState.APPROVED)).exists():
        raise WrongState("An allotment is there already. It must be sent back before another is worked out.")


def _verdicts(
    proposal: Proposal,
    rows: list[Application],
    outcome: Outcome,
    points: dict[int, dict[str, dict[str, object]]],
    barred: dict[int, tuple[rules.Obstacle, ...]],
) -> list[Verdict]:
    placed = {each.number: each for each in outcome.placed}
    found = []
    for row in rows:
        own = {"proposal": proposal, "application": row, "points": points[row.pk]}
        score = rules.score(points[row.pk])
        if barred[row.pk]:
            said = [{"code": each.code, "facts": dict(each.facts)} for each in barred[row.pk]]
            found.append(
                Verdict(
                    **own,
                    score=score,
                    result=Result.REFUSED,
                    reason="not-eligible",
                    facts={"obstacles": said},
                )
            )
            continue
        one = asdict(placed[row.number])
        found.append(
            Verdict(
                **own,
                score=score,
                result=one["result"],
                stall_code=one["stall"],
                reason=one["reason"],
                facts={"name": one["name"]} if one["name"] else {},
                place=one["place"],
                of=one["of"],
                rank=one["rank"],
                among=one["among"],
                line=one["line"],
                equals=one["equals"],
                drawn=one["drawn"],
            )
        )
    return found


def _locked(proposal_id: int, by: User) -> Proposal:
    found = Proposal.objects.filter(pk=proposal_id).select_related("call").first()
    if found is None:
        raise ApplicationUnknown("There is no such allotment.")
    call = call_of(found.call.exhibition_code, lock=True)
    found = Proposal.objects.select_for_update().get(pk=proposal_id)
    found.call = call
    if found.state != ProposalState.PROPOSED:
        raise WrongState("This allotment was decided already.")
    if found.proposed_by_id == by.pk:
        raise SamePerson("Somebody else decides on what you proposed.")
    return found


def _check_fresh(proposal: Proposal, verdicts: list[Verdict], seed: str) -> None:
    """What was proposed must still be what the engine says of what is there now."""
    code = proposal.call.exhibition_code
    if any(each.application.state != AppState.SENT for each in verdicts):
        raise WrongState("A group withdrew since this was worked out. Send it back and work it out again.")
    now_there = Application.objects.filter(call=proposal.call, state=AppState.SENT).count()
    applicants = tuple(
        Applicant(a.number, a.craft, a.district, each.score, a.kind)
        for each in verdicts
        if each.result != Result.REFUSED
        for a in (each.application,)
    )
    given = sealed(applicants, free_stalls(code), quotas_of(proposal.call))
    if now_there != len(verdicts) or digest(given) != proposal.digest:
        raise WrongState("Stalls or applications changed since. Send it back and work it out again.")
    said = {each.application.number: each.stall_code for each in verdicts if each.stall_code}
    if repeat(proposal.given, seed).stalls() != said:
        raise WrongState("The draw, repeated, gives something else. Send it back and work it out again.")


def _check_eligible(call: Call, verdicts: list[Verdict], today: date) -> None:
    """
    Who is eligible is looked at again. The points are those of the day it was worked out: stock is sold every
    hour, and nobody could ever approve.
    """
    barred = barred_now(call, [each.application for each in verdicts], today=today)
    changed = []
    for each in verdicts:
        row, found = each.application, barred[each.application_id]
        before = [one["code"] for one in each.facts.get("obstacles", ())]
        if before == [one.code for one in found]:
            continue
        why = " ".join(words.obstacle(one.code, one.facts) for one in found)
        changed.append(f"{row.number} ({row.group_code}): {why or 'nothing stands in its way any more.'}")
    if changed:
        more = f" And {len(changed) - 3} more." if len(changed) > 3 else ""
        raise WrongState(
            f"Who is eligible changed since this was worked out. {' '.join(changed[:3])}{more}"
            " Send it back and work it out again."
        )


def _decide(proposal: Proposal, to: ProposalState, by: User, now: datetime, why: str = "") -> None:
    proposal.state, proposal.decided_by, proposal.decided_at, proposal.why = to, by, now, why[:300]
    proposal.save(update_fields=("state", "decided_by", "decided_at", "why"))
    audit(
        actor=by,
        verb=f"stalls.{'approve' if to == ProposalState.APPROVED else 'send-back'}",
        target=f"exhibition {proposal.call.exhibition_code}",
        before={"proposed_by": proposal.proposed_by_id},
        after={"given": proposal.digest, "why": why[:300]},
    )


def _carry_out(call: Call, verdict: Verdict, by: User, now: datetime) -> None:
    row = verdict.application
    if verdict.result == Result.STALL:
        move(row, AppState.ALLOTTED, what="allotted", now=now, by=by, facts={"stall": verdict.stall_code})
        hold(row, verdict.stall_code, came_by=CameBy.ALLOTMENT, now=now, accepted_at=now)
        give_passes(row, now=now)
        outbox.record(
            "StallAllotted", about(call, row, stall=verdict.stall_code, came_by=CameBy.ALLOTMENT.value)
        )
        return
    is_waiting = verdict.result == Result.WAITING
    to = AppState.WAITING if is_waiting else AppState.REFUSED
    move(row, to, what=to.value, now=now, by=by, facts={"line": verdict.line})
    outbox.record("StallNotAllotted", about(call, row, waiting=verdict.line))
