"""
What a browser's session knows of the phone it runs on: that it gave its code, and who has unlocked it.

A phone is trusted for 30 days. Where it is shared, the one who unlocked it with her PIN is signed out after
half an hour without a page; the phone stays trusted, and the next one need only give her PIN.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY, get_user, login
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from jkrlm.kernel.clock import now
from jkrlm.people.backends import DEMO_BACKEND, PHONE_BACKEND
from jkrlm.people.models import User
from jkrlm.people.network import network_of
from jkrlm.people.rules import MEMBER_IDLE, PHONE_TRUSTED
from jkrlm.people.services.audit import audit, person

_PHONE: Final = "people.phone"
_MEMBER: Final = "people.member"
#: The last page is written down no more often than so.
_SEEN_EVERY_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class TrustedPhone:
    number: str
    proved_at: datetime


def trust_phone(request: HttpRequest, number: str, *, at: datetime) -> None:
    """Begin a new session for a phone that has just given its code; whoever was signed in is not any more."""
    request.session.flush()
    request.session[_PHONE] = {"number": number, "proved_at": at.timestamp()}
    request.session.set_expiry(at + PHONE_TRUSTED)
    request.user = AnonymousUser()


def trusted_phone(request: HttpRequest, *, at: datetime) -> TrustedPhone | None:
    """Return the phone that this session has proved, while that counts."""
    kept = request.session.get(_PHONE)
    if not isinstance(kept, dict):
        return None
    proved_at = datetime.fromtimestamp(kept["proved_at"], tz=at.tzinfo)
    return TrustedPhone(kept["number"], proved_at) if at < proved_at + PHONE_TRUSTED else None


def unlock(request: HttpRequest, user: User, *, with_pin: bool, at: datetime) -> None:
    """Sign a woman in on the trusted phone, in the place of whoever was; it is audited."""
    phone = request.session[_PHONE]
    lock(request)
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    if user.language != language:
        User.objects.filter(pk=user.pk).update(language=language)
        user.language = language
    login(request, user, backend=PHONE_BACKEND)
    request.session[_PHONE] = phone
    request.session[_MEMBER] = {"seen_at": at.timestamp(), "with_pin": with_pin}
    proved_at = datetime.fromtimestamp(phone["proved_at"], tz=at.tzinfo)
    request.session.set_expiry(proved_at + PHONE_TRUSTED)
    after: dict[str, object] = {"network": network_of(request), "by": "PIN" if with_pin else "code"}
    audit(actor=user, verb="sign-in", target=person(user), after=after)


def lock(request: HttpRequest) -> None:
    """Sign out whoever unlocked the phone, with all that was hers in the session; the phone stays trusted."""
    kept = {_PHONE: request.session[_PHONE]} if _PHONE in request.session else {}
    expiry = request.session.get_expiry_date()
    was_in = SESSION_KEY in request.session
    for key in list(request.session.keys()):
        del request.session[key]
    request.session.update(kept)
    request.session.set_expiry(expiry)
    if was_in:
        request.session.cycle_key()
    request.user = AnonymousUser()


def is_unlocked_with_pin(request: HttpRequest) -> bool:
    return bool(request.session.get(_MEMBER, {}).get("with_pin"))


def signed_in_by_phone(request: HttpRequest) -> bool:
    """Return whether whoever is signed in came by a phone's code; or by the demo's button, in demo mode."""
    backend = request.session.get(BACKEND_SESSION_KEY)
    return backend == PHONE_BACKEND or (backend == DEMO_BACKEND and bool(settings.DEMO))


def seen(request: HttpRequest, *, at: datetime) -> None:
    """Note that she is at work."""
    member = request.session.get(_MEMBER)
    if isinstance(member, dict) and at.timestamp() - member["seen_at"] >= _SEEN_EVERY_SECONDS:
        request.session[_MEMBER] = {**member, "seen_at": at.timestamp()}


class Authentication(AuthenticationMiddleware):
    """Django's, which would let a shared phone stay unlocked for as long as its session lives."""

    def process_request(self, request: HttpRequest) -> None:
        request.user = SimpleLazyObject(lambda: _user_of(request))  # type: ignore[assignment]


def _user_of(request: HttpRequest) -> Any:
    member = request.session.get(_MEMBER)
    if isinstance(member, dict) and member["with_pin"]:
        idle_seconds = now().timestamp() - member["seen_at"]
        if idle_seconds >= MEMBER_IDLE.total_seconds():
            lock(request)
            return AnonymousUser()
    return get_user(request)
