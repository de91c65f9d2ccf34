"""Who may open a page of the staff. Every page under /staff/ goes through here."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from jkrlm.people.backends import DEMO_BACKEND, PHONE_BACKEND
from jkrlm.people.models import Role, User
from jkrlm.people.rules import STAFF_ROLES
from jkrlm.people.selectors import has_role, roles_of, second_factor_of

View = Callable[..., HttpResponse]

#: In the session: the id of the authenticator that this sign-in was proved with.
SECOND_FACTOR: Final = "people.second_factor"


def for_roles(*roles: Role) -> Callable[[View], View]:
    """
    Let only people in who hold one of the roles and have shown their second factor.

    The anonymous are sent to sign-in, strangers get 403, a person without a second factor is led to set
    it up; in each case the view does not run.
    """

    def wrap(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            refusal = _refusal(request, roles)
            return refusal if refusal is not None else view(request, *args, **kwargs)

        return guarded

    return wrap


def for_newcomers(view: View) -> View:
    """Let staff in who have no second factor yet: the only page that they may open."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        if not isinstance(user, User):
            return to_sign_in(request)
        if not has_role(user, *STAFF_ROLES):
            raise PermissionDenied
        if request.session.get(BACKEND_SESSION_KEY) == PHONE_BACKEND:
            return to_sign_in(request)
        if second_factor_of(user) is not None:
            return redirect("staff:desk")
        return view(request, *args, **kwargs)

    return guarded


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign out what is signed in, and come back to this page after signing in."""
    if request.user.is_authenticated:
        logout(request)
    safe = request.method in ("GET", "HEAD")
    return redirect_to_login(request.get_full_path() if safe else settings.LOGIN_REDIRECT_URL)


def proven_roles(request: HttpRequest) -> frozenset[Role]:
    """
    Return the roles that a session may use: those of the staff only behind the second factor.

    For what is no page: nobody is led anywhere.
    """
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    held = roles_of(user)
    backend = request.session.get(BACKEND_SESSION_KEY)
    if backend == DEMO_BACKEND:
        return held if settings.DEMO else frozenset()
    if backend != PHONE_BACKEND:
        proved_with = second_factor_of(user)
        if proved_with is not None and request.session.get(SECOND_FACTOR) == proved_with:
            return held
    return held - set(STAFF_ROLES)


def _refusal(request: HttpRequest, roles: tuple[Role, ...]) -> HttpResponse | None:
    user = request.user
    if not isinstance(user, User):
        return to_sign_in(request)
    if not has_role(user, *roles):
        raise PermissionDenied
    if request.session.get(BACKEND_SESSION_KEY) == PHONE_BACKEND:
        return to_sign_in(request)
    if request.session.get(BACKEND_SESSION_KEY) == DEMO_BACKEND:
        return None if settings.DEMO else to_sign_in(request)
    proved_with = second_factor_of(user)
    if proved_with is None:
        return redirect("staff_set_up")
    return None if request.session.get(SECOND_FACTOR) == proved_with else to_sign_in(request)


def signed_in(request: HttpRequest) -> User:
    """
    Return who is signed in; pages behind ``for_roles`` have somebody.

    Raises:
        PermissionDenied: nobody is.
    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
