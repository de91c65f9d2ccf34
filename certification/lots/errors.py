"""
DomainError
└── LotRefusal
    ├── LotUnknown          no such lot
    ├── BadLot              a day or a number of it cannot be
    ├── LotExhausted        it has not so many pieces left; ``params`` says how many
    ├── LotNotForSale       called back, closed, or past its last day
    ├── OtherGoods          the lot is of another product
    ├── UnitSold            a piece with this label is in an order already
    ├── NotAssigned         there is nothing, or not so much, to give back
    ├── KeyTaken            the key belongs to another act
    └── AlreadyRecalled     the lot was called back before
"""

from jkrlm.kernel.errors import DomainError


class LotRefusal(DomainError):
    """Nothing was opened, assigned or called back."""


class LotUnknown(LotRefusal):
    code = "NOT_FOUND"


class BadLot(LotRefusal):
    code = "BAD_LOT"


class LotExhausted(LotRefusal):
    code = "LOT_EXHAUSTED"


class LotNotForSale(LotRefusal):
    code = "LOT_NOT_FOR_SALE"


class OtherGoods(LotRefusal):
    code = "OTHER_GOODS"


class UnitSold(LotRefusal):
    code = "UNIT_SOLD"


class NotAssigned(LotRefusal):
    code = "NOT_ASSIGNED"


class KeyTaken(LotRefusal):
    code = "KEY_TAKEN"


class AlreadyRecalled(LotRefusal):
    code = "ALREADY_RECALLED"
