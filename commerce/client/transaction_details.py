from datetime import datetime
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import OrderStatus, TransactionActionEnum, TransactionEventTypeEnum
from .fragments import MoneyParts


class TransactionDetails(BaseModel):
    transaction: Optional["TransactionDetailsTransaction"]


class TransactionDetailsTransaction(BaseModel):
    id: str
    token: str
    psp_reference: str = Field(alias="pspReference")
    actions: list[TransactionActionEnum]
    charged_amount: "TransactionDetailsTransactionChargedAmount" = Field(
        alias="chargedAmount"
    )
    charge_pending_amount: "TransactionDetailsTransactionChargePendingAmount" = Field(
        alias="chargePendingAmount"
    )
    authorized_amount: "TransactionDetailsTransactionAuthorizedAmount" = Field(
        alias="authorizedAmount"
    )
    refunded_amount: "TransactionDetailsTransactionRefundedAmount" = Field(
        alias="refundedAmount"
    )
    refund_pending_amount: "TransactionDetailsTransactionRefundPendingAmount" = Field(
        alias="refundPendingAmount"
    )
    canceled_amount: "TransactionDetailsTransactionCanceledAmount" = Field(
        alias="canceledAmount"
    )
    order: Optional["TransactionDetailsTransactionOrder"]
    checkout: Optional["TransactionDetailsTransactionCheckout"]
    events: list["TransactionDetailsTransactionEvents"]


TransactionDetailsTransactionChargedAmount = MoneyParts
TransactionDetailsTransactionChargePendingAmount = MoneyParts
TransactionDetailsTransactionAuthorizedAmount = MoneyParts
TransactionDetailsTransactionRefundedAmount = MoneyParts
TransactionDetailsTransactionRefundPendingAmount = MoneyParts
TransactionDetailsTransactionCanceledAmount = MoneyParts


class TransactionDetailsTransactionOrder(BaseModel):
    id: str
    number: str
    status: OrderStatus


class TransactionDetailsTransactionCheckout(BaseModel):
    id: str


class TransactionDetailsTransactionEvents(BaseModel):
    type_: Optional[TransactionEventTypeEnum] = Field(alias="type")
    psp_reference: str = Field(alias="pspReference")
    amount: "TransactionDetailsTransactionEventsAmount"
    created_at: datetime = Field(alias="createdAt")


TransactionDetailsTransactionEventsAmount = MoneyParts
