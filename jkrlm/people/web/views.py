"""Signing in, with a second factor, and out."""

import base64
from http import HTTPStatus
from typing import Any, Final

from allauth.account.internal.decorators import login_stage_required
from allauth.account.views import LoginView
from allauth.mfa.adapter import get_adapter
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import PasswordResetConfirmView
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jkrlm.kernel.clock import now
from jkrlm.kernel.errors import DomainError
from jkrlm.people.access import SECOND_FACTOR, for_newcomers, for_roles, to_sign_in
from jkrlm.people.errors import TooManyAttempts
from jkrlm.people.models import User
from jkrlm.people.rules import FRESH, STAFF_ROLES
from jkrlm.people.selectors import is_staff, recovery_codes_left, second_factor_of
from jkrlm.people.services.audit import audit, person
from jkrlm.people.services.check_code import check_code
from jkrlm.people.services.set_second_factor import renew_recovery_codes, set_second_factor
from jkrlm.people.web.forms import CodeForm, NewPasswordForm, SignInForm

#: In the session: the secret shown on the set-up page, until a code proves that an app holds it.
SHOWN_SECRET: Final = "people.shown_secret"  # noqa: S105

form_view = require_http_methods(["GET", "HEAD", "POST"])


class SignIn(LoginView):
    """E-mail and password; allauth then asks for the second factor where one is set up."""

    form_class = SignInForm
    template_name = "people/sign_in.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST" and is_staff(request.user):
            return redirect("staff:desk")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: Form) -> HttpResponse:
        logout(self.request)  # a seller's session lives for thirty days: nothing of it goes on here
        response: HttpResponse = super().form_valid(form)
        return response

    def form_invalid(self, form: Form) -> HttpResponse:
        return _refused(super().form_invalid(form), form)


sign_in = form_view(SignIn.as_view())


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    user = request.user
    if isinstance(user, User):
        audit(actor=user, verb="sign-out", target=person(user))
        logout(request)
        messages.success(request, _("You are signed out."))
    return redirect("account_login")


@form_view
@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for a code of the app, or a recovery code, from whoever has just given the right password."""
    stage = request._login_stage  # type: ignore[attr-defined]
    user: User = stage.login.user
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            check_code(user=user, code=form.cleaned_data["code"], now=now())
        except DomainError as refusal:
            _add_refusal(form, refusal)
        else:
            request.session[SECOND_FACTOR] = second_factor_of(user)
            signed_in: HttpResponse = stage.exit()
            return signed_in
    return _refused(render(request, "people/second_factor.html", {"form": form}), form)


@form_view
@for_newcomers
def set_up(request: HttpRequest) -> HttpResponse:
    """Show a new secret as a QR code; a code made from it takes the app into use."""
    user = request.user
    assert isinstance(user, User)
    if not _is_fresh(user):
        return to_sign_in(request)
    secret = request.session.get(SHOWN_SECRET, "")
    if request.method != "POST" or not secret:
        secret = request.session[SHOWN_SECRET] = generate_totp_secret()
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            app, codes = set_second_factor(
                user=user, secret=secret, code=form.cleaned_data["code"], now=now()
            )
        except DomainError as refusal:
            _add_refusal(form, refusal)
        else:
            del request.session[SHOWN_SECRET]
            request.session[SECOND_FACTOR] = app
            request.session.cycle_key()
            return _codes_page(request, user, shown=codes)
    adapter = get_adapter()
    address = adapter.build_totp_url(user, secret)
    context = {
        "form": form,
        "address": address,
        "picture": base64.b64encode(adapter.build_totp_svg(address).encode()).decode(),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
    }
    return _refused(render(request, "people/set_up.html", context), form)


@form_view
@for_roles(*STAFF_ROLES)
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Say how many codes are left; a POST makes new ones and shows them, this once."""
    user = request.user
    assert isinstance(user, User)
    if request.method != "POST":
        return _codes_page(request, user)
    if second_factor_of(user) is None:
        raise PermissionDenied
    if not _is_fresh(user):
        messages.warning(request, _("For your safety sign in once more, then ask for new codes again."))
        return to_sign_in(request)
    return _codes_page(request, user, shown=renew_recovery_codes(user=user))


class SetPassword(PasswordResetConfirmView):
    """The page behind the link that add_staff and reset_staff print; it works once."""

    form_class = NewPasswordForm
    template_name = "people/set_password.html"
    success_url = reverse_lazy("account_login")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        audit(actor=self.user, verb="password.set", target=person(self.user))
        messages.success(self.request, _("Your password is set. Sign in with it."))
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        return _refused(super().form_invalid(form), form)

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        if not context["validlink"]:
            options["status"] = HTTPStatus.NOT_FOUND
        return super().render_to_response(context, **options)


set_password = form_view(sensitive_post_parameters()(SetPassword.as_view()))


def _codes_page(request: HttpRequest, user: User, *, shown: list[str] | None = None) -> HttpResponse:
    context = {
        "shown": [f"{code[:4]} {code[4:]}" for code in shown or ()],
        "left": recovery_codes_left(user),
        "has_app": second_factor_of(user) is not None,
    }
    return render(request, "people/recovery_codes.html", context)


def _is_fresh(user: User) -> bool:
    return user.last_login is not None and now() - user.last_login < FRESH


def _add_refusal(form: Form, refusal: DomainError) -> None:
    form.add_error("code", ValidationError(refusal.message, code=refusal.code, params=refusal.params))


def _refused(response: HttpResponse, form: Form) -> HttpResponse:
    """Give a page with a refused form its status: 429 with Retry-After for too many tries, else 422."""
    for errors in form.errors.as_data().values():
        for error in errors:
            if error.code == TooManyAttempts.code:
                response.status_code = HTTPStatus.TOO_MANY_REQUESTS
                response["Retry-After"] = str((error.params or {}).get("seconds", 60))
                return response
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return response
