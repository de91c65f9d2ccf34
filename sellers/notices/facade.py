"""The door of notices. Here the clock is read."""

from jkrlm.kernel import clock
from jkrlm.people.facade import User
from sellers.notices import selectors
from sellers.notices.contracts import Choices, NoticeRow
from sellers.notices.errors import BadChannel, BadDevice, PushUnavailable
from sellers.notices.push.keys import public_key
from sellers.notices.reactions import (
    on_allowance_credited,
    on_attribution_asked,
    on_bank_account_approved,
    on_case_decided,
    on_case_reopened,
    on_case_returned,
    on_certificate_changed,
    on_fair_called_off,
    on_fair_days_changed,
    on_grievance_answered,
    on_group_settled,
    on_listing_on_sale,
    on_listing_photo_hidden,
    on_listing_sent_back,
    on_notice_written,
    on_parcel_given_back,
    on_payout_held,
    on_payout_paid,
    on_payout_returned,
    on_seller_adjusted,
    on_seller_order_moved,
    on_seller_order_placed,
    on_seller_order_shortened,
    on_seller_order_unanswered,
    on_stall_allotted,
    on_stall_given_up,
    on_stall_not_allotted,
    on_stall_offered,
    on_stalls_called,
    on_text_decided,
)
from sellers.notices.selectors import choices, notices, unseen
from sellers.notices.services import choose
from sellers.notices.services.choose import forget_devices, remove_device

__all__ = [
    "BadChannel",
    "BadDevice",
    "Choices",
    "NoticeRow",
    "PushUnavailable",
    "add_device",
    "choices",
    "choose_channel",
    "forget_devices",
    "mark_seen",
    "notices",
    "on_allowance_credited",
    "on_attribution_asked",
    "on_bank_account_approved",
    "on_case_decided",
    "on_case_reopened",
    "on_case_returned",
    "on_certificate_changed",
    "on_fair_called_off",
    "on_fair_days_changed",
    "on_grievance_answered",
    "on_group_settled",
    "on_listing_on_sale",
    "on_listing_photo_hidden",
    "on_listing_sent_back",
    "on_notice_written",
    "on_parcel_given_back",
    "on_payout_held",
    "on_payout_paid",
    "on_payout_returned",
    "on_seller_adjusted",
    "on_seller_order_moved",
    "on_seller_order_placed",
    "on_seller_order_shortened",
    "on_seller_order_unanswered",
    "on_stall_allotted",
    "on_stall_given_up",
    "on_stall_not_allotted",
    "on_stall_offered",
    "on_stalls_called",
    "on_text_decided",
    "public_key",
    "remove_device",
    "unseen",
]


def mark_seen(person_id: int, *, up_to: int) -> None:
    """She has seen her notices up to this one."""
    selectors.mark_seen(person_id, up_to=up_to, now=clock.now())


def choose_channel(person_id: int, *, channel: str, actor: User) -> None:
    """Raises BadChannel."""
    choose.choose_channel(person_id=person_id, channel=channel, actor=actor, now=clock.now())


def add_device(person_id: int, *, user: User, endpoint: str, p256dh: str, secret: str, language: str) -> None:
    """Take push messages for her to this browser. Raises BadDevice."""
    choose.add_device(
        person_id=person_id,
        user=user,
        endpoint=endpoint,
        p256dh=p256dh,
        secret=secret,
        language=language,
        now=clock.now(),
    )
