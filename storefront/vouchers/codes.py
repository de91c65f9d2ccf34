"""
A buyer puts a code on the bag, or takes it off; where the store will not, the reason in plain words.

Codes that are none are counted here as well as at ``/graphql/``: the store does not see who asked for a page.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from commerce.client import CheckoutParts
from commerce.facade import StoreRefused, public_store, refuse_on
from jkrlm.kernel.clock import now
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import Limit, count_attempt, give_back
from storefront.vouchers.reasons import find_voucher, why_not

#: Longer than any code of ours; what is longer is none.
CODE_MAX = 64
#: Wrong codes only: what was right is given back.
CODES_PER_BAG: Final = Limit("shop-codes-bag", 10, timedelta(minutes=15))
#: Thousands of phones of one carrier come from one address: only a machine makes so many bags to guess.
CODES_PER_NETWORK: Final = Limit("shop-codes", 300, timedelta(minutes=15))


class CodeRefused(DomainError):
    """``message`` is for the buyer."""

    code = "CODE_REFUSED"


def use_code(*, checkout: CheckoutParts, typed: str, network: str) -> None:
    """
    Put a code on the checkout, in the place of another. Capitals are tried where the code as typed is none.

    Raises:
        CodeRefused: the sentence says what it needs.
        TooManyAttempts: this bag, or this network, has tried too many that are none.
    """
    counted = ((CODES_PER_NETWORK, network), (CODES_PER_BAG, checkout.id))
    for limit, subject in counted:
        count_attempt(limit, subject=subject, now=now())
    code = typed.strip()[:CODE_MAX]
    tries = [code] if code == code.upper() else [code, code.upper()]
    for each in tries:
        try:
            _add(checkout.id, each)
        except StoreRefused as refusal:
            if refusal.code == "INVALID" and each != tries[-1]:
                continue
            voucher = find_voucher(each)
            if voucher is not None:
                _give_back(counted)
            raise CodeRefused(why_not(voucher, each, checkout, now=now()), field="code") from refusal
        _give_back(counted)
        return


def _give_back(counted: Iterable[tuple[Limit, str]]) -> None:
    for limit, subject in counted:
        give_back(limit, subject=subject)


def drop_code(*, checkout: CheckoutParts) -> None:
    """Take the code off; without one nothing happens."""
    if not checkout.voucher_code:
        return
    answer = public_store().checkout_remove_promo_code(id=checkout.id, code=checkout.voucher_code)
    assert answer.checkout_remove_promo_code is not None
    refuse_on(answer.checkout_remove_promo_code.errors)


def _add(checkout_id: str, code: str) -> None:
    answer = public_store().checkout_add_promo_code(id=checkout_id, code=code).checkout_add_promo_code
    assert answer is not None
    refuse_on(answer.errors)
