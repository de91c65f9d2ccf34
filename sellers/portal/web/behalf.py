"""A helper chooses for whom she acts, and records that it was agreed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from sellers.portal.access import CHOSEN, SellerRequest, for_sellers, safe_next
from sellers.portal.errors import NotYourGroup
from sellers.portal.models import Means
from sellers.portal.selectors import GROUPS_SHOWN, mandates
from sellers.portal.services.mandates import record_mandate
from sellers.portal.web.forms import MandateForm, add_refusal, with_status
from sellers.portal.web.frame import current_language, seller_page
from sellers.registry.facade import groups_by_code, roll


def words_of_consent(helper: str) -> str:
    """Return the sentence that is read to a member, in the reader's language."""
    return _(
        "I agree that %(helper)s lists my goods, answers my orders and looks at my money on Umeed for me."
        " Whatever she does is written down with my name and hers. I can end this at any time."
    ) % {"helper": helper}


def _helped(request: SellerRequest) -> tuple[str, ...]:
    places = request.acting.places
    return tuple(dict.fromkeys(each.code for each in places if each.role in ("crp", "clf-officer")))


@require_safe
@for_sellers
def behalf(request: SellerRequest) -> HttpResponse:
    """List the groups that she helps, those where somebody has agreed first; many can be searched by name."""
    codes = _helped(request)
    agreed = mandates(helper_id=request.acting.person.id, group_codes=codes)
    have = {each.group_code for each in agreed}
    wanted = request.GET.get("q", "").strip().casefold()[:100]
    names = groups_by_code(codes)
    is_many = len(codes) > GROUPS_SHOWN
    if wanted:
        codes = tuple(
            code for code in codes if code in names and wanted in f"{code} {names[code].name}".casefold()
        )
    codes = tuple(sorted(codes, key=lambda code: (code not in have, code)))[:GROUPS_SHOWN]
    groups = [
        (
            code,
            names[code].name if code in names else code,
            [each for each in agreed if each.group_code == code],
        )
        for code in codes
    ]
    context = {"groups": groups, "is_many": is_many, "wanted": request.GET.get("q", "")[:100]}
    return seller_page(request, "portal/behalf.html", context, here="behalf")


@require_http_methods(["GET", "HEAD", "POST"])
@for_sellers
def behalf_group(request: SellerRequest, code: str) -> HttpResponse:
    """Record that a member of a group agrees; she is then the one for whom the helper acts."""
    if code not in _helped(request):
        raise NotYourGroup
    acting, on = request.acting, clock.today()
    agreed = mandates(helper_id=acting.person.id, group_codes=[code])
    have = {each.member.id for each in agreed}
    members = [
        (each.person_id, each.name)
        for each in roll([code], on=on)
        if each.role in ("member", "leader") and each.person_id not in have | {acting.person.id}
    ]
    words = words_of_consent(acting.person.name)
    wanted = request.POST.get("next") or request.GET.get("next", "")
    form = MandateForm(request.POST or None, members=members)
    if request.method == "POST" and form.is_valid():
        try:
            mandate_id = record_mandate(
                group_code=code,
                helper_id=acting.person.id,
                member_id=form.cleaned_data["member"],
                means=Means(form.cleaned_data["means"]),
                witness=form.cleaned_data["witness"],
                words=words,
                language=current_language(),
                actor=acting.user,
                on=on,
                now=clock.now(),
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            request.session[CHOSEN] = mandate_id
            messages.success(request, _("It is written down. You act for her now."))
            return redirect(safe_next(wanted))
    context = {
        "form": form,
        "code": code,
        "name": groups_by_code([code])[code].name,
        "agreed": agreed,
        "words": words,
        "next": wanted,
    }
    return with_status(seller_page(request, "portal/behalf_group.html", context, here="behalf"), form)


@require_POST
@for_sellers
def act_for_one(request: SellerRequest) -> HttpResponse:
    """Act for one who has agreed; without a choice, look over all groups again."""
    wanted = request.POST.get("mandate", "")
    request.session.pop(CHOSEN, None)
    if wanted:
        known = {str(each.id): each.id for each in mandates(helper_id=request.acting.person.id)}
        if wanted not in known:
            raise NotYourGroup
        request.session[CHOSEN] = known[wanted]
    return redirect(safe_next(request.POST.get("next", "")))
