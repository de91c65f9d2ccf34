"""Tokens for programs at /api/graphql/: one's own, made and revoked; administrators revoke anybody's."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import form_page, tell
from jkrlm.people.facade import (
    STAFF_ROLES,
    TOKEN_DAYS,
    Role,
    TokenRow,
    TokenUnknown,
    for_roles,
    has_role,
    make_token,
    revoke_token,
    signed_in,
    tokens,
)


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Which program is it for?"),
        max_length=80,
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("Good for so many days"),
        coerce=int,
        choices=[(days, days) for days in TOKEN_DAYS],
        widget=forms.Select(attrs={"class": "field"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*STAFF_ROLES)
def desk(request: HttpRequest) -> HttpResponse:
    """One's own tokens; a new one is shown once, on the answer to the form."""
    user = signed_in(request)
    form = TokenForm(request.POST if request.method == "POST" else None)
    plain = ""
    if form.is_bound and form.is_valid():
        try:
            plain = make_token(
                user=user, name=form.cleaned_data["name"], days=form.cleaned_data["days"], now=clock.now()
            )
        except DomainError as refusal:
            tell(form, refusal)
        else:
            form = TokenForm()
    sees_all = has_role(user, Role.ADMINISTRATOR)
    others = [each for each in tokens() if each.owner_id != user.pk] if sees_all else []
    context = {
        "form": form,
        "plain": plain,
        "mine": [_row(each) for each in tokens(user=user)],
        "others": [_row(each) for each in others],
        "sees_all": sees_all,
    }
    return form_page(request, "staff/tokens.html", context, form)


@require_POST
@for_roles(*STAFF_ROLES)
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    try:
        revoke_token(token_id=token_id, by=signed_in(request), now=clock.now())
    except TokenUnknown as unknown:
        raise Http404(unknown.message) from unknown
    messages.success(request, _("Revoked. No program gets in with it any more."))
    return redirect("staff:tokens")


def _row(token: TokenRow) -> dict[str, object]:
    is_over = token.expires_at <= clock.now()
    return {
        "token": token,
        "is_live": token.revoked_at is None and not is_over,
        "state": _("Revoked") if token.revoked_at else _("Over") if is_over else _("In force"),
    }
