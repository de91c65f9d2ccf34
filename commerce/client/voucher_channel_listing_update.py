from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import DiscountErrorParts


class VoucherChannelListingUpdate(BaseModel):
    voucher_channel_listing_update: Optional[
        "VoucherChannelListingUpdateVoucherChannelListingUpdate"
    ] = Field(alias="voucherChannelListingUpdate")


class VoucherChannelListingUpdateVoucherChannelListingUpdate(BaseModel):
    voucher: Optional["VoucherChannelListingUpdateVoucherChannelListingUpdateVoucher"]
    errors: list["VoucherChannelListingUpdateVoucherChannelListingUpdateErrors"]


class VoucherChannelListingUpdateVoucherChannelListingUpdateVoucher(BaseModel):
    id: str


VoucherChannelListingUpdateVoucherChannelListingUpdateErrors = DiscountErrorParts
