"""Count a voucher's use when its order is made, one after the other."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from commerce.embedded.channel.models import Channel
from commerce.embedded.discount.models import VoucherCode, VoucherCustomer
from commerce.embedded.discount.selectors import Usable, has_used, usable_code
from commerce.embedded.engine.errors import Refusal


def not_applicable() -> Refusal:
    return Refusal("Voucher not applicable", code="VOUCHER_NOT_APPLICABLE", field="voucherCode")


def use_code(*, code: str, channel: Channel, email: str, now: datetime) -> Usable:
    """
    Count one use, inside the caller's transaction; the voucher's row stays locked until that ends.

    So of two orders with the last use the second waits, and is refused.

    Raises:
        Refusal: VOUCHER_NOT_APPLICABLE: ended, used up, or used by this customer before.
    """
    found = usable_code(code, channel=channel, now=now, locked=True)
    if found is None or (found.voucher.apply_once_per_customer and has_used(found.voucher, email)):
        raise not_applicable()
    if found.voucher.usage_limit is not None:
        VoucherCode.objects.filter(pk=found.code.pk).update(used=F("used") + 1)
    if found.voucher.apply_once_per_customer:
        _note_customer(found, email)
    if found.voucher.single_use:
        VoucherCode.objects.filter(pk=found.code.pk).update(is_active=False)
    return found


def _note_customer(found: Usable, email: str) -> None:
    if not email:
        raise not_applicable()
    try:
        with transaction.atomic():
            VoucherCustomer.objects.create(
                voucher=found.voucher, voucher_code=found.code, customer_email=email
            )
    except IntegrityError:
        raise not_applicable() from None
