"""
DomainError
└── PayoutRefusal
    ├── NotHere            no such batch, transfer, hold or file
    ├── WrongState         past that step; says who took it
    ├── BatchUnderway      another batch is not decided on yet
    ├── SamePerson         whoever built, or put on hold, is not who approves, or releases
    ├── ChangedSince       rows of the batch are not as they were built; ``params`` names them
    ├── HeldAlready        the group is on hold
    ├── UtrUsed            this UTR stands for another transfer
    ├── AmountDiffers      the bank speaks of another amount
    ├── BadResult          a UTR, a day or a reason is missing or malformed
    ├── SameFile           this very file came before; ``params`` has its number
    ├── UnreadableFile     not in the format that was chosen
    └── FormatUnknown      no such format is in force
"""

from jkrlm.kernel.errors import DomainError


class PayoutRefusal(DomainError):
    """Nothing was paid, sent or changed."""


class NotHere(PayoutRefusal):
    code = "NOT_FOUND"


class WrongState(PayoutRefusal):
    code = "WRONG_STATE"


class BatchUnderway(PayoutRefusal):
    code = "BATCH_UNDERWAY"


class SamePerson(PayoutRefusal):
    code = "SAME_PERSON"


class ChangedSince(PayoutRefusal):
    code = "CHANGED_SINCE"


class HeldAlready(PayoutRefusal):
    code = "HELD_ALREADY"


class UtrUsed(PayoutRefusal):
    code = "UTR_USED"


class AmountDiffers(PayoutRefusal):
    code = "AMOUNT_DIFFERS"


class BadResult(PayoutRefusal):
    code = "BAD_RESULT"


class SameFile(PayoutRefusal):
    code = "SAME_FILE"


class UnreadableFile(PayoutRefusal):
    code = "UNREADABLE_FILE"


class FormatUnknown(PayoutRefusal):
    code = "FORMAT_UNKNOWN"
