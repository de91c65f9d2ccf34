from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import OrderGrantedRefundStatusEnum, OrderStatus, TransactionEventTypeEnum
from .fragments import MoneyParts


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
    amount: "OrderGrantedRefundsOrderGrantedRefundsAmount"
    lines: Optional[list["OrderGrantedRefundsOrderGrantedRefundsLines"]]
    transaction_events: Optional[
        list["OrderGrantedRefundsOrderGrantedRefundsTransactionEvents"]
    ] = Field(alias="transactionEvents")


OrderGrantedRefundsOrderGrantedRefundsAmount = MoneyParts


class OrderGrantedRefundsOrderGrantedRefundsLines(BaseModel):
    quantity: int
    order_line: "OrderGrantedRefundsOrderGrantedRefundsLinesOrderLine" = Field(
        alias="orderLine"
    )


class OrderGrantedRefundsOrderGrantedRefundsLinesOrderLine(BaseModel):
    id: str


class OrderGrantedRefundsOrderGrantedRefundsTransactionEvents(BaseModel):
    type_: Optional[TransactionEventTypeEnum] = Field(alias="type")
    message: str
    psp_reference: str = Field(alias="pspReference")
