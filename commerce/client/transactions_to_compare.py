from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import (  # noqa: F401
    TransactionBooks,
    TransactionBooksAuthorizedAmount,
    TransactionBooksAuthorizePendingAmount,
    TransactionBooksCanceledAmount,
    TransactionBooksCancelPendingAmount,
    TransactionBooksChargedAmount,
    TransactionBooksChargePendingAmount,
    TransactionBooksEvents,
    TransactionBooksRefundedAmount,
    TransactionBooksRefundPendingAmount,
)


class TransactionsToCompare(BaseModel):
    transactions: Optional["TransactionsToCompareTransactions"]


class TransactionsToCompareTransactions(BaseModel):
    page_info: "TransactionsToCompareTransactionsPageInfo" = Field(alias="pageInfo")
    edges: list["TransactionsToCompareTransactionsEdges"]


class TransactionsToCompareTransactionsPageInfo(BaseModel):
    has_next_page: bool = Field(alias="hasNextPage")
    end_cursor: Optional[str] = Field(alias="endCursor")


class TransactionsToCompareTransactionsEdges(BaseModel):
    node: "TransactionsToCompareTransactionsEdgesNode"


class TransactionsToCompareTransactionsEdgesNode(TransactionBooks):
    order: Optional["TransactionsToCompareTransactionsEdgesNodeOrder"]
    checkout: Optional["TransactionsToCompareTransactionsEdgesNodeCheckout"]


class TransactionsToCompareTransactionsEdgesNodeOrder(BaseModel):
    id: str


class TransactionsToCompareTransactionsEdgesNodeCheckout(BaseModel):
    id: str
