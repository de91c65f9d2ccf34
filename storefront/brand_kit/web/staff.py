"""The kit for staff: papers of any collection, which is whatever the shop's listing can be narrowed to."""

from dataclasses import replace
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalogue.facade import categories, crafts, districts
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import tell
from jkrlm.people.facade import Role, count_attempt, for_roles, signed_in
from storefront.brand_kit.brand import RULES
from storefront.brand_kit.selectors import pieces_of_collection
from storefront.brand_kit.web.answers import PAPERS, paper, status_of
from storefront.brand_kit.web.forms import KitForm
from storefront.shop.filters import Filters, read_filters

DESK: Final = (Role.EDITOR, Role.ADMINISTRATOR)
_LONGEST_TITLE: Final = 80


@require_safe
@never_cache
@for_roles(*DESK)
def kit(request: HttpRequest) -> HttpResponse:
    """The collection that the address describes; with ``kind`` its paper, or what is missing for one."""
    filters = read_filters(request.GET)
    title = request.GET.get("title", "").strip()[:_LONGEST_TITLE]
    if "kind" not in request.GET:
        form = KitForm(initial={"kind": "look-book", "language": "en", "copies": 1, "price": True})
        return _page(request, filters, title, form, HTTPStatus.OK)
    form = KitForm(request.GET)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        wish = form.wish(request.GET.getlist("piece"))
        try:
            count_attempt(PAPERS, subject=str(signed_in(request).pk), now=clock.now())
            pieces = pieces_of_collection(filters, language=wish.language)
            return paper(wish, pieces, title=title or _("Made in the valley and the hills"))
        except DomainError as refusal:
            tell(form, refusal)
            status = status_of(refusal)
    return _page(request, filters, title, form, status)


def _page(
    request: HttpRequest, filters: Filters, title: str, form: KitForm, status: HTTPStatus
) -> HttpResponse:
    pieces = pieces_of_collection(filters, language="en")
    context = {
        "form": form,
        "filters": filters,
        "title": title,
        "pieces": pieces,
        "chosen": request.GET.getlist("piece") if form.is_bound else [piece.slug for piece in pieces.on_page],
        "back": replace(filters, page=pieces.page - 1).url("") if pieces.page > 1 else "",
        "following": replace(filters, page=pieces.page + 1).url("") if pieces.page < pieces.pages else "",
        "rules": RULES,
        "categories": [(each.slug, each.name_in("en")) for each in categories()],
        "crafts": [(each.slug, each.name_in("en")) for each in crafts()],
        "districts": [(each.slug, each.name_in("en")) for each in districts()],
    }
    return render(request, "shop_brand_kit/staff.html", context, status=status)
