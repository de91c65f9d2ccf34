"""The demo after buying: a piece on its way back, one of two that was cancelled, a present, an enquiry."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.conf import settings

import commerce.payments.facade as payments
from commerce.client import MetadataInput
from commerce.facade import app_store, on_saleor, pages, refuse_on
from jkrlm.kernel import relay
from jkrlm.kernel.clock import now, today
from media.facade import store_picture
from sellers.orders.facade import (
    ReturnAsk,
    ReturnReason,
    SellerOrderCard,
    SellerOrderState,
    approve_return,
    ask_return,
    book_pickup,
    cancel_for_buyer,
    cards_of_group,
    part_of_order,
    returns_of,
)
from storefront.aftercare.services.ask_enquiry import EnquiryAsk, ask_enquiry
from storefront.checkout.contracts import GiftWish
from storefront.demo.orders import BY, GROUP, PIECE, Neighbour, buy, variant_on_sale

PICTURE: Final = (
    settings.BASE_DIR / "catalogue" / "demo" / "pictures" / "crewel-cushion-cover-16-inch-pair.webp"
)
TWO: Final = Neighbour("Bilal Lone (sample)", "+919419000025", "190001", "9 Dal Gate", 0)
GIVER: Final = Neighbour("Ayesha Mir (sample)", "+919419000026", "190001", "3 Boulevard Road", 0)
GIFT: Final = GiftWish(
    name="Rukhsana Bhat (sample)",
    phone="+919419000027",
    message="Eid Mubarak! From all of us in Srinagar.",
    is_surprise=True,
    wrap=True,
)


def load_demo_aftercare(progress: Callable[[str], None]) -> None:
    """Tell it once; not on a Saleor, which may be somebody's, and only beside the demo's own orders."""
    if on_saleor() or not _cards():
        return
    progress("    demo returns and gifts …")
    _terms()
    _return()
    _two_less_one()
    _gift()
    _enquiry()
    relay.drain()


def _terms() -> None:
    """Carpets are not wrapped, and may come back for a fortnight; an editor's word stays."""
    store = app_store()
    for page in pages(lambda after: store.terms_of_types(after=after).product_types):
        for edge in page.edges:
            if edge.node.slug != "carpet" or any((edge.node.metafields or {}).values()):
                continue
            said = {"umeed.return_days": "14", "umeed.gift_wrap": "no"}
            entries = [MetadataInput(key=key, value=value) for key, value in said.items()]
            answer = store.metadata_update(id=edge.node.id, input=entries).update_metadata
            assert answer is not None
            refuse_on(answer.errors)


def _cards() -> tuple[SellerOrderCard, ...]:
    return cards_of_group([GROUP], states=tuple(SellerOrderState))


def _return() -> None:
    """What arrived first comes back: agreed, and the carrier comes in two days."""
    arrived = [card for card in _cards() if card.state is SellerOrderState.DELIVERED]
    if not arrived or returns_of([card.code for card in arrived]):
        return
    card = arrived[0]
    part = part_of_order(card.code, order_id=card.order_id)
    free = [line for line in part.lines if line.free]
    if not free or not part.may_ask(today()):
        return
    made = ask_return(
        ReturnAsk(
            code=part.code,
            quantities={free[0].id: 1},
            why=ReturnReason.DAMAGED,
            words="A thread is pulled at one corner. (sample)",
            photo_keys=(store_picture(PICTURE.read_bytes(), private=True).key,),
            key="demo-return",
        ),
        order_id=card.order_id,
    )
    approve_return(made.number, by=BY, words="We are sorry. We fetch it.")
    book_pickup(made.number, by=BY, pickup_on=today() + timedelta(days=2))


def _two_less_one() -> None:
    """Somebody ordered two and keeps one."""
    variant = variant_on_sale(4)
    if not variant or any(piece.quantity == 2 for card in _cards() for piece in card.pieces):
        return
    known = {card.code for card in _cards()}
    buy(TWO, variant, quantity=2)
    relay.drain()
    for card in _cards():
        if card.code not in known:
            part = part_of_order(card.code, order_id=card.order_id)
            cancel_for_buyer(
                card.code,
                order_id=card.order_id,
                quantities={part.lines[0].id: 1},
                reason="the buyer changed her mind",
                key="demo-cancel",
            )


def _gift() -> None:
    """A present, paid by UPI, wrapped, and a surprise."""
    variant = variant_on_sale(2)
    if not variant or any(card.is_gift for card in _cards()):
        return
    before = {each.reference for each in payments.upi_payments()}
    buy(GIVER, variant, method="upi", gift=GIFT)
    relay.drain()
    for each in payments.upi_payments():
        if each.reference not in before:
            number = f"{900000000000 + len(before)}"
            credit = payments.BankCredit(
                amount=each.amount,
                day=today(),
                reference=number,
                narration=f"UPI/CR/{number}/SAMPLE BUYER/sample@upi/{each.reference}",
                feed_id=f"demo-gift-{each.reference}",
                payer="sample@upi",
            )
            payments.see_credits([credit])
    relay.drain()


def _enquiry() -> None:
    piece = app_store().product_by_reference(external_reference=PIECE).product
    if piece is None:
        return
    ask_enquiry(
        ask=EnquiryAsk(
            key="demo-enquiry",
            product_slug=piece.slug,
            product_name=piece.slug.replace("-", " ").capitalize(),
            name="Ines Alves (sample)",
            email="ines@demo.invalid",
            country="PT",
            quantity=2,
            words="Can you send two to Porto? (sample)",
            language="en",
        ),
        network="demo",
        now=now(),
    )
