from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import AccountErrorParts


class CustomerDelete(BaseModel):
    customer_delete: Optional["CustomerDeleteCustomerDelete"] = Field(
        alias="customerDelete"
    )


class CustomerDeleteCustomerDelete(BaseModel):
    user: Optional["CustomerDeleteCustomerDeleteUser"]
    errors: list["CustomerDeleteCustomerDeleteErrors"]


class CustomerDeleteCustomerDeleteUser(BaseModel):
    id: str


CustomerDeleteCustomerDeleteErrors = AccountErrorParts
