"""The door of seller orders. Here the clock is read; inside, the moment is handed on."""

from datetime import date

from jkrlm.kernel import clock
from jkrlm.kernel.money import Money
from sellers.orders import clearing, selectors
from sellers.orders.clearing import UnclearedShare, last_window_day
from sellers.orders.conduct import lateness
from sellers.orders.contracts import (
    Commission,
    Earning,
    Piece,
    SellerOrderCard,
    SellerOrderDetail,
    SellerOrderStep,
)
from sellers.orders.errors import (
    BadQuantity,
    NotCovered,
    NotReturnable,
    PhotoMissing,
    ReasonMissing,
    ReturnUnknown,
    SellerOrderUnknown,
    SplitDisagrees,
    WrongState,
)
from sellers.orders.for_buyers import (
    NOT_PACKED,
    BuyerLine,
    BuyerPart,
    ReturnPiece,
    ReturnStep,
    ReturnView,
    Shift,
    ask_return,
    call_off_return,
    cancel_for_buyer,
    link_exchange,
    part_of_order,
    parts_of_order,
    photo_of_return,
    return_by_number,
    return_of_order,
    returns_of,
    worth_for_buyer,
)
from sellers.orders.for_groups import (
    accept,
    cancel,
    card,
    cards_of_group,
    counts_of_groups,
    detail,
    hand_over,
    last_cards,
    pack,
    propose_credit,
)
from sellers.orders.gift import GIFT_KEY, Gift, gift_of, gift_text
from sellers.orders.gift import MESSAGE_MAX as GIFT_MESSAGE_MAX
from sellers.orders.invariants import invariants
from sellers.orders.lots import (
    CalledBack,
    asks_labels,
    called_back,
    keep_lots,
    on_certificate_changed,
    on_lot_recalled,
    sell_labelled,
)
from sellers.orders.parcels import (
    keep_parcel,
    keep_promise,
    keep_worth,
    on_parcel_moved,
    on_parcel_trouble,
    on_return_moved,
    parcel_code,
)
from sellers.orders.part_lines import cancel_lines, worth_of_lines
from sellers.orders.parties import SellerOf, seller_of
from sellers.orders.personal_data import PERSONAL_DATA
from sellers.orders.reactions import (
    BILL_KEY,
    on_cash_remitted,
    on_day_off,
    on_documents_due,
    on_order_cancelled,
    on_order_confirmed,
    on_order_money,
    on_order_sent,
    on_orders_imported,
    on_road_closed,
    on_seller_order_moved,
    on_share_taken_back,
)
from sellers.orders.return_models import PHOTOS_MOST as RETURN_PHOTOS_MOST
from sellers.orders.return_states import (
    BUYERS_REASONS,
    FAULTS,
    Carriage,
    ReturnState,
    ReturnWish,
    carriage_of,
)
from sellers.orders.rules import FAULT_DAYS, RETURN_DAYS, RETURN_DAYS_MOST, return_days, with_sale_terms
from sellers.orders.rules import earning as _earning
from sellers.orders.selectors import cards_by_code, commission, stall_books, unsplit
from sellers.orders.services import move, move_return
from sellers.orders.services.ask_return import ReturnAsk
from sellers.orders.services.at_stalls import stalls_of_orders
from sellers.orders.services.move import By
from sellers.orders.services.stall_cards import (
    refund_stall_card,
    settle_stall_card,
    stall_card_refund_failed,
)
from sellers.orders.services.stall_upi import (
    bear_stall_upi,
    settle_borne_upi,
    settle_stall_upi,
    stall_upi_borne,
)
from sellers.orders.services.take_back_stall import send_stall_refund
from sellers.orders.sold import (
    SoldLine,
    being_given_back,
    delivered_lines,
    lines_of_order,
    lines_of_product,
    newest_order,
    sold_lines,
    sold_lines_by_id,
)
from sellers.orders.stall import StallBack, StallBooks, StallDocument, StallLine, StallReturn, StallSale
from sellers.orders.stall_door import book_stall_sale, take_back_at_stall, void_at_stall
from sellers.orders.stall_lots import keep_stall_lots
from sellers.orders.states import TRANSITIONS, WITH_THE_GROUP, ReturnReason, SellerOrderState
from sellers.orders.unfinished import unfinished_orders
from sellers.orders.vouchers import VoucherCost, voucher_costs
from sellers.tax.facade import SellerOfRecord, withholding_on

__all__ = [
    "BILL_KEY",
    "BUYERS_REASONS",
    "FAULTS",
    "FAULT_DAYS",
    "GIFT_KEY",
    "GIFT_MESSAGE_MAX",
    "NOT_PACKED",
    "PERSONAL_DATA",
    "RETURN_DAYS",
    "RETURN_DAYS_MOST",
    "RETURN_PHOTOS_MOST",
    "TRANSITIONS",
    "WITH_THE_GROUP",
    "BadQuantity",
    "BuyerLine",
    "BuyerPart",
    "By",
    "CalledBack",
    "Carriage",
    "Commission",
    "Earning",
    "Gift",
    "NotCovered",
    "NotReturnable",
    "PhotoMissing",
    "Piece",
    "ReasonMissing",
    "ReturnAsk",
    "ReturnPiece",
    "ReturnReason",
    "ReturnState",
    "ReturnStep",
    "ReturnUnknown",
    "ReturnView",
    "ReturnWish",
    "SellerOf",
    "SellerOrderCard",
    "SellerOrderDetail",
    "SellerOrderState",
    "SellerOrderStep",
    "SellerOrderUnknown",
    "Shift",
    "SoldLine",
    "SplitDisagrees",
    "StallBack",
    "StallBooks",
    "StallDocument",
    "StallLine",
    "StallReturn",
    "StallSale",
    "UnclearedShare",
    "VoucherCost",
    "WrongState",
    "accept",
    "approve_return",
    "ask_return",
    "asks_labels",
    "bear_stall_upi",
    "being_given_back",
    "book_pickup",
    "book_stall_sale",
    "call_off_return",
    "called_back",
    "cancel",
    "cancel_for_buyer",
    "cancel_lines",
    "card",
    "cards_by_code",
    "cards_of_group",
    "carriage_of",
    "clear_due_shares",
    "commission",
    "counts_of_groups",
    "deliver",
    "delivered_lines",
    "detail",
    "earning_of",
    "gift_of",
    "gift_text",
    "hand_over",
    "invariants",
    "keep_lots",
    "keep_parcel",
    "keep_promise",
    "keep_stall_lots",
    "keep_worth",
    "last_cards",
    "last_window_day",
    "lateness",
    "lines_of_order",
    "lines_of_product",
    "link_exchange",
    "newest_order",
    "on_cash_remitted",
    "on_certificate_changed",
    "on_day_off",
    "on_documents_due",
    "on_lot_recalled",
    "on_order_cancelled",
    "on_order_confirmed",
    "on_order_money",
    "on_order_sent",
    "on_orders_imported",
    "on_parcel_moved",
    "on_parcel_trouble",
    "on_return_moved",
    "on_road_closed",
    "on_seller_order_moved",
    "on_share_taken_back",
    "pack",
    "parcel_code",
    "part_of_order",
    "parts_of_order",
    "photo_of_return",
    "propose_credit",
    "refund_stall_card",
    "refuse",
    "return_by_number",
    "return_days",
    "return_of_order",
    "returns_of",
    "sell_labelled",
    "seller_of",
    "send_stall_refund",
    "settle_borne_upi",
    "settle_stall_card",
    "settle_stall_upi",
    "sold_lines",
    "sold_lines_by_id",
    "stall_books",
    "stall_card_refund_failed",
    "stall_upi_borne",
    "stalls_of_orders",
    "take_back_at_stall",
    "uncleared_shares",
    "unfinished_orders",
    "unsplit",
    "void_at_stall",
    "voucher_costs",
    "with_sale_terms",
    "worth_for_buyer",
    "worth_of_lines",
]


def refuse(code: str, *, by: By, reason: str) -> None:
    """
    Logistics says that it was not taken at the door and came back. What was paid or promised goes back.

    Raises:
        SellerOrderUnknown, WrongState, ReasonMissing.
    """
    move.refuse(code=code, by=by, now=clock.now(), reason=reason)


def deliver(code: str, *, by: By, delivered_on: date) -> None:
    """Logistics says that it arrived. Raises SellerOrderUnknown, WrongState."""
    move.deliver(code=code, by=by, now=clock.now(), delivered_on=delivered_on)


def earning_of(
    *, price: Money, net: Money, group_code: str, craft: str, category: str, seller: SellerOfRecord
) -> Earning:
    """Return what a price becomes for a group at today's rules: "you will get"."""
    day = clock.today()
    return _earning(
        gross=price,
        net=net,
        commission=selectors.commission(group_code=group_code, craft=craft, category=category, on=day),
        withholding=withholding_on(day, has_pan=True),
        group_sells=seller.kind == "group",
        charges_tax=seller.charges_tax,
    )


def approve_return(number: int, *, by: By, words: str) -> None:
    """Staff agree that it comes back. Raises ReturnUnknown, WrongState."""
    move_return.approve_return(pk=number, words=words, by=by, now=clock.now())


def book_pickup(number: int, *, by: By, pickup_on: date) -> None:
    """Staff have a carrier for it. Raises ReturnUnknown, WrongState, BadDay."""
    move_return.book_pickup(pk=number, pickup_on=pickup_on, by=by, now=clock.now())


def clear_due_shares() -> int:
    """Make payable what arrived and whose return window is over; return how many. Daily, repeatable."""
    return clearing.clear_due_shares(now=clock.now())


def uncleared_shares() -> tuple[UnclearedShare, ...]:
    """Return the shares that are due by today and not cleared: the night is to come, or books refuse."""
    return clearing.uncleared_shares(now=clock.now())
