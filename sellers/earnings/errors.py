"""
DomainError
├── LineUnknown         no such sold line of this group
├── NotDelivered        it has not reached the buyer: nothing is earned by it yet
├── NotHerPlace         only the leader says who made a piece; only a member answers for herself
├── NotAMember          somebody named is not on the group's roll
├── SharesDisagree      the shares are not the whole
├── ChangedMeanwhile    another version was written since the page was shown
├── KeyReused           this key stands for something else
├── ShareUnknown        she has no share in this line as it stands
├── AnsweredAlready     she has confirmed it; the leader can say it anew
├── WordMissing         an objection wants a word
├── BadCost             no amount, or a month that has not begun
└── CostUnknown         no such cost of hers
"""

from django.utils.translation import gettext as _

from jkrlm.kernel.errors import DomainError


class LineUnknown(DomainError):
    code = "NOT_FOUND"

    def __init__(self) -> None:
        super().__init__(_("There is no such piece of this group."))


class NotDelivered(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This piece has not reached its buyer yet."))


class NotHerPlace(DomainError):
    code = "FORBIDDEN"

    def __init__(self) -> None:
        super().__init__(_("The group’s leader says who made a piece; each woman answers for herself."))


class NotAMember(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Choose women who are on the group’s roll."), field="shares")


class SharesDisagree(DomainError):
    pass


class ChangedMeanwhile(DomainError):
    code = "CONFLICT"

    def __init__(self) -> None:
        super().__init__(_("Somebody has changed this meanwhile. Look at it again."))


class KeyReused(DomainError):
    code = "UNIQUE"

    def __init__(self) -> None:
        super().__init__(_("This form was sent before with something else in it. Open it again."))


class ShareUnknown(DomainError):
    code = "NOT_FOUND"

    def __init__(self) -> None:
        super().__init__(_("You have no share in this piece as it stands now."))


class AnsweredAlready(DomainError):
    code = "CONFLICT"

    def __init__(self) -> None:
        super().__init__(_("You have said yes to this. Your leader can write it down anew."))


class WordMissing(DomainError):
    code = "REQUIRED"

    def __init__(self) -> None:
        super().__init__(_("Say in a word what is not right."), field="word")


class BadCost(DomainError):
    pass


class CostUnknown(DomainError):
    code = "NOT_FOUND"

    def __init__(self) -> None:
        super().__init__(_("There is no such cost of yours."))
