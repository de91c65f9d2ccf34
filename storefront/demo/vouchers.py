"""Two codes that anybody may try in the demonstration."""

from decimal import Decimal
from typing import Final

from commerce.client import DiscountValueTypeEnum, VoucherTypeEnum
from storefront.vouchers.making import VoucherWish, make_voucher

DEMO_VOUCHERS: Final = (
    VoucherWish(
        code="UMEED10",
        name="Ten per cent off (sample)",
        kind=VoucherTypeEnum.ENTIRE_ORDER,
        value_type=DiscountValueTypeEnum.PERCENTAGE,
        value=Decimal(10),
        bearer="operator",
        key="demo-umeed10",
        least=Decimal(1000),
    ),
    VoucherWish(
        code="FREEDELIVERY",
        name="Delivery for nothing, once (sample)",
        kind=VoucherTypeEnum.SHIPPING,
        value_type=DiscountValueTypeEnum.PERCENTAGE,
        value=Decimal(100),
        bearer="operator",
        key="demo-free-delivery",
        once_per_customer=True,
    ),
)


def load_demo_vouchers() -> None:
    """Make them where they are not there yet."""
    for wish in DEMO_VOUCHERS:
        make_voucher(wish)
