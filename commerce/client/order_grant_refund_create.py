from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import OrderGrantedRefundStatusEnum, OrderGrantRefundCreateErrorCode


class OrderGrantRefundCreate(BaseModel):
    order_grant_refund_create: Optional[
        "OrderGrantRefundCreateOrderGrantRefundCreate"
    ] = Field(alias="orderGrantRefundCreate")


class OrderGrantRefundCreateOrderGrantRefundCreate(BaseModel):
    granted_refund: Optional[
        "OrderGrantRefundCreateOrderGrantRefundCreateGrantedRefund"
    ] = Field(alias="grantedRefund")
    errors: list["OrderGrantRefundCreateOrderGrantRefundCreateErrors"]


class OrderGrantRefundCreateOrderGrantRefundCreateGrantedRefund(BaseModel):
    id: str
    status: OrderGrantedRefundStatusEnum


class OrderGrantRefundCreateOrderGrantRefundCreateErrors(BaseModel):
    field: Optional[str]
    message: Optional[str]
    code: OrderGrantRefundCreateErrorCode
