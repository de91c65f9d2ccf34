"""
What staff can do to a seller order, as a literal table: who may, in which states, what they fill in, which
service it calls. One page and one view serve all of them; the rules are the services'.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jkrlm.people.facade import Role
from sellers.orders.models import SellerOrder
from sellers.orders.services import move, propose
from sellers.orders.services.cancel_lines import cancel_lines
from sellers.orders.services.move import By
from sellers.orders.states import WITH_THE_GROUP, Bearer, ReturnReason, SellerOrderState
from sellers.orders.web import forms

DESK: Final = (Role.LOGISTICS, Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.ADMINISTRATOR)
MOVERS: Final = (Role.LOGISTICS, Role.ADMINISTRATOR)
#: The administrator looks and moves parcels, but no money.
MAKERS: Final = (Role.FINANCE_MAKER,)
CHECKERS: Final = (Role.FINANCE_CHECKER,)
#: Who takes goods in, and who settles prices.
PROPOSERS: Final = (Role.LOGISTICS, Role.FINANCE_MAKER)

_S = SellerOrderState


@dataclass(frozen=True, slots=True)
class Call:
    """One press of the button."""

    part: SellerOrder
    form: Any
    by: By
    now: datetime

    def base(self) -> dict[str, Any]:
        return {"code": self.part.code, "by": self.by, "now": self.now}

    def keyed(self) -> dict[str, Any]:
        given = self.form.cleaned_data
        return {**self.base(), "key": given["key"], "reason": given["reason"]}


@dataclass(frozen=True, slots=True)
class Act:
    """``form`` is made with the parcel's lines where ``by_line``."""

    title: Promise
    roles: tuple[Role, ...]
    states: tuple[SellerOrderState, ...]
    form: type[forms.DeskForm]
    button: Promise
    done: Promise
    run: Callable[[Call], object]
    explained: Promise | str = ""
    by_line: bool = False

    def draw(self, part: SellerOrder, data: Any = None) -> forms.DeskForm:
        more = {"lines": list(part.lines.order_by("id"))} if self.by_line else {}
        return self.form(data, **more)


def _deliver(call: Call) -> object:
    return move.deliver(**call.base(), delivered_on=call.form.cleaned_data["delivered_on"])


def _refuse(call: Call) -> object:
    return move.refuse(**call.base(), reason=call.form.cleaned_data["reason"])


def _cancel(call: Call) -> object:
    return move.cancel(**call.base(), reason=call.form.cleaned_data["reason"])


def _leave_out(call: Call) -> object:
    return cancel_lines(**call.keyed(), quantities=call.form.quantities())


def _return(call: Call) -> object:
    given = call.form.cleaned_data
    return propose.propose_return(
        **call.keyed(),
        quantities=call.form.quantities(),
        why=ReturnReason(given["why"]),
        bearer=Bearer(given["bearer"]),
        with_delivery=given["with_delivery"],
    )


def _allow(call: Call) -> object:
    bearer = Bearer(call.form.cleaned_data["bearer"])
    return propose.propose_allowance(**call.keyed(), amounts=call.form.amounts(), bearer=bearer)


_SECOND: Final = _("A second person decides it; until then no money moves.")

ACTS: Final[dict[str, Act]] = {
    "delivered": Act(
        _("Delivered"),
        MOVERS,
        (_S.HANDED_OVER,),
        forms.DeliveredForm,
        _("It was delivered"),
        _("Delivered. The return window runs from that day."),
        _deliver,
        _("The day on which it was at the buyer’s door: from it the return window runs."),
    ),
    "refused": Act(
        _("Refused at the door"),
        MOVERS,
        (_S.HANDED_OVER,),
        forms.RefusedForm,
        _("It came back"),
        _("It came back. What the buyer paid or promised for it goes back."),
        _refuse,
        _("The buyer did not take it, or nobody was there: the whole parcel goes back to the group."),
    ),
    "leave-out": Act(
        _("Leave pieces out"),
        MOVERS,
        WITH_THE_GROUP,
        forms.LeaveOutForm,
        _("Leave them out"),
        _("Left out. What was paid for them goes back; the rest is sent."),
        _leave_out,
        _("Some pieces cannot be sent. The rest of the parcel goes out; its delivery is not given back."),
        by_line=True,
    ),
    "cancel": Act(
        _("Cancel"),
        MOVERS,
        WITH_THE_GROUP,
        forms.ReasonForm,
        _("Cancel the whole parcel"),
        _("Cancelled. What the buyer paid or promised for it goes back."),
        _cancel,
        _("Nothing of it will be sent. The buyer reads why."),
    ),
    "return": Act(
        _("Returned"),
        PROPOSERS,
        (_S.DELIVERED,),
        forms.ReturnForm,
        _("Propose the refund"),
        _("Proposed. A second person decides."),
        _return,
        _SECOND,
        by_line=True,
    ),
    "allowance": Act(
        _("Part of the price back"),
        MAKERS,
        (_S.DELIVERED,),
        forms.AllowanceForm,
        _("Propose the refund"),
        _("Proposed. A second person decides."),
        _allow,
        _SECOND,
        by_line=True,
    ),
}
