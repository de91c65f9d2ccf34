"""The makers: groups that sell, their list and each one's own page."""

from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from commerce.facade import StoreRefused, public_store
from sellers.registry.facade import Group, groups_by_code
from storefront.shop.caching import PER_VISITOR
from storefront.shop.goods import goods_of_maker
from storefront.shop.known_makers import known_makers
from storefront.shop.richtext import paragraphs
from storefront.spoken import asked, district_name, group_name
from storefront.store_values import entries

MAKER_PAGE_TYPE: Final = "maker"
GROUPS_ON_A_PAGE: Final = 48
GOODS_SHOWN: Final = 48
MORE_GOODS: Final = 4
LONGEST_CURSOR: Final = 300


@dataclass(frozen=True, slots=True)
class MakerRow:
    code: str
    slug: str
    name: str
    place: str
    district: str
    about: str
    url: str


def maker_row(group: Group) -> MakerRow:
    """A group in one line."""
    about = ngettext(
        "%(n)d woman, saving together since %(year)d",
        "%(n)d women, saving together since %(year)d",
        group.members,
    ) % {"n": group.members, "year": group.formed_year}
    district = district_name(group.district)
    place = ", ".join(dict.fromkeys(part for part in (group.village, district) if part))
    return MakerRow(
        code=group.code,
        slug=group.slug,
        name=group_name(group),
        place=place,
        district=district,
        about=about,
        url=reverse("storefront:maker", args=(group.slug,)),
    )


def maker_rows(limit: int) -> list[MakerRow]:
    """The first makers that have a page in the store, by name."""
    rows, _next = _maker_page(first=limit, after=None)
    return rows


def _maker_page(*, first: int, after: str | None) -> tuple[list[MakerRow], str | None]:
    """One page of makers and the cursor of the next; a group without a public page is not listed."""
    found = public_store().maker_pages(first=first, after=after).pages
    if found is None:
        return [], None
    nodes = [edge.node for edge in found.edges]
    codes = [entries(node.metadata).get("umeed.code", "") for node in nodes]
    known = known_makers(codes)
    rows = [maker_row(known[code]) for code in codes if code in known]
    return rows, found.page_info.end_cursor if found.page_info.has_next_page else None


@require_safe
@vary_on_headers(*PER_VISITOR)
def makers(request: HttpRequest) -> HttpResponse:
    """The makers with a page, by district. A cursor that the store refuses leads to the beginning."""
    after = request.GET.get("after", "")[:LONGEST_CURSOR] or None
    try:
        rows, following = _maker_page(first=GROUPS_ON_A_PAGE, after=after)
    except StoreRefused:
        return HttpResponseRedirect(reverse("storefront:makers"))
    rows.sort(key=lambda row: (row.district, row.name))
    context = {"makers": rows, "following": following, "is_first": after is None}
    return render(request, "storefront/shop/makers.html", context)


@require_safe
@vary_on_headers(*PER_VISITOR)
def maker(request: HttpRequest, slug: str) -> HttpResponse:
    """One group: where it is, what it says of itself, its goods."""
    page = public_store().maker_page(slug=slug, **asked()).page
    if page is None or not page.is_published or page.page_type.slug != MAKER_PAGE_TYPE:
        raise Http404(_("There is no group at this address."))
    code = entries(page.metadata).get("umeed.code", "")
    group = groups_by_code([code]).get(code)
    if group is None:
        raise Http404(_("There is no group at this address."))
    facts = [
        (_("Village"), group.village),
        (_("Block"), group.block),
        (_("District"), district_name(group.district)),
        (_("Village organisation"), group.village_organisation),
        (_("Cluster level federation"), group.cluster_level_federation),
    ]
    told = paragraphs(page.translation.content) if page.translation else []
    context = {
        "maker": maker_row(group),
        "story": told or paragraphs(page.content),
        "in_english": bool(asked()) and not told and bool(page.content),
        "facts": [(name, text) for name, text in facts if text],
        "goods": goods_of_maker(slug, most=GOODS_SHOWN),
    }
    return render(request, "storefront/shop/maker.html", context)


@require_safe
@vary_on_headers(*PER_VISITOR)
def goods(request: HttpRequest, slug: str) -> HttpResponse:
    """A few goods of one group, swapped into a product's page when it is read that far."""
    but = request.GET.get("but", "")
    found = goods_of_maker(slug, most=MORE_GOODS + 1, only_available=True)
    more = [card for card in found if card.url != but][:MORE_GOODS]
    return render(request, "storefront/shop/more_goods.html", {"more": more})
