from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import AccountErrorParts, CustomerParts


class CustomerUpdate(BaseModel):
    customer_update: Optional["CustomerUpdateCustomerUpdate"] = Field(
        alias="customerUpdate"
    )


class CustomerUpdateCustomerUpdate(BaseModel):
    user: Optional["CustomerUpdateCustomerUpdateUser"]
    errors: list["CustomerUpdateCustomerUpdateErrors"]


CustomerUpdateCustomerUpdateUser = CustomerParts
CustomerUpdateCustomerUpdateErrors = AccountErrorParts
