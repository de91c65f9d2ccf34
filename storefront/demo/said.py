"""What the demo's buyers, askers and complainants say; the goods they write about have come."""

from collections.abc import Callable
from typing import Final

from django.conf import settings

import storefront.grievances.facade as grievances
import storefront.reviews.facade as reviews
from commerce.facade import on_saleor
from jkrlm.kernel import relay
from jkrlm.kernel.clock import today
from jkrlm.people.facade import User
from sellers.orders.facade import accept, cards_of_group, deliver, hand_over, lines_of_order, pack
from sellers.registry.facade import roll
from storefront.demo.orders import BY, GROUP, Neighbour, buy, variant_on_sale
from storefront.demo.people import demo_user
from storefront.models import OrderAccess

PICTURE: Final = settings.BASE_DIR / "catalogue" / "demo" / "pictures" / "kani-wool-stole.webp"
#: Who bought what, beside the neighbours' stoles.
BOUGHT: Final = (
    (Neighbour("Ritu Kaul (sample)", "+919419000031", "190001", "5 Lal Chowk", 4), "TX-003"),
    (Neighbour("Meera Nair (sample)", "+919419000032", "180001", "21 Gandhi Nagar", 4), "PM-004"),
    (Neighbour("Joseph Mathew (sample)", "+919419000033", "190001", "8 Rajbagh", 4), "WD-006"),
    (Neighbour("Sana Mir (sample)", "+919419000034", "193201", "2 Old Town", 4), "TX-005"),
    (Neighbour("Harpreet Singh (sample)", "+919419000035", "180001", "14 Trikuta Nagar", 4), "BK-001"),
)


def load_demo_words(progress: Callable[[str], None]) -> None:
    """Tell it once; nothing on a Saleor, which may be somebody's, nor without the demo's own orders."""
    officer, editor = _user("grievance"), _user("editor")
    if on_saleor() or not cards_of_group([GROUP]):
        return
    progress("    demo reviews, questions and grievances …")
    leader = next((each for each in roll([GROUP], on=today()) if each.role == "leader"), None)
    if not reviews.is_written():
        for neighbour, piece in BOUGHT:
            _buy(neighbour, piece)
    people = reviews.DemoPeople(
        editor, User.objects.filter(pk=leader.user_id).first() if leader and leader.user_id else None
    )
    reviews.load_demo_reviews(people, PICTURE.read_bytes())
    grievances.load_demo_grievances(
        officer=officer, seller_id=leader.person_id if leader else None, group_code=GROUP
    )
    relay.drain()


def _buy(neighbour: Neighbour, piece: str) -> None:
    """Begun again after it was cut off, a piece may be bought twice: it is the demo."""
    variant = variant_on_sale(1, piece=piece)
    if not variant:
        return
    checkout = buy(neighbour, variant)
    relay.drain()
    order_id = OrderAccess.objects.values_list("order_id", flat=True).get(checkout_id=checkout)
    for line in lines_of_order(order_id or ""):
        codes = [line.group_code]
        accept(line.order_code, group_codes=codes, by=BY)
        pack(line.order_code, group_codes=codes, by=BY)
        hand_over(line.order_code, group_codes=codes, by=BY)
        relay.drain()
        deliver(line.order_code, by=BY, delivered_on=today())
    relay.drain()


def _user(key: str) -> User:
    found = demo_user(key)
    assert found is not None  # a person of the staff, who is made the first time
    return found[0]
