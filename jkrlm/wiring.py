"""Which room reacts to what: two literal tables, and the questions that go upwards.

A search for an event's name finds every reaction to it here.
"""

from typing import Any, Final

import catalogue.facade as catalogue
import certification.cases.facade as cases
import certification.certificates.facade as certificates
import certification.inspection.facade as inspection
import certification.laboratory.facade as laboratory
import commerce.facade as commerce
import commerce.payments.facade as payments
import exhibitions.plan.facade as exhibition_plan
import exhibitions.results.facade as results
import exhibitions.stalls.facade as stalls
import exhibitions.stock.facade as exhibition_stock
import exhibitions.till.facade as till
import jkrlm.api.facade as api
import jkrlm.people.facade as people
import logistics.facade as logistics
import logistics.parcels.facade as parcels
import logistics.places.facade as places
import logistics.rounds.facade as rounds
import media.facade as media
import sellers.collection.facade as collection
import sellers.notices.facade as notices
import sellers.orders.facade as orders
import sellers.payouts.facade as payouts
import sellers.portal.facade as portal
import sellers.reconciliation.facade as reconciliation
import sellers.registry.facade as registry
import sellers.tax.facade as tax
import storefront.accounts.facade as accounts
import storefront.aftercare.facade as aftercare
import storefront.desk.facade as desk
import storefront.facade as storefront
import storefront.grievances.facade as grievances
import storefront.reviews.facade as reviews
from jkrlm.kernel import outbox
from jkrlm.kernel.personal_data import Holder

#: Asynchronous: at least once, repeated with back-off, dead letters under /staff/events/.
REACTIONS: Final[dict[str, tuple[outbox.Reaction, ...]]] = {
    "PRODUCT_CREATED": (catalogue.on_product_changed,),
    "PRODUCT_UPDATED": (
        catalogue.on_product_changed,
        cases.on_product_changed,
        storefront.on_product_pictured,
    ),
    "PRODUCT_METADATA_UPDATED": (catalogue.on_product_changed, cases.on_product_changed),
    "PRODUCT_DELETED": (catalogue.on_product_changed,),
    "PRODUCT_VARIANT_UPDATED": (catalogue.on_product_changed,),
    "PRODUCT_VARIANT_STOCK_UPDATED": (catalogue.on_product_changed,),
    "PRODUCT_VARIANT_OUT_OF_STOCK": (catalogue.on_product_changed,),
    "PRODUCT_VARIANT_BACK_IN_STOCK": (catalogue.on_product_changed,),
    "CHECKOUT_FULLY_PAID": (payments.on_checkout_fully_paid,),
    "CHECKOUT_FULLY_AUTHORIZED": (payments.on_checkout_fully_paid,),
    "ORDER_CREATED": (payments.on_order_created,),
    "ORDER_CONFIRMED": (
        orders.on_order_confirmed,
        storefront.on_order_confirmed,
        accounts.on_order_confirmed,
        storefront.on_exchange_ordered,
    ),
    "ORDER_BULK_CREATED": (orders.on_orders_imported,),
    "ORDER_PAID": (payments.on_order_paid, orders.on_order_money),
    "FULFILLMENT_CREATED": (orders.on_order_sent, storefront.on_order_fulfilled),
    "FULFILLMENT_CANCELED": (orders.on_order_sent,),
    "ORDER_FULFILLED": (storefront.on_order_fulfilled,),
    "ORDER_CANCELLED": (orders.on_order_cancelled, storefront.on_order_cancelled),
    "ORDER_REFUNDED": (orders.on_order_money, storefront.on_order_refunded),
    "ACCOUNT_CONFIRMATION_REQUESTED": (storefront.on_account_letter,),
    "ACCOUNT_SET_PASSWORD_REQUESTED": (storefront.on_account_letter,),
    "ACCOUNT_CHANGE_EMAIL_REQUESTED": (storefront.on_account_letter,),
    "ACCOUNT_DELETE_REQUESTED": (storefront.on_account_letter,),
    "GroupChanged": (registry.on_group_changed, catalogue.on_group_judged, certificates.on_group_changed),
    "ListingApproved": (catalogue.on_listing_approved,),
    "ListingPictured": (catalogue.on_listing_pictured,),
    "ListingPhotoHidden": (notices.on_listing_photo_hidden,),
    "ListingTranslated": (catalogue.on_listing_translated,),
    "BlocksChanged": (catalogue.on_blocks_changed,),
    "ListingStockWished": (catalogue.on_stock_wished,),
    "ListingPriceWished": (catalogue.on_price_wished, exhibition_stock.on_price_wished),
    "BankAccountProposed": (registry.check_bank_account,),
    "BankAccountChanged": (payouts.on_bank_account_changed,),
    "BankAccountApproved": (notices.on_bank_account_approved,),
    "SellerOrderPlaced": (catalogue.on_group_sold, notices.on_seller_order_placed),
    "SellerOrderUnanswered": (notices.on_seller_order_unanswered,),
    "PayoutPaid": (notices.on_payout_paid, reconciliation.on_books_moved),
    "PayoutReturned": (notices.on_payout_returned, reconciliation.on_books_moved),
    "PayoutHeld": (notices.on_payout_held,),
    "ComplaintMade": (grievances.on_complaint_made,),
    "ComplaintAnswered": (grievances.on_complaint_answered,),
    "GrievanceMoved": (grievances.on_grievance_moved, notices.on_grievance_answered),
    "ShopTextDecided": (reviews.on_text_decided, notices.on_text_decided),
    "ListingSentBack": (notices.on_listing_sent_back,),
    "ListingOnSale": (notices.on_listing_on_sale,),
    "AttributionAsked": (notices.on_attribution_asked,),
    "ParcelGivenBack": (notices.on_parcel_given_back,),
    "NoticeWritten": (notices.on_notice_written,),
    "SellerAdjusted": (notices.on_seller_adjusted,),
    "StallSold": (orders.keep_stall_lots,),
    "StallTakenBack": (orders.keep_stall_lots,),
    "SellerOrderTakenBack": (
        collection.on_sale_changed,
        notices.on_seller_order_shortened,
        orders.keep_lots,
        orders.keep_worth,
        orders.on_share_taken_back,
        orders.on_documents_due,
        storefront.on_part_cancelled,
    ),
    "ShareRefunded": (collection.on_sale_changed, orders.on_documents_due),
    "RefundFailed": (orders.on_share_taken_back,),
    "RefundAskedAgain": (orders.on_share_taken_back,),
    "CashRemitted": (orders.on_cash_remitted, reconciliation.on_books_moved),
    "SellerOrderMoved": (
        catalogue.on_group_sold,
        collection.on_sale_changed,
        notices.on_seller_order_moved,
        orders.keep_lots,
        orders.keep_parcel,
        orders.keep_worth,
        orders.on_seller_order_moved,
        orders.on_documents_due,
        storefront.on_part_cancelled,
    ),
    "CaseApplied": (cases.on_case_applied,),
    "CaseAssigned": (inspection.on_case_assigned,),
    "SampleTaken": (laboratory.on_sample_taken,),
    "RetestOrdered": (inspection.on_retest_ordered,),
    "CaseReturned": (notices.on_case_returned,),
    "CaseDecided": (certificates.on_case_decided, notices.on_case_decided),
    "CaseReopened": (certificates.on_case_reopened, notices.on_case_reopened),
    "CertificateChanged": (
        certificates.on_certificate_changed,
        notices.on_certificate_changed,
        orders.on_certificate_changed,
    ),
    "LotRecalled": (certificates.on_lot_recalled, orders.on_lot_recalled),
    "ParcelCalledBack": (storefront.on_parcel_called_back,),
    "RoadClosed": (orders.on_road_closed,),
    "DayOffEntered": (orders.on_day_off,),
    "PromiseShifted": (orders.keep_promise, storefront.on_promise_shifted),
    "ReturnMoved": (
        storefront.on_return_moved,
        storefront.on_return_ended,
        orders.on_return_moved,
    ),
    "ParcelMoved": (orders.on_parcel_moved,),
    "ParcelLate": (storefront.on_parcel_late,),
    "ParcelTrouble": (orders.on_parcel_trouble,),
    "CarrierAsked": (parcels.on_carrier_asked,),
    "EnquiryAnswered": (storefront.on_enquiry_answered,),
    "LeadTaken": (storefront.on_lead_taken, api.on_fair_event),
    "GroupSettled": (notices.on_group_settled,),
    "EntriesKept": (till.on_entries_kept,),
    "BillKept": (till.on_bill_kept, api.on_fair_event),
    "BillSettled": (till.on_bill_settled,),
    "StallCreditSeen": (till.on_stall_credit_seen,),
    "StallCardPaid": (till.on_stall_card_paid,),
    "StallRefundAsked": (payments.stalls.on_stall_refund_asked,),
    "StallRefundMoved": (till.on_stall_refund_moved,),
    "TillEnded": (till.on_till_ended,),
    "StripeEventReceived": (payments.on_stripe_event,),
    "UpiClaimChanged": (payments.on_upi_claim_changed, storefront.on_upi_claim_changed),
    "UpiRefundWritten": (storefront.on_upi_refund_written,),
    "UpiRefundMoved": (payments.on_upi_refund_moved,),
    "PaymentReturned": (storefront.on_payment_returned,),
    "MailToSendAgain": (desk.on_mail_to_send_again,),
    "OrderNoteWritten": (desk.on_order_note_written,),
    "SmsWritten": (people.on_sms_written,),
    "LetterWritten": (people.on_letter_written,),
    "BuyerJoined": (accounts.on_buyer_joined,),
    "FilesLetGo": (media.on_files_let_go,),
    "PicturesEqual": (catalogue.on_pictures_equal,),
    "StallsCalled": (notices.on_stalls_called,),
    "StallAllotted": (notices.on_stall_allotted, api.on_fair_event),
    "StallNotAllotted": (notices.on_stall_not_allotted,),
    "StallOffered": (notices.on_stall_offered, api.on_fair_event),
    "StallGivenUp": (notices.on_stall_given_up, api.on_fair_event),
    "AllowanceCredited": (notices.on_allowance_credited,),
    "AllotmentApproved": (api.on_fair_event,),
    "BillFlagged": (api.on_fair_event,),
    "TillDayClosed": (api.on_fair_event,),
    "SettlementApproved": (api.on_fair_event,),
    "StockMoveAsked": (commerce.on_stock_move_asked,),
    "StockMoved": (exhibition_stock.on_stock_moved,),
    "ConsignmentMoved": (exhibition_stock.on_consignment_moved, api.on_fair_event),
    "FairPricesNamed": (exhibition_stock.on_fair_prices_named,),
    "ExhibitionMoved": (
        stalls.on_exhibition_moved,
        exhibition_stock.on_exhibition_moved,
        api.on_fair_event,
    ),
    "ExhibitionDaysChanged": (stalls.on_exhibition_days_changed,),
    "FairCalledOff": (notices.on_fair_called_off,),
    "FairDaysChanged": (notices.on_fair_days_changed,),
}

#: Synchronous: the store asks, one room answers within the deadline (Saleor waits 18 s; aim at 2).
ANSWERS: Final[dict[str, Any]] = {
    "SHIPPING_LIST_METHODS_FOR_CHECKOUT": logistics.shipping_methods,
    "CHECKOUT_CALCULATE_TAXES": tax.calculate_taxes,
    "ORDER_CALCULATE_TAXES": tax.calculate_taxes,
    "PAYMENT_GATEWAY_INITIALIZE_SESSION": payments.gateway_initialize,
    "TRANSACTION_INITIALIZE_SESSION": payments.transaction_initialize,
    "TRANSACTION_PROCESS_SESSION": payments.transaction_process,
    "TRANSACTION_CHARGE_REQUESTED": payments.charge_requested,
    "TRANSACTION_REFUND_REQUESTED": payments.refund_requested,
    "TRANSACTION_CANCELATION_REQUESTED": payments.cancelation_requested,
}

#: Compared with a Saleor by saleor_reconcile, beside orders, payments and webhooks: what in words -> by whom.
COMPARERS: Final[dict[str, commerce.Comparer]] = {
    "catalogue": catalogue.reconcile,
}

#: What is told to a buyer who wants a copy of her personal data, and forgotten when her account is erased:
#: room -> how. In this order: the store's customer goes when every room is done with her.
PERSONAL_DATA: Final[dict[str, Holder]] = {
    "people": people.PERSONAL_DATA,
    "storefront": storefront.PERSONAL_DATA,
    "orders": orders.PERSONAL_DATA,
    "payments": payments.PERSONAL_DATA,
    "tax": tax.PERSONAL_DATA,
    "reviews": reviews.PERSONAL_DATA,
    "grievances": grievances.PERSONAL_DATA,
    "enquiries": aftercare.PERSONAL_DATA,
    "photographs": catalogue.PERSONAL_DATA,
    "exhibitions": exhibition_plan.PERSONAL_DATA,
    "fair-leads": results.PERSONAL_DATA,
    "tills": till.PERSONAL_DATA,
    "accounts": accounts.PERSONAL_DATA,
}

#: Fields that name files of media by their keys: what one of them names is not deleted when another lets go.
NAMING: Final = (
    ("catalogue.Listing", "photo_keys"),
    ("catalogue.Listing", "voice_key"),
    ("catalogue.ListingPhoto", "original_key"),
    ("catalogue.ListingPhoto", "shown_key"),
    ("cert_cases.Case", "photo_keys"),
    ("exhibitions_stock.Line", "picture_key"),
    ("cert_cases.Case", "document_keys"),
    ("cert_inspection.Photo", "picture_key"),
    ("logistics_parcels.CarrierLabel", "paper_key"),
    ("logistics_parcels.ParcelPhoto", "picture_key"),
    ("seller_orders.ReturnPhoto", "picture_key"),
    ("sellers_portal.KeptFile", "stored_key"),
    ("sellers_registry.Licence", "paper_key"),
    ("shop_grievances.GrievanceMessage", "photos"),
    ("shop_reviews.Review", "photos"),
    ("shop_reviews.Review", "shown_photos"),
)


def connect() -> None:
    """Connect the rooms; called once when Django is ready."""
    outbox.set_reactions(REACTIONS)
    media.set_naming(NAMING)
    commerce.set_sync_answers(ANSWERS)
    commerce.set_comparers(COMPARERS)
    accounts.set_holders(PERSONAL_DATA)
    payments.set_cash_rules(logistics.cash_on_delivery)
    logistics.set_sale_rule(tax.refusals_to_sell)
    catalogue.set_share_rule(portal.share_lines)
    commerce.set_wish_before(catalogue.wish_before)
    places.set_held(parcels.grams_at)
    parcels.set_seller_address(portal.scan_path)
    parcels.set_driver_address(rounds.stop_address)
    portal.set_buyer_language(storefront.language_of_order)
    stalls.set_grievances(grievances.open_about)
    exhibition_plan.set_cards(storefront.cards_of)
    exhibition_plan.set_groups_at(stalls.groups_at)
    exhibition_plan.set_group_numbers(stalls.group_numbers)
    exhibition_plan.set_draw_of(stalls.draw_of)
    exhibition_plan.set_why_map_stays(stalls.why_map_stays)
    exhibition_plan.set_guards(
        {
            exhibition_plan.ExhibitionState.ALLOTTED: (stalls.allotment_missing,),
            exhibition_plan.ExhibitionState.SETTLED: (
                exhibition_stock.why_not_settled,
                till.why_not_settled,
                results.why_not_settled,
            ),
        }
    )
