"""The demo's own pages."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jkrlm.kernel.clock import now
from jkrlm.people.facade import Role, letters, sign_in_to_demo, sms_messages
from storefront.accounts.facade import begin_session, end_session
from storefront.demo.guard import demo_only
from storefront.demo.people import PEOPLE, demo_user
from storefront.models import MailMessage

#: The newest messages; the demo's story is short.
MOST_SHOWN = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@demo_only
def people(request: HttpRequest) -> HttpResponse:
    """List the demo's people; a POST of ``person`` signs in as one, an empty one signs out."""
    if request.method != "POST":
        return _people(request)
    key = request.POST.get("person", "")
    if key == "":
        logout(request)
        response = HttpResponseRedirect(request.path, status=303)
        end_session(request, response)
        return response
    found = demo_user(key)
    if found is None:
        return _people(request, refusal=gettext("There is no such person in this demo."), status=400)
    user, person = found
    sign_in_to_demo(request, user)
    response = HttpResponseRedirect(person.page, status=303)
    if person.role is Role.BUYER:
        begin_session(request, response, user, at=now())
    return response


@never_cache
@require_safe
@demo_only
def outbox(request: HttpRequest) -> HttpResponse:
    """The mail and the messages to phones, newest first. Nothing leaves this machine in demo mode."""
    mail = MailMessage.objects.select_related("access").order_by("-pk")[:MOST_SHOWN]
    context = {"mail": mail, "sms": sms_messages(most=MOST_SHOWN), "letters": letters(most=MOST_SHOWN)}
    return render(request, "storefront/demo/outbox.html", context)


@never_cache
@require_safe
@demo_only
def letter(request: HttpRequest, message_id: int) -> HttpResponse:
    """One message as it was written."""
    return render(
        request, "storefront/demo/letter.html", {"message": get_object_or_404(MailMessage, pk=message_id)}
    )


def _people(request: HttpRequest, *, refusal: str = "", status: int = 200) -> HttpResponse:
    context = {"people": PEOPLE, "refusal": refusal}
    return render(request, "storefront/demo/people.html", context, status=status)
