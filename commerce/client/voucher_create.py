from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import DiscountErrorParts


class VoucherCreate(BaseModel):
    voucher_create: Optional["VoucherCreateVoucherCreate"] = Field(
        alias="voucherCreate"
    )


class VoucherCreateVoucherCreate(BaseModel):
    voucher: Optional["VoucherCreateVoucherCreateVoucher"]
    errors: list["VoucherCreateVoucherCreateErrors"]


class VoucherCreateVoucherCreateVoucher(BaseModel):
    id: str
    code: Optional[str]


VoucherCreateVoucherCreateErrors = DiscountErrorParts
