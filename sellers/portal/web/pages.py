"""Today's work, and whom to ask."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from sellers.orders.facade import cards_of_group
from sellers.portal.access import SellerRequest, for_sellers
from sellers.portal.errors import NotOnTheRoll
from sellers.portal.models import Means
from sellers.portal.selectors import contacts, mandates, recoveries_to_confirm, today
from sellers.portal.services.mandates import record_mandate, withdraw_mandate
from sellers.portal.services.recoveries import vouch
from sellers.portal.web.behalf import words_of_consent
from sellers.portal.web.frame import current_language, seller_page
from sellers.portal.web.orders.desk import urgent
from sellers.registry.facade import roll


@require_safe
@for_sellers
def home(request: SellerRequest) -> HttpResponse:
    acting, on = request.acting, clock.today()
    cards = cards_of_group(acting.group_codes)
    context = {
        "today": today(acting.group_codes, on=on, cards=cards),
        "urgent": urgent(acting, cards) if acting.is_helper else (),
        "is_officer": any(place.role == "clf-officer" for place in acting.places),
        "recoveries": recoveries_to_confirm(acting, on=on, now=clock.now()),
    }
    return seller_page(request, "portal/home.html", context, here="home")


@require_safe
@for_sellers
def ask(request: SellerRequest) -> HttpResponse:
    """Whom to ask, who may act for her, and how to leave."""
    acting, on = request.acting, clock.today()
    helpers = {
        each.person_id: each.name
        for each in roll(acting.own_codes, on=on)
        if each.role in ("crp", "clf-officer") and each.person_id != acting.person.id
    }
    agreed = mandates(group_codes=acting.own_codes)
    mine = {each.helper.id for each in agreed if each.member.id == acting.person.id}
    context = {
        "contacts": contacts(acting, on=on),
        "mandates": agreed,
        "could_help": [(pk, name, words_of_consent(name)) for pk, name in helpers.items() if pk not in mine],
        "led_codes": [place.code for place in acting.places if place.role == "leader"],
    }
    return seller_page(request, "portal/help.html", context, here="help")


@require_http_methods(["POST"])
@for_sellers
def agree(request: SellerRequest) -> HttpResponse:
    """She lets a helper act for her, on her own phone."""
    acting, on = request.acting, clock.today()
    wanted = request.POST.get("helper", "")
    helper = next(
        (
            each
            for each in roll(acting.own_codes, on=on)
            if str(each.person_id) == wanted and each.role in ("crp", "clf-officer")
        ),
        None,
    )
    try:
        if helper is None:
            raise NotOnTheRoll
        record_mandate(
            group_code=helper.code,
            helper_id=helper.person_id,
            member_id=acting.person.id,
            means=Means.PHONE,
            words=words_of_consent(helper.name),
            language=current_language(),
            actor=acting.user,
            on=on,
            now=clock.now(),
        )
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("%(name)s may act for you now.") % {"name": helper.name})
    return redirect("portal:help")


@require_http_methods(["POST"])
@for_sellers
def end_agreement(request: SellerRequest, mandate_id: int) -> HttpResponse:
    """A member ends her own agreement, her leader any of the group's, the helper those given to her."""
    acting = request.acting
    found = next(
        (
            each
            for each in mandates(group_codes=[place.code for place in acting.places])
            if each.id == mandate_id
        ),
        None,
    )
    if found is None:
        raise Http404
    leads = any(place.code == found.group_code and place.role == "leader" for place in acting.places)
    if not leads and acting.person.id not in (found.member.id, found.helper.id):
        raise Http404
    withdraw_mandate(
        mandate_id=mandate_id, group_codes=(found.group_code,), actor=acting.user, now=clock.now()
    )
    messages.success(
        request,
        _("%(helper)s acts for %(member)s no more.")
        % {"helper": found.helper.name, "member": found.member.name},
    )
    return redirect("portal:behalf" if acting.is_helper else "portal:help")


@require_http_methods(["POST"])
@for_sellers
def confirm_pin(request: SellerRequest, recovery_id: int) -> HttpResponse:
    """Say that it was she who asked for a new PIN, or that it was not."""
    is_she = request.POST.get("is_she") == "yes"
    try:
        done = vouch(
            request.acting,
            recovery_id=recovery_id,
            is_she=is_she,
            on=clock.today(),
            now=clock.now(),
            language=current_language(),
        )
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        if not is_she:
            messages.success(request, _("Noted: it was not she. Her PIN stays as it was."))
        elif done:
            messages.success(request, _("Her new PIN counts from now on."))
        else:
            messages.success(request, _("Noted. One more person must confirm it."))
    return redirect("portal:home")
