"""Who asks: somebody with a token, somebody signed in, or nobody we know."""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext as _

import sellers.portal.facade as portal
from jkrlm.api.errors import BadRequest, Denied
from jkrlm.kernel import clock
from jkrlm.people.facade import (
    API_PER_NETWORK,
    API_PER_TOKEN,
    API_WRONG_TOKENS,
    Role,
    TooManyAttempts,
    User,
    count_attempt,
    network_of,
    person_of_token,
    proven_roles,
    roles_of,
)

_UNREAD: Final[Any] = object()


@dataclass
class Caller:
    """``roles`` are those that this way in may use; ``network`` is for counting, never kept."""

    user: User | None
    roles: frozenset[Role]
    network: str
    request: HttpRequest | None = None
    _acting: Any = field(default=_UNREAD, repr=False)

    @property
    def acting(self) -> portal.Acting | None:
        """Return as what she acts for groups; None for whoever belongs to none. Read once."""
        if self._acting is _UNREAD:
            if self.user is None:
                self._acting = None
            elif self.request is not None:
                self._acting = portal.acting_of_session(self.request)
            else:
                self._acting = portal.acting_of(self.user)
        found: portal.Acting | None = self._acting
        return found

    def has(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)

    def person(self) -> User:
        """Return who it is. Raises Denied for nobody we know."""
        if self.user is None:
            raise Denied(is_known=False)
        return self.user

    def seller(self) -> portal.Acting:
        """Return as what she acts. Raises Denied for who belongs to no group and helps none."""
        if self.acting is None:
            raise Denied(is_known=self.user is not None)
        return self.acting

    def key(self, key: UUID) -> UUID:
        """Return a key of her own: another's with the same text is another."""
        return uuid5(key, f"api:{self.person().pk}")


class _Csrf(CsrfViewMiddleware):
    """Django's check of token, Origin and Referer, with its reason as the answer."""

    def _reject(self, _request: HttpRequest, reason: str) -> str:  # type: ignore[override]
        return reason


def caller_of(request: HttpRequest) -> Caller:
    """
    Return who asks. A token goes before cookies, which are then not looked at.

    Raises:
        BadRequest: a wrong token (401), a session without the CSRF header (403), too many requests (429).
    """
    network = network_of(request)
    header = request.headers.get("Authorization", "")
    try:
        if header:
            return _by_token(header, network)
        user = request.user
        if isinstance(user, User) and user.is_active:
            _refuse_forged(request)
            count_attempt(API_PER_TOKEN, subject=f"session:{user.pk}", now=clock.now())
            return Caller(user, proven_roles(request), network, request)
        count_attempt(API_PER_NETWORK, subject=network, now=clock.now())
    except TooManyAttempts as refusal:
        raise BadRequest(
            refusal.message, 429, "TooManyRequests", retry_after=int(refusal.params["seconds"])
        ) from refusal
    return Caller(None, frozenset(), network)


def _by_token(header: str, network: str) -> Caller:
    scheme, _space, plain = header.partition(" ")
    user = None
    if scheme.casefold() == "bearer":
        user = person_of_token(plain.strip(), now=clock.now(), today=clock.today())
    if user is None:
        count_attempt(API_WRONG_TOKENS, subject=network, now=clock.now())
        raise BadRequest(_("This token is not valid, or not any more."), 401, "InvalidToken")
    count_attempt(API_PER_TOKEN, subject=f"token:{user.pk}", now=clock.now())
    return Caller(user, roles_of(user), network)


def _refuse_forged(request: HttpRequest) -> None:
    """Another site may have a browser send its cookies, and cannot read the token or forge Origin."""
    check = _Csrf(lambda _request: None)  # type: ignore[arg-type, return-value]
    check.process_request(request)
    reason = check.process_view(request, _nothing, (), {})
    if reason is not None:
        raise BadRequest(
            _("Send the CSRF token in the header X-CSRFToken, from a page of this site."), 403, "CSRF"
        )


def _nothing(_request: HttpRequest) -> HttpResponse:
    """Stands for a view that is not exempt."""
    return HttpResponse()
