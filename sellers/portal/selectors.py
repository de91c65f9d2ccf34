"""Reads of the portal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from jkrlm.people.facade import Office, open_recoveries, shown
from sellers.orders.facade import SellerOrderCard
from sellers.portal.contracts import Acting, Contact, MandateRow, Place, RecoveryToConfirm, Today, Who
from sellers.portal.models import KeptFile, Mandate
from sellers.portal.rules import office_for, offices_over, today_of
from sellers.registry.facade import OnRoll, acts_for, groups_by_code, roll

_OWN: Final = ("member", "leader")
#: A federation may have hundreds of groups; a page on a phone shows so many.
GROUPS_SHOWN: Final = 40


def mandates(
    *, helper_id: int | None = None, group_codes: Iterable[str] | None = None
) -> tuple[MandateRow, ...]:
    """Return the agreements that hold: a helper's, or those of groups, by group and member. One query."""
    wanted = Q(withdrawn_at__isnull=True)
    if helper_id is not None:
        wanted &= Q(helper=helper_id)
    if group_codes is not None:
        wanted &= Q(group_code__in=list(group_codes))
    rows = Mandate.objects.filter(wanted).select_related("helper", "member")
    return tuple(
        MandateRow(
            id=row.pk,
            group_code=row.group_code,
            helper=Who(row.helper_id, row.helper.name),
            member=Who(row.member_id, row.member.name),
            means=row.means,
            given_at=row.given_at,
        )
        for row in rows.order_by("group_code", "member__name", "pk")
    )


def mandate_for(*, helper_id: int, group_code: str, on: date) -> MandateRow | None:
    """
    Return the agreement under which a helper acts for a group as such: its leader's, else the oldest.

    Members who have left the roll speak for it no more. Five queries.
    """
    held = mandates(helper_id=helper_id, group_codes=[group_code])
    if not held:
        return None
    places = {each.person_id: each.role for each in roll([group_code], on=on) if each.role in _OWN}
    speaking = sorted(
        (each for each in held if each.member.id in places),
        key=lambda each: (places[each.member.id] != "leader", each.given_at, each.id),
    )
    return speaking[0] if speaking else None


def today(codes: Sequence[str], *, on: date, cards: Sequence[SellerOrderCard]) -> Today:
    """
    Return what waits for groups, those with late orders first; of many, those with nothing are counted.

    ``cards`` are the hundred orders of these groups that are to be packed first. One query.
    """
    busy = {card.group_code for card in cards}
    listed = sorted(codes, key=lambda code: (code not in busy, code))[:GROUPS_SHOWN]
    names = groups_by_code(listed)
    rows = [today_of(code, names[code].name if code in names else code, cards, today=on) for code in listed]
    rows.sort(key=lambda row: (-row.late, -(row.new + row.accepted), row.code))
    return Today(tuple(rows), len(codes) - len(listed))


def contacts(acting: Acting, *, on: date) -> tuple[Contact, ...]:
    """Return whom to ask at her (first forty) groups: helpers, leaders, officers. Four queries."""
    seen: set[int] = {acting.person.id}
    found: list[tuple[int, Contact]] = []
    rank = {"crp": 0, "leader": 1, "clf-officer": 2}
    codes = list(dict.fromkeys(place.code for place in acting.places))
    for each in roll(codes[:GROUPS_SHOWN], on=on):
        if each.role in rank and each.person_id not in seen:
            seen.add(each.person_id)
            found.append((rank[each.role], _contact(each)))
    return tuple(contact for _rank, contact in sorted(found, key=lambda pair: (pair[0], pair[1].name)))


def _contact(each: OnRoll) -> Contact:
    return Contact(each.name, each.role, each.phone, shown(each.phone) if each.phone else "")


@dataclass(frozen=True, slots=True)
class Around:
    """The groups of a person, and who could vouch for her there."""

    codes: tuple[str, ...]
    others: tuple[OnRoll, ...]


def vouchers(person_id: int, *, user_id: int, on: date) -> Around:
    """Return leaders, helpers and officers of a person's groups, she herself left out."""
    codes = tuple(dict.fromkeys(each.code for each in acts_for(user_id, on=on)))
    offices = {office.value for office in Office}
    return Around(
        codes,
        tuple(each for each in roll(codes, on=on) if each.role in offices and each.person_id != person_id),
    )


def recoveries_to_confirm(acting: Acting, *, on: date, now: datetime) -> tuple[RecoveryToConfirm, ...]:
    """Return the forgotten PINs of people at her groups, for which her word counts. One query, mostly."""
    waiting = open_recoveries([place.code for place in acting.places], now=now)
    if not waiting:
        return ()
    codes = {code for each in waiting for code in each.groups}
    there = [each for each in roll(codes, on=on) if each.user_id is not None]
    names = groups_by_code(codes)
    found = []
    for each in waiting:
        places = {row.code: row for row in there if row.user_id == each.user_id}
        held = offices_over(acting.places, places)
        if held and each.user_id != acting.user.pk:
            office = office_for(held, first_as=each.first_as, needs_leader=each.needs_leader)
            found.append(
                RecoveryToConfirm(
                    id=each.id,
                    user_id=each.user_id,
                    name=each.name,
                    groups=", ".join(names[code].name for code in sorted(places) if code in names),
                    phone=next((row.phone for row in places.values() if row.phone), ""),
                    asked_at=each.asked_at,
                    office=office.value,
                    first_as=each.first_as,
                    is_mine_already=each.first_by == acting.user.pk,
                )
            )
    return tuple(found)


def places_of(user_id: int, *, on: date) -> tuple[Who, tuple[Place, ...]] | None:
    """Return the person behind a user and her places on a day; None for who has none. Four queries."""
    rows = acts_for(user_id, on=on)
    if not rows:
        return None
    return Who(rows[0].person_id, rows[0].person_name), tuple(Place(each.code, each.role) for each in rows)


def kept_files(draft: UUID, *, group_code: str, person_id: int) -> list[KeptFile]:
    """Return what arrived ahead of a member's goods, oldest first; nothing for another's draft. One query."""
    rows = KeptFile.objects.filter(draft=draft, group_code=group_code, person_id=person_id)
    return list(rows.order_by("kept_at", "pk"))


def kept_file(draft: UUID, name: UUID, *, group_codes: Sequence[str], person_id: int) -> KeptFile | None:
    """Return one such file; None for another's as well. One query."""
    return KeptFile.objects.filter(
        draft=draft, name=name, group_code__in=group_codes, person_id=person_id
    ).first()
