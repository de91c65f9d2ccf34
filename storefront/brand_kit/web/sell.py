"""A group's own kit: her goods on tags, cards and stickers, in her book, in pictures to send on."""

from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import tell
from jkrlm.people.facade import count_attempt
from sellers.portal.facade import SellerRequest, for_sellers, seller_page
from sellers.registry.facade import groups_by_code
from storefront.brand_kit.brand import RULES
from storefront.brand_kit.contracts import Pieces
from storefront.brand_kit.papers import share_png
from storefront.brand_kit.selectors import licensed, piece_of_groups, pieces_of_groups
from storefront.brand_kit.web.answers import PAPERS, download, paper, status_of
from storefront.brand_kit.web.forms import KitForm, page_asked
from storefront.spoken import group_name


@require_safe
@never_cache
@for_sellers
def kit(request: SellerRequest) -> HttpResponse:
    """Without a choice the page; with ``kind`` in the address the paper, or what is missing for one."""
    codes = licensed(request.acting.group_codes)
    number = page_asked(request.GET.get("page", ""))
    pieces = pieces_of_groups(codes, language=get_language() or "en", page=number)
    if "kind" not in request.GET:
        form = KitForm(initial=_first())
        return _page(request, pieces, form, HTTPStatus.OK, has_licence=bool(codes))
    form = KitForm(request.GET)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        wish = form.wish(request.GET.getlist("piece"))
        try:
            count_attempt(PAPERS, subject=_who(request), now=clock.now())
            wanted = pieces_of_groups(codes, language=wish.language, page=number)
            return paper(wish, wanted, title=_title(codes))
        except DomainError as refusal:
            tell(form, refusal)
            status = status_of(refusal)
    return _page(request, pieces, form, status, has_licence=bool(codes))


@require_safe
@never_cache
@for_sellers
def share(request: SellerRequest, slug: str) -> HttpResponse:
    """A square picture of one of her pieces; where there is none now, the page says why."""
    language = (get_language() or "en")[:2]
    codes = licensed(request.acting.group_codes)
    piece = piece_of_groups(codes, slug, language=language)
    if piece is None:
        raise Http404(_("There is no such piece among your goods in the shop."))
    try:
        count_attempt(PAPERS, subject=_who(request), now=clock.now())
        return download(share_png(piece, language=language), f"umeed-{slug}.png", "image/png")
    except DomainError as refusal:
        form = KitForm(_first())
        tell(form, refusal)
        pieces = pieces_of_groups(codes, language=language)
        return _page(request, pieces, form, status_of(refusal), has_licence=True)


def _first() -> dict[str, object]:
    """What the form shows before anything was chosen."""
    return {"kind": "hang-tag", "language": (get_language() or "en")[:2], "copies": 1}


def _who(request: SellerRequest) -> str:
    return str(request.acting.user.pk)


def _title(codes: tuple[str, ...]) -> str:
    names = [group_name(group) for group in groups_by_code(codes).values()]
    return names[0] if len(names) == 1 else _("Made by our hands")


def _page(
    request: SellerRequest,
    pieces: Pieces,
    form: KitForm,
    status: HTTPStatus,
    *,
    has_licence: bool,
) -> HttpResponse:
    context = {
        "pieces": pieces,
        "chosen": request.GET.getlist("piece") if form.is_bound else [piece.slug for piece in pieces.on_page],
        "form": form,
        "rules": RULES,
        "has_licence": has_licence,
    }
    return seller_page(request, "shop_brand_kit/sell.html", context, here="kit", status=status)
