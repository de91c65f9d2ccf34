"""
Refusals of stock.

StockRefusal
├── ConsignmentUnknown   no consignment, difference or line of that name
├── BadCount             what was counted or packed cannot be so; ``field`` says where
├── BadPrice             none that we sell for; ``field`` says of what
├── WrongState           it has gone further meanwhile
├── PieceElsewhere       a labelled piece is known to be somewhere else
├── NotHere              the group has no stall at this exhibition, or it takes nothing in now
└── KeyTaken             the form was sent before, with something else in it
"""

from jkrlm.kernel.errors import DomainError


class StockRefusal(DomainError):
    """Something about goods at exhibitions is refused."""


class ConsignmentUnknown(StockRefusal):
    code = "NOT_FOUND"


class BadCount(StockRefusal):
    code = "BAD_COUNT"


class BadPrice(StockRefusal):
    code = "BAD_PRICE"


class WrongState(StockRefusal):
    code = "WRONG_STATE"


class PieceElsewhere(StockRefusal):
    code = "PIECE_ELSEWHERE"


class NotHere(StockRefusal):
    code = "NOT_HERE"


class KeyTaken(StockRefusal):
    code = "KEY_TAKEN"
