from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import OrderGrantedRefundStatusEnum, OrderStatus


class OrderGrantedRefunds(BaseModel):
    order: Optional["OrderGrantedRefundsOrder"]


class OrderGrantedRefundsOrder(BaseModel):
    id: str
    status: OrderStatus
    granted_refunds: list["OrderGrantedRefundsOrderGrantedRefunds"] = Field(
        alias="grantedRefunds"
    )


class OrderGrantedRefundsOrderGrantedRefunds(BaseModel):
    id: str
    reason: Optional[str]
    status: OrderGrantedRefundStatusEnum


OrderGrantedRefunds.model_rebuild()
OrderGrantedRefundsOrder.model_rebuild()
