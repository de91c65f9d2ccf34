from typing import Any, Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import TransactionEventTypeEnum, TransactionInitializeErrorCode
from .fragments import MoneyParts


class TransactionInitialize(BaseModel):
    transaction_initialize: Optional["TransactionInitializeTransactionInitialize"] = (
        Field(alias="transactionInitialize")
    )


class TransactionInitializeTransactionInitialize(BaseModel):
    transaction: Optional["TransactionInitializeTransactionInitializeTransaction"]
    transaction_event: Optional[
        "TransactionInitializeTransactionInitializeTransactionEvent"
    ] = Field(alias="transactionEvent")
    data: Optional[Any]
    errors: list["TransactionInitializeTransactionInitializeErrors"]


class TransactionInitializeTransactionInitializeTransaction(BaseModel):
    id: str


class TransactionInitializeTransactionInitializeTransactionEvent(BaseModel):
    type_: Optional[TransactionEventTypeEnum] = Field(alias="type")
    message: str
    psp_reference: str = Field(alias="pspReference")
    amount: "TransactionInitializeTransactionInitializeTransactionEventAmount"


TransactionInitializeTransactionInitializeTransactionEventAmount = MoneyParts


class TransactionInitializeTransactionInitializeErrors(BaseModel):
    field: Optional[str]
    message: Optional[str]
    code: TransactionInitializeErrorCode
