from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import AccountErrorParts, CustomerParts


class CustomerCreate(BaseModel):
    customer_create: Optional["CustomerCreateCustomerCreate"] = Field(
        alias="customerCreate"
    )


class CustomerCreateCustomerCreate(BaseModel):
    user: Optional["CustomerCreateCustomerCreateUser"]
    errors: list["CustomerCreateCustomerCreateErrors"]


CustomerCreateCustomerCreateUser = CustomerParts
CustomerCreateCustomerCreateErrors = AccountErrorParts
