"""
An exhibition as the rooms above the plan need it: planned, with a hall of two zones, its team and its cashiers,
in any state; and groups that have goods in the store, listed in the channel of the stalls.

>>> fair = a_fair()                        # running, opened today, ten days
>>> fair = a_fair(ExhibitionState.INVITING)
>>> goods = goods_for(fair)                # KZ09, KZ11 and JM09, two things each, listed in "stalls"
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.test import Client

import exhibitions.plan.facade as plan
from catalogue.facade import list_at_stalls
from commerce.facade import app_store, selling_steps
from exhibitions.plan.facade import Duty, ExhibitionState, ExhibitionWish, RowsWish, ZoneWish
from exhibitions.plan.handed_in import handed_in
from exhibitions.plan.services.move_exhibition import move_exhibition
from jkrlm.kernel import clock
from jkrlm.people.backends import DEMO_BACKEND
from jkrlm.people.facade import Role, User, grant_role
from sellers.registry.facade import upsert_groups
from tests.common.kept import kept
from tests.common.shop_world import GROUPS, Shop, open_shop, plain_groups

CODE = "SARAS-JMU-26"
DESK = f"/staff/exhibitions/{CODE}/"
DAYS = 10
#: One group more than the shop has: from the other division.
JAMMU_GROUP = ("JM09", "Bishnah Annapurna SHG", "Jammu", "Jammu", "181132", "Bishnah Samridhi CLF")
#: Maker -> what it brings: name, price, pieces.
BROUGHT = {
    "KZ09": (("Stole", "3500.00", 5), ("Shawl", "12500.00", 1)),
    "KZ11": (("Box", "900.00", 12), ("Tray", "1800.00", 4)),
    "JM09": (("Pickle", "220.00", 40), ("Honey", "480.00", 24)),
}
STEPS = (
    ExhibitionState.DRAFT,
    ExhibitionState.INVITING,
    ExhibitionState.ALLOTTED,
    ExhibitionState.RUNNING,
    ExhibitionState.CLOSED,
    ExhibitionState.SETTLED,
)


@dataclass
class Fair:
    code: str
    opens_on: date
    manager: User
    other_manager: User
    cashiers: tuple[User, User]
    helper: User
    administrator: User

    def desk(self, user: User | None = None) -> Client:
        return signed_in(user or self.manager)


@dataclass
class Goods:
    """``variants`` are the store's ids by (group, name); ``products`` by variant."""

    shop: Shop
    variants: dict[tuple[str, str], str] = field(default_factory=dict)

    def product(self, group: str, name: str) -> str:
        return self.shop.products[self.variants[group, name]]


def person(name: str, *roles: Role) -> User:
    made = User.objects.create(email=f"{uuid.uuid4().hex}@tests.invalid", name=name, password="!")
    for role in roles:
        grant_role(made, role)
    return made


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=DEMO_BACKEND)
    return client


def wish(opens_on: date, code: str = CODE, **changes: object) -> ExhibitionWish:
    made = ExhibitionWish(
        code=code,
        name="Saras Mela, Jammu",
        name_hi="सरस मेला, जम्मू",
        name_ur="سرس میلہ، جموں",
        venue="Gulshan Ground",
        address="Gandhi Nagar",
        town="Jammu",
        district="Jammu",
        pincode="180004",
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=DAYS - 1),
        apply_by=opens_on - timedelta(days=10),
        opens_at=time(10),
        closes_at=time(21),
        hall_width=Decimal(40),
        hall_depth=Decimal(30),
        cashiers_discount_percent=Decimal(5),
        till_float=Decimal(2000),
        return_days=7,
        directions="Opposite the railway reservation office; buses 5 and 12 stop there.",
    )
    return replace(made, **changes)


@kept
def a_fair(
    state: ExhibitionState = ExhibitionState.RUNNING,
    *,
    opens_in: int = 0,
    code: str = CODE,
    pincode: str = "180004",
) -> Fair:
    """
    Plan an exhibition of ten days that opens ``opens_in`` days from today, and bring it to ``state`` on the days
    on which that happens. Zones A (16 stalls of 3 × 3 m at ₹6,000; A8 kept back) and B (6 of 4 × 3 m at ₹9,000).
    """
    fair = before_the_plan(opens_in=opens_in, code=code)
    name = "Saras Mela, Jammu" if code == CODE else f"Fair {code}"
    wanted = wish(fair.opens_on, code, name=name, pincode=pincode)
    plan.plan_exhibition(wanted, key=f"test:{code}", by=fair.manager)
    _draw(fair)
    _staff(fair)
    bring_to(fair, state)
    return fair


def before_the_plan(*, opens_in: int, code: str = CODE) -> Fair:
    """Groups, and the people who will run a fair that nobody has planned yet."""
    upsert_groups(plain_groups(*GROUPS, JAMMU_GROUP))
    return Fair(
        code=code,
        opens_on=clock.today() + timedelta(days=opens_in),
        manager=person("Meera Bakshi", Role.EXHIBITIONS),
        other_manager=person("Arif Manager", Role.EXHIBITIONS),
        cashiers=(person("Cashier One", Role.CASHIER), person("Cashier Two", Role.CASHIER)),
        helper=person("Helper", Role.LOGISTICS),
        administrator=person("Administrator", Role.ADMINISTRATOR),
    )


def _draw(fair: Fair) -> None:
    for letter, name, tint, crafts in (
        ("A", "Weaves and shawls", 1, ("shawl",)),
        ("B", "Foods and saffron", 4, ("saffron",)),
    ):
        plan.keep_zone(
            fair.code,
            ZoneWish(letter, name, tint=tint, crafts=crafts),
            key=f"{letter}:{fair.code}",
            by=fair.manager,
        )
    rows = {
        "A": RowsWish("A", 2, 8, Decimal(3), Decimal(3), Decimal(6000), Decimal(2), Decimal(3)),
        "B": RowsWish("B", 1, 6, Decimal(4), Decimal(3), Decimal(9000), Decimal(2), Decimal(18)),
    }
    for letter, wanted in rows.items():
        plan.add_rows(fair.code, wanted, key=f"rows {letter}:{fair.code}", by=fair.manager)
    plan.set_stall(fair.code, "A8", plan.StallState.KEPT, reason="Information desk", by=fair.manager)


def _staff(fair: Fair) -> None:
    until = fair.opens_on + timedelta(days=DAYS - 1)
    people = [(each, Duty.CASHIER) for each in fair.cashiers]
    for user, duty in (*people, (fair.helper, Duty.HELPER)):
        key = f"{user.pk}:{fair.code}"
        plan.keep_member(fair.code, user, duty, since=fair.opens_on, until=until, key=key, by=fair.manager)


def bring_to(fair: Fair, state: ExhibitionState) -> None:
    """Take the remaining steps to a state, each on the day on which it happens, unasked of the other rooms."""
    now = STEPS.index(ExhibitionState(plan.exhibition(fair.code).state))
    days = {
        ExhibitionState.INVITING: fair.opens_on - timedelta(days=35),
        ExhibitionState.ALLOTTED: fair.opens_on - timedelta(days=5),
        ExhibitionState.RUNNING: fair.opens_on,
        ExhibitionState.CLOSED: fair.opens_on + timedelta(days=DAYS - 1),
        ExhibitionState.SETTLED: fair.opens_on + timedelta(days=DAYS + 7),
    }
    with unguarded():
        for step in STEPS[now + 1 : STEPS.index(state) + 1]:
            at = datetime.combine(days[step], time(9), clock.INDIA)
            move_exhibition(
                code=fair.code,
                to=step,
                by=fair.manager,
                reason="",
                now=min(at, clock.now()),
                today=days[step],
            )


@contextmanager
def unguarded() -> Iterator[None]:
    """What the rooms above ask for before a move is not asked."""
    before, handed_in.guards = handed_in.guards, {}
    try:
        yield
    finally:
        handed_in.guards = before


def goods_for(fair: Fair, tag: str = "", *, is_listed: bool = True) -> Goods:
    """
    Put what BROUGHT says into the store (warehouse district-budgam), on sale online and, where asked for, listed
    for stalls. Where it stands in an exhibition's own warehouse is the room of stock's.
    """
    del fair
    return _goods(tag, is_listed)


@kept
def _goods(tag: str, is_listed: bool) -> Goods:
    upsert_groups(plain_groups(*GROUPS, JAMMU_GROUP))
    shop = open_shop(tag)
    open_stalls(shop)
    goods = Goods(shop)
    for maker, pieces in BROUGHT.items():
        for name, price, quantity in pieces:
            goods.variants[maker, name] = shop.piece(name, price=price, maker=maker, stock=quantity)
    if is_listed:
        list_at_stalls(product_ids=[shop.products[each] for each in goods.variants.values()])
    return goods


def open_stalls(shop: Shop) -> None:
    """Make the channel of the stalls as provisioning does; the shop's own channel is left as it is."""
    channels: dict[str, str] = {}
    steps = selling_steps(
        app_store(),
        warehouses={"district-budgam": shop.warehouse},
        ours=("district-budgam",),
        channels=channels,
    )
    for step in steps:
        if step.do is not None and (step.kind == "shipping zone" or "stalls" in step.name):
            step.do()
