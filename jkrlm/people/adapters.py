"""allauth, told who may sign in here, how often, and what is written down."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from jkrlm.kernel.clock import now
from jkrlm.people.errors import TooManyAttempts
from jkrlm.people.models import User
from jkrlm.people.network import network_of
from jkrlm.people.rules import SIGN_IN_PER_ADDRESS, SIGN_IN_PER_NETWORK
from jkrlm.people.selectors import is_staff
from jkrlm.people.services.audit import audit, person
from jkrlm.people.services.count_attempt import count_attempt, give_back


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in for staff alone; nobody signs up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-mail address and password do not belong together."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def is_ajax(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def add_message(self, *_args: Any, **_kwargs: Any) -> None:
        """Our pages say themselves what happened."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """
        Return the member of staff with this address and password.

        A buyer, and a person who has left, get the answer of a wrong password: nobody learns who is staff.

        Raises:
            ValidationError: too many tries, with the code and seconds of TooManyAttempts.
        """
        network, address = network_of(request), str(credentials.get("email", "")).strip().lower()
        try:
            count_attempt(SIGN_IN_PER_NETWORK, subject=network, now=now())
            count_attempt(SIGN_IN_PER_ADDRESS, subject=address, now=now())
        except TooManyAttempts as refusal:
            raise ValidationError(refusal.message, code=refusal.code, params=refusal.params) from refusal
        user = super().authenticate(request, **credentials)
        if not isinstance(user, User) or not is_staff(user):
            tried = User.objects.filter(email=address).first()
            audit(actor=None, verb="sign-in.failed", target=person(tried), after={"network": network})
            return None
        give_back(SIGN_IN_PER_NETWORK, subject=network)
        give_back(SIGN_IN_PER_ADDRESS, subject=address)
        return user

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        audit(actor=user, verb="sign-in", target=person(user), after={"network": network_of(request)})
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets lie encrypted in the database, so that a copy of it signs nobody in."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    """SECRET_KEY encrypts; what a former key in SECRET_KEY_FALLBACKS encrypted is still read."""
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(
                    salted_hmac("people.second-factor", "", secret=secret, algorithm="sha256").digest()
                )
            )
            for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        ]
    )
