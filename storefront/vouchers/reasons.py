"""
Why a code does not fit this bag. The store says only that it does not: the voucher itself says what it needs.
"""

from datetime import datetime

from django.utils.translation import gettext, ngettext

from commerce.client import CheckoutParts, VoucherFilterInput, VoucherParts
from commerce.facade import app_store
from jkrlm.kernel.clock import local_date
from jkrlm.kernel.money import Money
from storefront.formats import day, rupees
from storefront.store_values import money


def why_not(voucher: VoucherParts | None, code: str, checkout: CheckoutParts, *, now: datetime) -> str:
    """Return one sentence for the buyer: what the code needs, and what the bag has."""
    if voucher is None:
        return gettext("We have no code “%(code)s”. Look at how it is written.") % {"code": code}
    return _not_now(voucher, code, now) or _not_this_bag(voucher, checkout)


def find_voucher(code: str) -> VoucherParts | None:
    """Return the voucher that has this code, ended ones too."""
    found = app_store().vouchers_list(first=20, filter_=VoucherFilterInput(search=code)).vouchers
    for edge in found.edges if found else ():
        codes = edge.node.codes
        if any(each.node.code == code for each in (codes.edges if codes else ())):
            return edge.node
    return None


def _not_now(voucher: VoucherParts, code: str, now: datetime) -> str:
    begins, ends = voucher.start_date, voucher.end_date
    if begins > now:
        return gettext("The code %(code)s begins on %(day)s.") % {
            "code": code,
            "day": day(local_date(begins)),
        }
    if ends is not None and ends < now:
        return gettext("The code %(code)s ended on %(day)s.") % {"code": code, "day": day(local_date(ends))}
    used_up = voucher.usage_limit is not None and voucher.used >= voucher.usage_limit
    codes = voucher.codes.edges if voucher.codes else ()
    if used_up or any(each.node.code == code and not each.node.is_active for each in codes):
        return gettext("The code %(code)s has been used as often as it can be.") % {"code": code}
    return ""


def _not_this_bag(voucher: VoucherParts, checkout: CheckoutParts) -> str:
    listing = next(
        (each for each in voucher.channel_listings or () if each.channel.slug == checkout.channel.slug), None
    )
    if listing is None:
        return gettext("This code is not for this shop.")
    bag = sum((money(line.undiscounted_total_price) for line in checkout.lines), Money.zero("INR"))
    least = money(listing.min_spent) if listing.min_spent else None
    if least is not None and bag < least:
        return gettext("This code needs a bag of %(least)s or more; yours is %(bag)s.") % {
            "least": rupees(least),
            "bag": rupees(bag),
        }
    pieces = voucher.min_checkout_items_quantity or 0
    if checkout.quantity < pieces:
        return ngettext(
            "This code needs %(count)d piece or more; your bag has %(bag)d.",
            "This code needs %(count)d pieces or more; your bag has %(bag)d.",
            pieces,
        ) % {"count": pieces, "bag": checkout.quantity}
    if voucher.type_.value == "SHIPPING" and checkout.delivery is None:
        return gettext(
            "This code makes delivery cheaper: check your PIN code at the checkout first, then use it there."
        )
    kinds = [each.node.name for each in (voucher.categories.edges if voucher.categories else ())]
    if voucher.type_.value == "SPECIFIC_PRODUCT" and kinds:
        return gettext("This code is for %(kinds)s; nothing of that is in your bag.") % {
            "kinds": ", ".join(kinds)
        }
    if voucher.apply_once_per_customer:
        return gettext("This code is once for each customer, and has been used with your e-mail address.")
    return gettext("This code is not for the pieces in your bag.")
