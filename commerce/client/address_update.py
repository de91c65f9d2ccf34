from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import AccountErrorParts, BookAddress


class AddressUpdate(BaseModel):
    address_update: Optional["AddressUpdateAddressUpdate"] = Field(
        alias="addressUpdate"
    )


class AddressUpdateAddressUpdate(BaseModel):
    address: Optional["AddressUpdateAddressUpdateAddress"]
    errors: list["AddressUpdateAddressUpdateErrors"]


AddressUpdateAddressUpdateAddress = BookAddress
AddressUpdateAddressUpdateErrors = AccountErrorParts
