"""One piece is kept for an exchange, whatever else lies in its bag and whatever breaks off in between."""

from datetime import datetime, timedelta

import pytest

from commerce.client import CheckoutLineInput
from commerce.embedded.channel.models import Channel
from commerce.embedded.checkout.models import Checkout
from commerce.embedded.warehouse.models import Reservation
from commerce.facade import app_store, keep_goods, public_store
from commerce.saleor.reserved import reserve_again
from jkrlm.kernel.clock import now
from jkrlm.kernel.ids import global_id
from sellers.orders.facade import ReturnState, ask_return, return_by_number
from sellers.orders.models import ReturnCase
from storefront.aftercare.models import KeptPiece
from storefront.aftercare.services.keep_piece import PieceGone, keep_piece, let_go, look_after_kept
from tests.aftercare.conftest import Bought
from tests.aftercare.test_returns import ask
from tests.common.live import LiveShop

pytestmark = pytest.mark.django_db(transaction=True)


def agreed(bought: Bought, *, wanted: str, key: str = "k") -> int:
    """Her stole comes back for another piece; returns the return's number."""
    made = ask_return(ask(bought.stole, wish="exchange", key=key), order_id=bought.stole.order_id)
    ReturnCase.objects.filter(pk=made.number).update(
        wanted=wanted, wish="exchange", state=ReturnState.APPROVED
    )
    return made.number


def bowl(shop: LiveShop, name: str = "Walnut bowl") -> str:
    return shop.shop.piece(name, price="900", stock=1)


def pressed(bought: Bought, number: int) -> KeptPiece:
    view, order = return_by_number(number), app_store().order_details(id=bought.stole.order_id).order
    assert view is not None and order is not None
    return keep_piece(view=view, order=order, now=now())


def put_in(kept: KeptPiece, variant: str, quantity: int) -> None:
    answer = public_store().checkout_lines_add(
        id=kept.checkout_id, lines=[CheckoutLineInput(variant_id=variant, quantity=quantity)]
    )
    assert answer.checkout_lines_add is not None and not answer.checkout_lines_add.errors


def reserved(at: datetime) -> list[int]:
    """Return the units that are kept from others at a moment."""
    rows = Reservation.objects.filter(reserved_until__gt=at).order_by("pk")
    return [row.quantity_reserved for row in rows]


def test_only_the_one_wanted_piece_is_kept_for_weeks(delivered: Bought) -> None:
    shop = delivered.shop
    wanted = shop.shop.piece("Walnut bowl", price="900", stock=9)
    kept = pressed(delivered, agreed(delivered, wanted=wanted))
    put_in(kept, wanted, 4)
    stole = shop.shop.variants[shop.shop.sku("Kani stole")]
    put_in(kept, stole, 3)

    assert look_after_kept(now=now()) == 1

    assert reserved(now() + timedelta(days=7)) == [1]
    assert sorted(line.quantity for line in Checkout.objects.get().lines.all()) == [3, 5]
    assert keep_goods(kept.checkout_id, until=now() + timedelta(minutes=9), now=now(), only=stole)
    let_go(kept, now=now())
    assert reserved(now()) == [1], "what her bag keeps for another purpose stays hers"


def test_a_bag_from_which_she_took_the_piece_keeps_nothing(delivered: Bought) -> None:
    kept = pressed(delivered, agreed(delivered, wanted=bowl(delivered.shop)))
    (line,) = Checkout.objects.get().lines.all()
    public_store().checkout_lines_delete(id=kept.checkout_id, lines_ids=[global_id("CheckoutLine", line.pk)])

    assert look_after_kept(now=now()) == 0
    assert reserved(now()) == []


def test_a_saleor_gives_no_new_time_to_a_bag_with_more_in_it(delivered: Bought) -> None:
    shop = delivered.shop
    wanted = bowl(shop)
    Channel.objects.update(reserve_stock_minutes=30)
    kept = pressed(delivered, agreed(delivered, wanted=wanted))
    Reservation.objects.all().delete()

    assert reserve_again(app_store(), kept.checkout_id, only=wanted)
    assert reserved(now()) == [1]

    put_in(kept, shop.shop.variants[shop.shop.sku("Kani stole")], 3)
    Reservation.objects.all().delete()
    assert reserve_again(app_store(), kept.checkout_id, only=wanted)
    assert reserved(now()) == []
    assert not reserve_again(
        app_store(), kept.checkout_id, only=shop.shop.variants[shop.shop.sku("Walnut tray", "KZ11")]
    )


def test_what_broke_off_before_the_reservation_is_known_and_kept_by_the_next_press(delivered: Bought) -> None:
    number = agreed(delivered, wanted=bowl(delivered.shop))
    kept = pressed(delivered, number)
    Reservation.objects.all().delete()

    assert pressed(delivered, number) == kept

    assert reserved(now() + timedelta(days=7)) == [1]
    Reservation.objects.all().delete()
    delivered.shop.shop.restock(delivered.shop.shop.variants[delivered.shop.shop.sku("Walnut bowl")], 0)
    with pytest.raises(PieceGone):
        pressed(delivered, number)
    assert KeptPiece.objects.filter(ended_at=None).count() == 0


def broken(kept: KeptPiece) -> KeptPiece:
    """The store cannot make anything of its bag's id."""
    KeptPiece.objects.filter(pk=kept.pk).update(checkout_id="broken")
    kept.refresh_from_db()
    return kept


def test_a_piece_that_could_not_be_let_go_is_still_known(delivered: Bought) -> None:
    kept = broken(pressed(delivered, agreed(delivered, wanted=bowl(delivered.shop))))

    with pytest.raises(Exception, match="broken"):
        let_go(kept, now=now())

    kept.refresh_from_db()
    assert kept.ended_at is None


def test_one_that_fails_does_not_stop_the_renewal_of_the_others(delivered: Bought) -> None:
    first = pressed(delivered, agreed(delivered, wanted=bowl(delivered.shop)))
    second = bowl(delivered.shop, "Cherry bowl")
    ReturnCase.objects.update(state=ReturnState.CLOSED)
    kept = pressed(delivered, agreed(delivered, wanted=second, key="second"))
    broken(first)
    Reservation.objects.all().delete()

    assert look_after_kept(now=now()) == 2

    assert keep_goods(kept.checkout_id, until=now() + timedelta(days=7), now=now(), only=second)
    assert reserved(now() + timedelta(days=6)) == [1]
