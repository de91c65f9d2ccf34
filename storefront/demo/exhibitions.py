"""The demo's fairs: one that is running, one that invites groups, a draft; other rooms add their part."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from time import monotonic
from typing import Final

import exhibitions.plan.facade as plan
import exhibitions.results.facade as results
import exhibitions.stalls.facade as stalls
import exhibitions.stock.facade as stock
import exhibitions.till.facade as till
from catalogue.facade import kinds, listings_of
from exhibitions.plan.facade import (
    Duty,
    ExhibitionState,
    ExhibitionWish,
    ItemWish,
    RowsWish,
    StallState,
    ZoneWish,
)
from jkrlm.kernel import clock, relay
from jkrlm.people.facade import User
from sellers.registry.facade import groups, load_demo_approvals
from storefront.demo.hall import AREAS, PROGRAMME, ZONES

RUNNING: Final = "SARAS-JMU-26"
INVITING: Final = "CHINAR-SXR-27"
DRAFT: Final = "HAAT-KATRA-27"
_METRE: Final = Decimal(1)
_ABOUT: Final = (
    "Women’s groups from all over Jammu and Kashmir bring shawls, carpets, saffron and walnut, and weave "
    "before your eyes. You pay them directly; every certified piece carries its label."
)
_ABOUT_HI: Final = (
    "जम्मू और कश्मीर के महिला समूह शॉल, कालीन, केसर और अखरोट लाते हैं और आपके सामने बुनते हैं। "
    "आप सीधे उन्हें भुगतान करते हैं; हर प्रमाणित वस्तु पर उसका लेबल है।"
)
_ABOUT_UR: Final = (
    "جموں و کشمیر کی خواتین کے گروپ شالیں، قالین، زعفران اور اخروٹ لاتے ہیں اور آپ کے سامنے بُنتے ہیں۔ "
    "آپ براہِ راست اُنہیں ادائیگی کرتے ہیں؛ ہر سند یافتہ چیز پر اُس کا لیبل ہے۔"
)
#: What a place is worth: new to fairs, certified goods, far away, stock ready, past conduct.
_POINTS: Final = {"new": 30, "certified": 25, "far": 20, "ready": 15, "conduct": 10}
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
_FAR: Final = ("Doda", "Kishtwar", "Kupwara", "Poonch", "Rajouri", "Ramban")
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
    for wish in (_saras(today - timedelta(days=1)), _chinar(today + timedelta(days=62))):
        if states.get(wish.code, ExhibitionState.DRAFT) == ExhibitionState.DRAFT:
            _plan(wish, manager, cashier)
    if DRAFT not in states:
        plan.plan_exhibition(_haat(today + timedelta(days=96)), key=f"demo:{DRAFT}", by=manager)
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


def _plan(wish: ExhibitionWish, manager: User, cashier: User) -> None:
    code = wish.code
    plan.plan_exhibition(wish, key=f"demo:{code}", by=manager)
    for letter, name, name_hi, name_ur, tint, crafts, rows, per_row, price, x, y in ZONES:
        zone = ZoneWish(letter, name, name_hi, name_ur, tint, crafts)
        plan.keep_zone(code, zone, key=f"demo:{code}:{letter}", by=manager)
        drawn = RowsWish(
            letter, rows, per_row, 3 * _METRE, 3 * _METRE, Decimal(price), Decimal(x), Decimal(y), Decimal(1)
        )
        plan.add_rows(code, drawn, key=f"demo:{code}:{letter}:rows", by=manager)
    for area in AREAS:
        plan.add_area(code, area, key=f"demo:{code}:{area.name}"[:64], by=manager)
    for stall, reason in (
        ("A6", "Information desk"),
        ("C6", "Demonstrations"),
        ("E4", "Officers of JKTPO"),
    ):
        plan.set_stall(code, stall, StallState.KEPT, reason=reason, by=manager)
    plan.keep_member(
        code,
        cashier,
        Duty.CASHIER,
        since=wish.opens_on,
        until=wish.closes_on,
        key=f"demo:{code}:till",
        by=manager,
    )
    for (day, starts, ends, kind, where), titles in PROGRAMME:
        item = ItemWish(
            kind,
            wish.opens_on + timedelta(days=day),
            time.fromisoformat(starts),
            time.fromisoformat(ends),
            *titles,
            where=where,
        )
        plan.add_to_programme(code, item, key=f"demo:{code}:{day}:{starts}", by=manager)
    plan.tick_tasks(code, due_by=clock.today() - timedelta(days=1), by=manager)


def _stalls_and_stock(fair: plan.Exhibition, manager: User, approver: User, *, ends: ExhibitionState) -> None:
    """Call, applications, allotment, goods, gates: each on its day of the story."""
    called = min(fair.opens_on - timedelta(days=35), clock.today() - timedelta(days=2))
    if fair.state == ExhibitionState.DRAFT:
        plan.move(fair.code, ExhibitionState.INVITING, by=manager, on=called)
    runs = ends == ExhibitionState.RUNNING
    codes = tuple(each.code for each in groups())
    stalls.load_demo_stalls(
        stalls.DemoStalls(
            exhibition_code=fair.code,
            wish=stalls.CallWish(
                deadline=fair.apply_by,
                message="Ten days of sales. Say what you bring and who travels. (sample)",
                points=_POINTS,
                quotas={},
                daily_allowance=Decimal(400),
                travel_most=Decimal(2500),
                far_districts=_FAR,
                grievances_most=3,
            ),
            called_at=_at(called),
            applied_at=_at(called + timedelta(days=1)),
            allotted_at=_at(fair.opens_on - timedelta(days=9)) if runs else None,
            groups=codes if runs else codes[:12],
            manager=manager,
            approver=approver,
        )
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


def _at(day: date) -> datetime:
    return datetime.combine(day, time(11), clock.INDIA)


def _saras(opens_on: date) -> ExhibitionWish:
    return ExhibitionWish(
        code=RUNNING,
        name="Saras Mela, Jammu (sample)",
        name_hi="सरस मेला, जम्मू (नमूना)",
        name_ur="سرس میلہ، جموں (نمونہ)",
        venue="Gulshan Ground",
        address="Gandhi Nagar",
        town="Jammu",
        district="Jammu",
        pincode="180004",
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=9),
        apply_by=opens_on - timedelta(days=15),
        opens_at=time(10),
        closes_at=time(21),
        hall_width=Decimal(37),
        hall_depth=Decimal(25),
        cashiers_discount_percent=Decimal(5),
        till_float=Decimal(2000),
        return_days=7,
        about=_ABOUT,
        about_hi=_ABOUT_HI,
        about_ur=_ABOUT_UR,
        directions="Ten minutes on foot from the bus stand at Satwari; parking beside the ground. (sample)",
        directions_hi="सतवारी बस अड्डे से पैदल दस मिनट; मैदान के पास पार्किंग है। (नमूना)",
        directions_ur="ستواری بس اڈے سے پیدل دس منٹ؛ میدان کے پاس پارکنگ ہے۔ (نمونہ)",
        is_sample=True,
    )


def _chinar(opens_on: date) -> ExhibitionWish:
    return replace(
        _saras(opens_on),
        code=INVITING,
        name="Chinar Haat, Srinagar (sample)",
        name_hi="चिनार हाट, श्रीनगर (नमूना)",
        name_ur="چنار ہاٹ، سری نگر (نمونہ)",
        venue="Kashmir Haat",
        address="Exhibition Crossing",
        town="Srinagar",
        district="Srinagar",
        pincode="190001",
        directions="Beside the Jehangir Chowk flyover; every city bus stops there. (sample)",
        directions_hi="जहाँगीर चौक फ्लाईओवर के पास; शहर की हर बस यहाँ रुकती है। (नमूना)",
        directions_ur="جہانگیر چوک فلائی اوور کے پاس؛ شہر کی ہر بس یہاں رُکتی ہے۔ (نمونہ)",
    )


def _haat(opens_on: date) -> ExhibitionWish:
    return replace(
        _saras(opens_on),
        code=DRAFT,
        name="Umeed Haat, Katra (sample)",
        name_hi="",
        name_ur="",
        venue="Community ground",
        address="Near the bus stand",
        town="Katra",
        district="Reasi",
        pincode="182301",
        closes_on=opens_on + timedelta(days=4),
        directions="",
        directions_hi="",
        directions_ur="",
    )
