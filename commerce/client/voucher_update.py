from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import DiscountErrorParts


class VoucherUpdate(BaseModel):
    voucher_update: Optional["VoucherUpdateVoucherUpdate"] = Field(
        alias="voucherUpdate"
    )


class VoucherUpdateVoucherUpdate(BaseModel):
    voucher: Optional["VoucherUpdateVoucherUpdateVoucher"]
    errors: list["VoucherUpdateVoucherUpdateErrors"]


class VoucherUpdateVoucherUpdateVoucher(BaseModel):
    id: str
    end_date: Optional[datetime] = Field(alias="endDate")


VoucherUpdateVoucherUpdateErrors = DiscountErrorParts
