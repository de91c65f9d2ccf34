"""A code typed by a buyer: put on the checkout, or taken off again."""

import uuid
from datetime import datetime

from django.db import transaction

from commerce.embedded.checkout.models import Checkout
from commerce.embedded.checkout.selectors import lines_of, locked_checkout
from commerce.embedded.checkout.services.discounts import discount_of
from commerce.embedded.checkout.services.prices import base_lines
from commerce.embedded.checkout.services.touch import touch
from commerce.embedded.discount.models import Voucher, VoucherCode
from commerce.embedded.discount.rules import NotApplicable
from commerce.embedded.discount.selectors import code_exists, usable_code
from commerce.embedded.engine.errors import Refusal
from commerce.embedded.engine.ids import pk_of
from jkrlm.kernel.ids import BadGlobalId, global_id, parse_global_id


def add_promo_code(*, checkout_id: uuid.UUID, code: str, now: datetime) -> Checkout:
    """
    Put a voucher's code on the checkout, in the place of the one it had.

    Raises:
        Refusal: NOT_FOUND; INVALID: no such code, ended or used up (gift cards there are none);
            VOUCHER_NOT_APPLICABLE: it does not fit this checkout.
    """
    with transaction.atomic():
        checkout = _locked(checkout_id)
        found = usable_code(code, channel=checkout.channel, now=now)
        if found is None:
            raise Refusal("Promo code is invalid", code="INVALID", field="promoCode")
        lines = lines_of([checkout])[checkout.pk]
        try:
            discount_of(found, checkout, lines, base_lines(lines))
        except NotApplicable:
            raise Refusal(
                "Voucher is not applicable to this checkout.",
                code="VOUCHER_NOT_APPLICABLE",
                field="promoCode",
            ) from None
        checkout.voucher_code, checkout.discount_name = found.code.code, found.voucher.name
        touch(checkout, now=now, deliveries=True, fields=("voucher_code", "discount_name"))
    return checkout


def remove_promo_code(
    *, checkout_id: uuid.UUID, code: str | None, voucher_gid: str | None, now: datetime
) -> Checkout:
    """
    Take the voucher off, named by any of its codes or by its id.

    Raises:
        Refusal: GRAPHQL_ERROR (both names, or none), NOT_FOUND, INVALID (it is not on this checkout).
    """
    if code and voucher_gid:
        raise Refusal("Argument 'promo_code' cannot be combined with 'promo_code_id'", code="GRAPHQL_ERROR")
    if not code and not voucher_gid:
        raise Refusal(
            "At least one argument is required: 'promo_code', 'promo_code_id'.", code="GRAPHQL_ERROR"
        )
    with transaction.atomic():
        checkout = _locked(checkout_id)
        if code:
            _check_code(checkout, code, now)
        elif voucher_gid:
            _check_voucher(checkout, voucher_gid)
        checkout.voucher_code = checkout.discount_name = None
        touch(checkout, now=now, deliveries=True, fields=("voucher_code", "discount_name"))
    return checkout


def _check_code(checkout: Checkout, code: str, now: datetime) -> None:
    held = checkout.voucher_code
    if "\x00" in code or (not code_exists(code) and code != held):
        raise Refusal("Promo code does not exists.", code="NOT_FOUND", field="promoCode")
    found = usable_code(held, channel=checkout.channel, now=now) if held else None
    if found is not None:
        fits = VoucherCode.objects.filter(voucher=found.voucher, code=code).exists()
    else:
        fits = held == code
    if not fits:
        raise Refusal(
            "Cannot remove a voucher not attached to this checkout.", code="INVALID", field="promoCode"
        )


def _check_voucher(checkout: Checkout, gid: str) -> None:
    try:
        kind = parse_global_id(gid)[0]
    except BadGlobalId:
        raise Refusal(f"Invalid ID: {gid[:200]}", code="GRAPHQL_ERROR", field="promoCodeId") from None
    if kind != "Voucher":
        raise Refusal("Must receive Voucher or GiftCard id.", code="NOT_FOUND", field="promoCodeId")
    pk = pk_of(gid, "Voucher")
    if not Voucher.objects.filter(pk=pk).exists():
        raise Refusal(f"Couldn't resolve to a node: {pk}", code="NOT_FOUND", field="promoCodeId")
    if not VoucherCode.objects.filter(voucher=pk, code=checkout.voucher_code or "").exists():
        raise Refusal("Couldn't remove a promo code from a checkout.", code="NOT_FOUND", field="promoCodeId")


def _locked(checkout_id: uuid.UUID) -> Checkout:
    checkout = locked_checkout(checkout_id)
    if checkout is None:
        gid = global_id("Checkout", checkout_id)
        raise Refusal(f"Couldn't resolve to a node: {gid}", code="NOT_FOUND", field="id")
    return checkout
