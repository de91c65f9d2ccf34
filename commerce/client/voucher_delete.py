from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import DiscountErrorParts


class VoucherDelete(BaseModel):
    voucher_delete: Optional["VoucherDeleteVoucherDelete"] = Field(
        alias="voucherDelete"
    )


class VoucherDeleteVoucherDelete(BaseModel):
    voucher: Optional["VoucherDeleteVoucherDeleteVoucher"]
    errors: list["VoucherDeleteVoucherDeleteErrors"]


class VoucherDeleteVoucherDeleteVoucher(BaseModel):
    id: str


VoucherDeleteVoucherDeleteErrors = DiscountErrorParts
