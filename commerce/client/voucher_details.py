from typing import Optional

from .base_model import BaseModel
from .fragments import VoucherParts


class VoucherDetails(BaseModel):
    voucher: Optional["VoucherDetailsVoucher"]


VoucherDetailsVoucher = VoucherParts
