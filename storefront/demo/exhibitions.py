"""The demo's fairs: last year's, one that is running, one that invites groups, a draft."""

import uuid
from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal
from time import monotonic
from typing import Final

import exhibitions.plan.facade as plan
import exhibitions.results.facade as results
import exhibitions.stock.facade as stock
import exhibitions.till.facade as till
from catalogue.facade import kinds, listings_of
from exhibitions.plan.facade import ExhibitionState
from jkrlm.kernel import clock, relay
from jkrlm.people.facade import User
from sellers.registry.facade import groups, load_demo_approvals
from storefront.demo.fairs import (
    DRAFT,
    INVITING,
    RUNNING,
    at_eleven,
    call_and_allot,
    chinar,
    haat,
    plan_fair,
    saras,
)
from storefront.demo.last_fair import load_last_fair

#: Name, contact, what she wants, enquiry or order, pieces, what it comes to.
_LEADS: Final = (
    ("Hotel Tawi View (sample)", "buying@tawiview.invalid", "Forty stoles for rooms", "order", 40, 140000),
    ("Meenakshi Suri (sample)", "9419000052", "A carpet of 6 by 9 feet in madder", "enquiry", 1, 0),
    (
        "Crafts shop in Pune (sample)",
        "pune@crafts.invalid",
        "Walnut boxes, a price for 100",
        "enquiry",
        100,
        0,
    ),
)
#: These have not come as far as to be approved, so that a call has some to refuse.
_NOT_YET: Final = frozenset({"JM04", "JM10", "JM11", "KZ14"})
#: Visitors of the first day by the hour, from ten in the morning.
_FOOTFALL: Final = (38, 61, 94, 82, 70, 118, 131, 126, 140, 96, 41)


def load_demo_exhibitions(
    progress: Callable[[str], None],
    *,
    manager: User,
    cashier: User,
    approver: User,
    papers: tuple[User, User],
) -> None:
    """
    Tell of them once, a step at a time: cut off, it goes on where it was. ``papers`` are the two who bring
    the groups to approval: only approved ones are given stalls.
    """
    progress("    demo exhibitions …")
    began, today = monotonic(), clock.today()
    _approvals(*papers)
    states = {each.code: each.state for each in plan.exhibitions()}
    load_last_fair(saras(today - timedelta(days=1)), manager, cashier, approver, finance=papers)
    for wish in (saras(today - timedelta(days=1)), chinar(today + timedelta(days=62))):
        if states.get(wish.code, ExhibitionState.DRAFT) == ExhibitionState.DRAFT:
            plan_fair(wish, manager, cashier)
    if DRAFT not in states:
        plan.plan_exhibition(haat(today + timedelta(days=96)), key=f"demo:{DRAFT}", by=manager)
    _stalls_and_stock(plan.exhibition(RUNNING), manager, approver, ends=ExhibitionState.RUNNING)
    _stalls_and_stock(plan.exhibition(INVITING), manager, approver, ends=ExhibitionState.INVITING)
    relay.drain()
    till.load_demo_tills(RUNNING, manager=manager, cashier=cashier)
    _leads(plan.exhibition(RUNNING), manager)
    relay.drain()
    progress(f"    demo exhibitions: {monotonic() - began:.0f} s")


def _approvals(maker: User, checker: User) -> None:
    """Groups come with their papers, and with the licences that their goods want."""
    wants = {each.slug: each.licence for each in kinds() if each.licence}
    licences: dict[str, set[str]] = {each.code: set() for each in groups() if each.code not in _NOT_YET}
    for each in listings_of(licences):
        if each.kind in wants:
            licences[each.group_code].add(wants[each.kind])
    wanted = {code: frozenset(held) for code, held in licences.items() if code[:2] in ("JM", "KZ")}
    load_demo_approvals(wanted, maker=maker, checker=checker)


def _stalls_and_stock(fair: plan.Exhibition, manager: User, approver: User, *, ends: ExhibitionState) -> None:
    """Call, applications, allotment, goods, gates: each on its day of the story."""
    called = min(fair.opens_on - timedelta(days=35), clock.today() - timedelta(days=2))
    if fair.state == ExhibitionState.DRAFT:
        plan.move(fair.code, ExhibitionState.INVITING, by=manager, at=at_eleven(called))
    runs = ends == ExhibitionState.RUNNING
    codes = tuple(each.code for each in groups())
    call_and_allot(
        fair.code,
        codes if runs else codes[:12],
        called=at_eleven(called),
        allotted=at_eleven(fair.opens_on - timedelta(days=9)) if runs else None,
        manager=manager,
        approver=approver,
    )
    if not runs:
        return
    relay.drain()
    if plan.exhibition(fair.code).state == ExhibitionState.ALLOTTED:
        plan.move(fair.code, ExhibitionState.RUNNING, by=manager)
    stock.load_demo(fair.code)
    _visitors(fair, manager)


def _visitors(fair: plan.Exhibition, manager: User) -> None:
    """Those of the first day, and of today until now, by buttons; and two who asked for a pass."""
    now = clock.now()
    for day in (fair.opens_on, fair.opens_on + timedelta(days=1)):
        for place, people in enumerate(_FOOTFALL):
            at = datetime.combine(day, time(10 + place, 20), clock.INDIA)
            for part, count in enumerate((people // 3, people // 3, people - 2 * (people // 3))):
                key = uuid.uuid5(uuid.NAMESPACE_URL, f"demo:{fair.code}:{day}:{place}:{part}")
                if at <= now:
                    plan.count_people(fair.code, count, key=key, by=manager, at=at)
    for name, contact, people in (
        ("Asha Rani (sample)", "9419000041", 3),
        ("Bilal (sample)", "bilal@demo.invalid", 2),
    ):
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"demo:{fair.code}:{contact}")
        plan.make_pass(
            fair.code, plan.PassWish(key, name, contact, people, "en", consent=True), network="demo"
        )


def _leads(fair: plan.Exhibition, manager: User) -> None:
    """Three who want something later, two of them at the first stalls."""
    if fair.state != ExhibitionState.RUNNING:
        return
    held = [each.stall_code for each in plan.groups_at(fair.code)][:2]
    for place, (name, contact, wants, kind, quantity, worth) in enumerate(_LEADS):
        wish = results.LeadWish(
            kind=kind,
            name=name,
            contact=contact,
            wants=wants,
            consent=True,
            consent_words=str(results.CONSENT),
            stall_code=held[place] if place < len(held) else "",
            quantity=quantity,
            worth=Decimal(worth),
        )
        results.take_lead(fair.code, wish, key=f"demo:{fair.code}:lead:{place}", by=manager)
