"""Applications, allotment and waiting list of the demo's fairs, through the same doors as people use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import NAMESPACE_URL, uuid5

import exhibitions.plan.facade as plan
from catalogue.facade import Listing, kinds, listings_of
from certification.certificates.facade import CertificateState, certificates_of_groups
from exhibitions.stalls.contracts import ApplicationWish, CallWish
from exhibitions.stalls.models import Application, Call, Proposal
from exhibitions.stalls.services.allot_stalls import approve, propose
from exhibitions.stalls.services.apply import apply
from exhibitions.stalls.services.send_call import SHOWN, send_call
from exhibitions.stalls.states import ProposalState
from jkrlm.kernel import clock
from jkrlm.people.facade import User
from sellers.portal.facade import Acting, Who
from sellers.registry.facade import MemberRow, add_member, groups_by_code, members

_SINCE: Final = date(2024, 4, 1)
#: So many kinds of goods at most travel with a group.
_KINDS: Final = 4


@dataclass(frozen=True, slots=True)
class DemoStalls:
    """
    A fair's stalls in the demo. Days and moments are those of the story, in order: called, applied, allotted;
    ``allotted_at`` None leaves the call open. ``manager`` proposes, ``approver`` approves.
    """

    exhibition_code: str
    wish: CallWish
    called_at: datetime
    applied_at: datetime
    allotted_at: datetime | None
    groups: Sequence[str]
    manager: User
    approver: User


def load_demo_stalls(wanted: DemoStalls) -> None:
    """Bring a fair's stalls to where the story has them; repeatable, silent about what is there."""
    code = wanted.exhibition_code
    if not Call.objects.filter(exhibition_code=code).exists():
        send_call(
            exhibition_code=code,
            wish=wanted.wish,
            key=_key("call", code),
            by=wanted.manager,
            now=wanted.called_at,
            today=_day(wanted.called_at),
        )
    if plan.exhibition(code).state != plan.ExhibitionState.INVITING:
        return
    _apply_all(wanted)
    if wanted.allotted_at is None:
        return
    made = Proposal.objects.filter(call__exhibition_code=code, state=ProposalState.PROPOSED).first()
    made = made or propose(
        exhibition_code=code,
        key=_key("allotment", code),
        by=wanted.manager,
        now=wanted.allotted_at,
        today=_day(wanted.allotted_at),
    )
    approve(proposal_id=made.pk, by=wanted.approver, now=wanted.allotted_at, today=_day(wanted.allotted_at))


def _apply_all(wanted: DemoStalls) -> None:
    """Every group of the story that has goods applies once, on paper: the manager types it in."""
    code, today = wanted.exhibition_code, _day(wanted.applied_at)
    there = set(Application.objects.filter(call__exhibition_code=code).values_list("group_code", flat=True))
    known = groups_by_code(wanted.groups)
    for group in wanted.groups:
        goods = _brought(group)
        if group in there or group not in known or not goods:
            continue
        people = _people(group, known[group].village, wanted, today)
        acting = Acting(
            user=wanted.manager,
            person=Who(people[0].person_id, people[0].name),
            member=Who(people[0].person_id, people[0].name),
            group_codes=(group,),
            on_behalf_of=f"{people[0].name} ({group})",
            consent=None,
            places=(),
        )
        apply(
            exhibition_code=code,
            group_code=group,
            wish=ApplicationWish(
                goods=tuple((each.id, max(1, min(each.quantity, 24))) for each in goods),
                people=tuple(each.person_id for each in people[:2]),
                needs_electricity=True,
                needs_lodging=known[group].district != "Jammu",
            ),
            key=_key("application", f"{code} {group}"),
            version=0,
            acting=acting,
            now=wanted.applied_at,
            today=today,
        )


def _brought(group: str) -> list[Listing]:
    """Return what a group would bring: of its goods those that need no certificate or have one, else any."""
    shown = [each for each in listings_of([group], states=SHOWN) if each.product_id]
    needs = {each.slug for each in kinds() if each.needs_certificate}
    certified = {
        each.product_id for each in certificates_of_groups([group]) if each.state == CertificateState.VALID
    }
    ready = [each for each in shown if each.kind not in needs or each.product_id in certified]
    return (ready or shown)[:_KINDS]


def _people(group: str, village: str, wanted: DemoStalls, today: date) -> list[MemberRow]:
    """Return who is on a group's roll; where nobody is, two invented women are put there."""
    found = list(members(group, on=today))
    for name, role in (
        (f"Leader at {village} (sample)", "leader"),
        (f"Member at {village} (sample)", "member"),
    ):
        if found:
            break
        add_member(
            code=group,
            name=name,
            role=role,
            on=_SINCE,
            actor=wanted.manager,
            now=wanted.applied_at,
            note="demo",
        )
    return found or list(members(group, on=today))


def _key(what: str, name: str) -> str:
    return uuid5(NAMESPACE_URL, f"demo stalls {what} {name}").hex


def _day(moment: datetime) -> date:
    return clock.local_date(moment)
