from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import VoucherParts


class VouchersList(BaseModel):
    vouchers: Optional["VouchersListVouchers"]


class VouchersListVouchers(BaseModel):
    page_info: "VouchersListVouchersPageInfo" = Field(alias="pageInfo")
    edges: list["VouchersListVouchersEdges"]


class VouchersListVouchersPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class VouchersListVouchersEdges(BaseModel):
    node: "VouchersListVouchersEdgesNode"


VouchersListVouchersEdgesNode = VoucherParts
