"""What the pages of stock share: who may what, what is shown of a consignment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, override

import exhibitions.plan.facade as plan
from exhibitions.stalls.facade import stall_of
from exhibitions.stock import paper
from exhibitions.stock.models import Consignment, Line
from exhibitions.stock.states import ConsignmentState
from jkrlm.kernel.forms import asked
from jkrlm.kernel.money import Money
from jkrlm.people.facade import Role, audit, for_roles, has_role, signed_in
from sellers.portal.facade import SellerRequest

#: Whose work goods on the road are; managers beside them where they are on the exhibition's team.
MOVERS: Final = (Role.LOGISTICS, Role.ADMINISTRATOR)

_S = ConsignmentState
#: state -> (shade of the badge on staff's pages, in the portal, icon)
_LOOKS: Final = {
    _S.PACKED: ("warn", "wait", "parcel"),
    _S.SENT: ("", "way", "sent"),
    _S.AT_HUB: ("", "way", "home"),
    _S.ARRIVED: ("ok", "ok", "check"),
    _S.CANCELLED: ("off", "", "close"),
}


@dataclass(frozen=True, slots=True)
class StaffBy:
    """Somebody of the staff, in her own name."""

    actor: str
    on_behalf_of: str = ""


def staff_by(request: HttpRequest) -> StaffBy:
    return StaffBy(f"person:{signed_in(request).pk}")


def note_prices(request: HttpRequest, group_code: str, prices: Mapping[str, Money | None]) -> None:
    """Write down that somebody of the staff named a group's prices at fairs, and which."""
    said: dict[str, object] = {
        name: "" if price is None else str(price.amount) for name, price in prices.items()
    }
    audit(actor=signed_in(request), verb="stock.prices", target=f"group {group_code}", after=said)


def for_keepers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in logistics, administrators, and who is on the exhibition's team as a manager."""

    @for_roles(*MOVERS, Role.EXHIBITIONS)
    @wraps(view)
    def guarded(request: HttpRequest, code: str, *args: Any, **kwargs: Any) -> HttpResponse:
        fair = plan.fair_or_404(code)
        user = signed_in(request)
        on_team = any(each.user_id == user.pk for each in plan.team(code))
        if not has_role(user, *MOVERS) and not on_team and not plan.may_run(user, code):
            raise PermissionDenied
        return view(request, fair, *args, **kwargs)

    return guarded


def consignment_or_404(fair: plan.Exhibition, number: str) -> Consignment:
    found = Consignment.objects.filter(number=number, exhibition_code=fair.code).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True, slots=True)
class Badge:
    label: str
    shade: str
    icon: str


def badge(state: str, *, of_seller: bool = False) -> Badge:
    shade, of_portal, icon = _LOOKS[_S(state)]
    return Badge(str(_S(state).label), of_portal if of_seller else shade, icon)


def language() -> str:
    return (get_language() or "en").split("-")[0]


def title_of(line: Line) -> str:
    """Return a line's name in the reader's language, with its size or colour."""
    names: Mapping[str, str] = {"hi": line.title_hi, "ur": line.title_ur}
    name = names.get(language(), "") or line.title
    return f"{name}, {line.variant_name}" if line.variant_name else name


def carried(row: Consignment) -> list[tuple[str, str]]:
    """Return what was said about how it travels, each with its word."""
    return paper.carried(row)


def group_of(request: SellerRequest, code: str) -> tuple[plan.Exhibition, str]:
    """Return the exhibition and the group of hers that has to do with it. Raises Http404."""
    fair = plan.fair_or_404(code)
    wanted = asked(request, "group", 16)
    mine = [each for each in request.acting.group_codes if not wanted or each == wanted]
    for group in mine:
        if stall_of(code, group) is not None or _has_goods(code, group):
            return fair, group
    raise Http404


def _has_goods(code: str, group: str) -> bool:
    return Consignment.objects.filter(exhibition_code=code, group_code=group).exists()


def scan_path(row: Consignment) -> str:
    """Return where the code on a consignment's note leads, the same in every language."""
    with override("en"):
        return reverse("exhibitions_stock:one", args=[row.exhibition_code, row.number])
