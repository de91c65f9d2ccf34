"""
Last year's fair of the demo's series, from its call to its settlement, told through the same services.

Everything that happened carries its own day. What is written down today says so: when the ledger recorded it,
and the settlement, which two people make today out of it.
"""

import uuid
from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Final

from django.db import transaction

import exhibitions.plan.facade as plan
import exhibitions.results.facade as results
import exhibitions.stock.facade as stock
import exhibitions.till.facade as till
from exhibitions.plan.facade import ExhibitionState, ExhibitionWish
from jkrlm.kernel import clock, relay
from jkrlm.people.facade import User
from storefront.demo.fairs import LAST, at_eleven, call_and_allot, plan_fair

#: Before this year's, on the same days of the week: what visitors left is more than a year old.
_BEFORE: Final = timedelta(weeks=53)
_DAYS: Final = 5
#: Who applied: groups of both divisions whose shelves have enough.
_GROUPS: Final = ("JM02", "JM05", "KZ03", "KZ05", "KZ09", "KZ12")
#: Visitors of a day, by the hour at which they were counted.
_FOOTFALL: Final = ((11, 46), (14, 50), (17, 49), (19, 38))
_LEADS: Final = (
    (
        "School in Udhampur (sample)",
        "office@school.invalid",
        "Sixty stoles in one colour",
        "order",
        60,
        84000,
    ),
    ("Boutique in Delhi (sample)", "9419000053", "Price of papier-mâché boxes", "enquiry", 40, 0),
)


def load_last_fair(
    like: ExhibitionWish, manager: User, cashier: User, approver: User, *, finance: tuple[User, User]
) -> None:
    """
    Tell of it once; cut off, it goes on where it was. ``like`` is this year's; the first of ``finance``
    brings the tills' cash to the bank, the second approves what the manager proposes.
    """
    known = next((each for each in plan.exhibitions() if each.code == LAST), None)
    if known is None or known.state == ExhibitionState.DRAFT:
        opens_on = known.opens_on if known else like.opens_on - _BEFORE
        wish = replace(
            like,
            code=LAST,
            opens_on=opens_on,
            closes_on=opens_on + timedelta(days=_DAYS - 1),
            apply_by=opens_on - timedelta(days=15),
        )
        plan_fair(wish, manager, cashier)
    steps = {
        ExhibitionState.DRAFT: lambda: _stands(manager, approver),
        ExhibitionState.INVITING: lambda: _stands(manager, approver),
        ExhibitionState.ALLOTTED: lambda: _opens(manager),
        ExhibitionState.RUNNING: lambda: _sells(manager, cashier, finance[0]),
        ExhibitionState.CLOSED: lambda: _is_settled(manager, finance[1]),
    }
    while step := steps.pop(ExhibitionState(plan.exhibition(LAST).state), None):
        step()
        relay.drain()


def _stands(manager: User, approver: User) -> None:
    """Groups are called, apply, and get their stalls."""
    fair = plan.exhibition(LAST)
    called = at_eleven(fair.opens_on - timedelta(days=35))
    if fair.state == ExhibitionState.DRAFT:
        plan.move(LAST, ExhibitionState.INVITING, by=manager, at=called)
    allotted = at_eleven(fair.opens_on - timedelta(days=9))
    call_and_allot(LAST, _GROUPS, called=called, allotted=allotted, manager=manager, approver=approver)


def _opens(manager: User) -> None:
    opens_on = plan.exhibition(LAST).opens_on
    stock.bring_demo_goods(LAST, at=at_eleven(opens_on - timedelta(days=1)))
    plan.move(LAST, ExhibitionState.RUNNING, by=manager, at=at_eleven(opens_on - timedelta(days=1)))


def _sells(manager: User, cashier: User, banker: User) -> None:
    """Five days at the tills and the gate; then the goods go home, and it closes."""
    fair = plan.exhibition(LAST)
    over = datetime.combine(fair.closes_on, time(21, 30), clock.INDIA)
    _visited(fair, manager)
    till.load_past_tills(LAST, manager=manager, cashier=cashier, banker=banker)
    relay.drain()
    stock.send_demo_goods_home(LAST, at=over)
    plan.move(LAST, ExhibitionState.CLOSED, by=manager, at=over)


def _visited(fair: plan.Exhibition, manager: User) -> None:
    """Visitors by buttons at the gate; and leads, of which after a year only the number is left."""
    for day in range(_DAYS):
        for hour, people in _FOOTFALL:
            at = datetime.combine(fair.opens_on + timedelta(days=day), time(hour, 20), clock.INDIA)
            key = uuid.uuid5(uuid.NAMESPACE_URL, f"demo:{LAST}:{day}:{hour}")
            plan.count_people(LAST, people - 3 * day, key=key, by=manager, at=at)
    _take_leads(manager, at_eleven(fair.opens_on + timedelta(days=1)))


@transaction.atomic
def _take_leads(manager: User, at: datetime) -> None:
    """Taken and forgotten at once, so that nobody answers an enquiry of last year."""
    for place, (name, contact, wants, kind, quantity, worth) in enumerate(_LEADS):
        wish = results.LeadWish(
            kind=kind,
            name=name,
            contact=contact,
            wants=wants,
            consent=True,
            consent_words=str(results.CONSENT),
            quantity=quantity,
            worth=Decimal(worth),
        )
        results.take_lead(LAST, wish, key=f"demo:{LAST}:lead:{place}", by=manager, at=at)
    results.forget_old_leads()


def _is_settled(manager: User, checker: User) -> None:
    found = results.propose_settlement(LAST, key=f"demo:{LAST}:settlement", by=manager)
    results.approve_settlement(found, by=checker)
