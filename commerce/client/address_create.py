from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import AccountErrorParts, BookAddress


class AddressCreate(BaseModel):
    address_create: Optional["AddressCreateAddressCreate"] = Field(
        alias="addressCreate"
    )


class AddressCreateAddressCreate(BaseModel):
    address: Optional["AddressCreateAddressCreateAddress"]
    errors: list["AddressCreateAddressCreateErrors"]


AddressCreateAddressCreateAddress = BookAddress
AddressCreateAddressCreateErrors = AccountErrorParts
