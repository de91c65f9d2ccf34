"""The door of the storefront: what it does when something happened in the store."""

from storefront.aftercare.reactions import on_exchange_ordered, on_part_cancelled, on_return_moved
from storefront.aftercare.services.answer_enquiry import on_enquiry_answered
from storefront.aftercare.services.keep_piece import on_return_ended
from storefront.aftercare.services.take_lead import on_lead_taken
from storefront.figures import FIGURES
from storefront.invariants import invariants
from storefront.mail.promises import on_parcel_late, on_promise_shifted
from storefront.mail.reactions import (
    on_order_cancelled,
    on_order_confirmed,
    on_order_fulfilled,
    on_order_refunded,
    on_parcel_called_back,
    on_payment_returned,
)
from storefront.mail.store_accounts import on_account_letter
from storefront.mail.upi import on_upi_claim_changed, on_upi_refund_written
from storefront.orders.language import language_of_order
from storefront.personal_data import PERSONAL_DATA
from storefront.shop.goods import cards_of
from storefront.shop.share_card import on_product_pictured

__all__ = [
    "FIGURES",
    "PERSONAL_DATA",
    "cards_of",
    "invariants",
    "language_of_order",
    "on_account_letter",
    "on_enquiry_answered",
    "on_exchange_ordered",
    "on_lead_taken",
    "on_order_cancelled",
    "on_order_confirmed",
    "on_order_fulfilled",
    "on_order_refunded",
    "on_parcel_called_back",
    "on_parcel_late",
    "on_part_cancelled",
    "on_payment_returned",
    "on_product_pictured",
    "on_promise_shifted",
    "on_return_ended",
    "on_return_moved",
    "on_upi_claim_changed",
    "on_upi_refund_written",
]
