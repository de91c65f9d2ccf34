"""The demo's one story through all rooms: papers, goods, orders, money, certificates, who made it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import Final

from django.conf import settings

from catalogue.facade import ListingWish, listings_of, propose
from jkrlm.kernel import relay
from jkrlm.kernel.clock import today
from jkrlm.kernel.locks import advisory_lock
from jkrlm.kernel.money import Money
from jkrlm.people.facade import User
from media.facade import store_picture
from sellers.earnings.facade import Actor, Cost, KeyReused, declare_cost, say_who_made
from sellers.orders.facade import delivered_lines
from sellers.payouts.facade import load_demo_payouts
from sellers.registry.facade import OnRoll, load_demo_papers, roll
from storefront.demo.account import load_demo_account
from storefront.demo.aftercare import load_demo_aftercare
from storefront.demo.certification import load_demo_certification
from storefront.demo.exhibitions import load_demo_exhibitions
from storefront.demo.orders import GROUP, load_demo_orders
from storefront.demo.papers import load_demo_licence_papers
from storefront.demo.parcels import load_demo_parcels
from storefront.demo.people import demo_user
from storefront.demo.photos import load_demo_photos
from storefront.demo.places import load_demo_logistics
from storefront.demo.rounds import load_demo_pickups
from storefront.demo.said import load_demo_words
from storefront.demo.vouchers import load_demo_vouchers

KEY: Final = "demo-{}"
PICTURES: Final = settings.BASE_DIR / "catalogue" / "demo" / "pictures"
#: A kind that needs neither licence nor certificate, in checking; and one that its maker has not sent yet.
WORDS: Final = "Blue vine on white, chain stitch, wool on cotton. Two weeks of work. (sample)"


def load_demo_story(progress: Callable[[str], None]) -> None:
    """Tell it once; begun again after it was cut off, it goes on where it was."""
    with advisory_lock("storefront.load_demo_story"):
        maker, checker = _user("finance-maker"), _user("finance-checker")
        if not roll([GROUP], on=today()):
            return
        load_demo_papers(code=GROUP, maker=maker, checker=checker)
        load_demo_vouchers()
        load_demo_photos(_user("editor"))
        load_demo_licence_papers(_user("editor"))
        load_demo_logistics(_user("logistics"))
        _goods()
        load_demo_orders(progress)
        load_demo_payouts(maker=maker, checker=checker)
        relay.drain()
        load_demo_certification(progress)
        _makers()
        load_demo_aftercare(progress)
        load_demo_parcels(progress)
        load_demo_pickups(progress, keeper=_user("logistics"), driver=_user("driver"))
        load_demo_exhibitions(
            progress,
            manager=_user("exhibitions"),
            cashier=_user("cashier"),
            approver=_user("admin"),
            papers=(maker, checker),
        )
        load_demo_account(progress)
        load_demo_words(progress)


def _goods() -> None:
    """One that waits for the editors, and a draft that only its maker sees."""
    member = _woman("Shameema")
    if member is None:
        return
    for name, kind, price, picture in (
        ("checking", "crewel", "1450", "crewel-cushion-cover-16-inch-pair"),
        ("draft", "willow", "900", ""),
    ):
        key = KEY.format(name)
        if any(each.key == key for each in listings_of((GROUP,), person_id=member.person_id)):
            continue
        photos = [(PICTURES / f"{picture}.webp").read_bytes()] if picture else []
        propose(
            ListingWish(
                key=key,
                group_code=GROUP,
                person_id=member.person_id,
                kind=kind,
                price=Money(Decimal(price), "INR"),
                quantity=2,
                words=WORDS if picture else "",
                photo_keys=tuple(store_picture(data, private=True).key for data in photos),
                draft=not picture,
            )
        )


def _makers() -> None:
    """The leader has said who made the piece that arrived; Shameema has still to answer, and had costs."""
    leader, member = _woman("Haseena"), _woman("Shameema")
    lines = delivered_lines(GROUP, since=today().replace(day=1), until=today() + timedelta(days=1))
    if leader is None or member is None or not lines or leader.user_id is None or member.user_id is None:
        return
    line = lines[-1]
    # Told before, the oldest piece of this month may have been another one, and the month another month.
    with suppress(KeyReused):
        say_who_made(
            line.id,
            group_code=GROUP,
            shares={member.person_id: line.gets},
            seen_version=0,
            key=KEY.format("made"),
            by=Actor(leader.user_id, leader.person_id),
        )
    with suppress(KeyReused):
        declare_cost(
            group_code=GROUP,
            month=today().replace(day=1),
            kind=Cost.MATERIAL,
            amount=Money(Decimal(1200), "INR"),
            key=KEY.format("wool"),
            by=Actor(member.user_id, member.person_id),
        )


def _woman(name: str) -> OnRoll | None:
    return next((each for each in roll([GROUP], on=today()) if each.name.startswith(name)), None)


def _user(key: str) -> User:
    found = demo_user(key)
    assert found is not None  # a person of the staff, who is made the first time
    return found[0]
