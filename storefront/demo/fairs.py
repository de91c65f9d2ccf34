"""The demo's fairs as they are planned: who, where, when; the hall; the call and who is given a stall."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

import exhibitions.plan.facade as plan
import exhibitions.stalls.facade as stalls
from exhibitions.plan.facade import Duty, ExhibitionWish, ItemWish, RowsWish, StallState, ZoneWish
from jkrlm.kernel import clock
from jkrlm.people.facade import User
from storefront.demo.hall import AREAS, PROGRAMME, ZONES

RUNNING: Final = "SARAS-JMU-26"
LAST: Final = "SARAS-JMU-25"
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
_FAR: Final = ("Doda", "Kishtwar", "Kupwara", "Poonch", "Rajouri", "Ramban")


def plan_fair(wish: ExhibitionWish, manager: User, cashier: User) -> None:
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
    last = (wish.closes_on - wish.opens_on).days
    for (day, starts, ends, kind, where), titles in PROGRAMME:
        if day > last:
            continue
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


def call_and_allot(
    code: str,
    groups: Sequence[str],
    *,
    called: datetime,
    allotted: datetime | None,
    manager: User,
    approver: User,
) -> None:
    """Call, applications a day later, allotment, each at its moment of the story."""
    stalls.load_demo_stalls(
        stalls.DemoStalls(
            exhibition_code=code,
            wish=stalls.CallWish(
                deadline=plan.exhibition(code).apply_by,
                message="Ten days of sales. Say what you bring and who travels. (sample)",
                points=_POINTS,
                quotas={},
                daily_allowance=Decimal(400),
                travel_most=Decimal(2500),
                far_districts=_FAR,
                grievances_most=3,
            ),
            called_at=called,
            applied_at=called + timedelta(days=1),
            allotted_at=allotted,
            groups=groups,
            manager=manager,
            approver=approver,
        )
    )


def at_eleven(day: date) -> datetime:
    return datetime.combine(day, time(11), clock.INDIA)


def saras(opens_on: date) -> ExhibitionWish:
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


def chinar(opens_on: date) -> ExhibitionWish:
    return replace(
        saras(opens_on),
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


def haat(opens_on: date) -> ExhibitionWish:
    return replace(
        saras(opens_on),
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
