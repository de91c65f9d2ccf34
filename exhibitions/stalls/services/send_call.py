"""Call the groups to apply: rules, quotas and the promise of the draw are published with it."""

from datetime import date, datetime
from typing import Final

from django.db import transaction

import exhibitions.plan.facade as plan
from catalogue.facade import ListingState, crafts, districts, listings_of
from exhibitions.stalls.contracts import CallWish
from exhibitions.stalls.draw import commitment, new_seed
from exhibitions.stalls.errors import BadCall, CalledAlready
from exhibitions.stalls.models import Call, Quota, Weight
from exhibitions.stalls.states import Criterion, QuotaBy
from jkrlm.kernel import outbox
from jkrlm.kernel.secrets import seal
from jkrlm.people.facade import User, audit
from sellers.registry.facade import approved_groups, groups

#: In these a group has shown its goods to us.
SHOWN: Final = (
    ListingState.CHECKING,
    ListingState.APPROVED,
    ListingState.ON_SALE,
    ListingState.SOLD_OUT,
    ListingState.OFF_SALE,
)


def send_call(
    *, exhibition_code: str, wish: CallWish, key: str, by: User, now: datetime, today: date
) -> Call:
    """
    Publish a call, invite the groups, and move the exhibition to “inviting”.

    Raises:
        ExhibitionUnknown, MoveRefused: of the plan.
        BadCall: the field says what cannot be.
        CalledAlready: it was sent before with another key.
    """
    exhibition = plan.exhibition(exhibition_code)
    _check(wish, exhibition, today)
    with transaction.atomic():
        seed = new_seed()
        call, is_new = Call.objects.get_or_create(
            exhibition_code=exhibition.code,
            defaults={
                "key": key,
                "deadline": wish.deadline,
                "message": wish.message,
                "districts": list(wish.districts),
                "crafts": list(wish.crafts),
                "far_districts": list(wish.far_districts),
                "accept_days": wish.accept_days,
                "travellers_most": wish.travellers_most,
                "daily_allowance": wish.daily_allowance,
                "travel_most": wish.travel_most,
                "no_shows_most": wish.no_shows_most,
                "grievances_most": wish.grievances_most,
                "late_percent_most": wish.late_percent_most,
                "commitment": commitment(seed),
                "seed_sealed": seal(seed),
                "sent_at": now,
                "sent_by": by,
            },
        )
        if not is_new:
            if call.key == key:
                return call
            raise CalledAlready("The groups were called already. Its rules are published and stay.")
        Weight.objects.bulk_create(
            Weight(call=call, criterion=name, points=many) for name, many in wish.points.items()
        )
        Quota.objects.bulk_create(
            Quota(call=call, by=kind, name=name, most=most) for (kind, name), most in wish.quotas.items()
        )
        if exhibition.state == plan.ExhibitionState.DRAFT:
            plan.move(exhibition.code, plan.ExhibitionState.INVITING, by=by)
        invited = invited_groups(call)
        for code in invited:
            outbox.record(
                "StallsCalled",
                {
                    "exhibition": exhibition.code,
                    "group": code,
                    "name": exhibition.name,
                    "deadline": wish.deadline.isoformat(),
                },
            )
        audit(
            actor=by,
            verb="stalls.call",
            target=f"exhibition {exhibition.code}",
            after={"deadline": wish.deadline.isoformat(), "groups": len(invited), "promise": call.commitment},
        )
    return call


def extend(*, call: Call, deadline: date, by: User, today: date) -> None:
    """
    Give the groups more time; never less.

    Raises:
        BadCall: earlier than now, or when the fair is on.
    """
    exhibition = plan.exhibition(call.exhibition_code)
    with transaction.atomic():
        row = Call.objects.select_for_update().get(pk=call.pk)
        if row.revealed_at is not None:
            raise BadCall("The stalls are allotted: the deadline stays.", field="deadline")
        if deadline <= row.deadline or deadline < today or deadline >= exhibition.opens_on:
            raise BadCall(
                "Choose a day after the present deadline and before the first day of the fair.",
                field="deadline",
            )
        if row.proposals.filter(state="proposed").exists():
            raise BadCall("An allotment waits for approval. Send it back first.", field="deadline")
        before, row.deadline = row.deadline, deadline
        row.save(update_fields=("deadline",))
        audit(
            actor=by,
            verb="stalls.extend",
            target=f"exhibition {row.exhibition_code}",
            before={"deadline": before.isoformat()},
            after={"deadline": deadline.isoformat()},
        )


def invited_groups(call: Call) -> tuple[str, ...]:
    """Return the codes of the groups that the call is to: approved ones of its districts and crafts."""
    found = [each for each in groups() if not call.districts or each.district in call.districts]
    codes = approved_groups(each.code for each in found)
    if call.crafts:
        shown = listings_of(codes, states=SHOWN)
        codes = codes & {each.group_code for each in shown if each.kind in call.crafts}
    return tuple(sorted(codes))


def _check(wish: CallWish, exhibition: plan.Exhibition, today: date) -> None:
    if exhibition.state not in (plan.ExhibitionState.DRAFT, plan.ExhibitionState.INVITING):
        raise BadCall("Groups are called before stalls are allotted, not after.")
    if wish.deadline < today:
        raise BadCall("The last day to apply is over already. Choose a later one.", field="deadline")
    if wish.deadline >= exhibition.opens_on:
        raise BadCall("The last day to apply must be before the first day of the fair.", field="deadline")
    for name in ("accept_days", "travellers_most"):
        if getattr(wish, name) < 1:
            raise BadCall("At least 1.", field=name)
    for name in ("daily_allowance", "travel_most"):
        if getattr(wish, name) < 0:
            raise BadCall("Not less than nothing.", field=name)
    if set(wish.points) != set(Criterion.values) or sum(wish.points.values()) != 100:
        raise BadCall("The points must add up to 100.", field="points")
    known = {
        QuotaBy.DISTRICT.value: {each.name for each in districts()},
        QuotaBy.CRAFT.value: {each.slug for each in crafts()},
    }
    for (kind, name), most in wish.quotas.items():
        if name not in known.get(kind, set()) or most < 0:
            raise BadCall(f"There is no quota for {name}.", field="quotas")
    if not set(wish.districts) | set(wish.far_districts) <= known["district"]:
        raise BadCall("One of the districts is not known.", field="districts")
    if not set(wish.crafts) <= known["craft"]:
        raise BadCall("One of the crafts is not known.", field="crafts")
