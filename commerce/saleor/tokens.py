"""The token that our app calls Saleor with: from the settings, or as the installation handed it over."""

import time
from typing import Final

from django.conf import settings

from commerce.errors import StoreMisconfigured
from commerce.identity import issuer
from commerce.models import AppToken
from jkrlm.kernel.secrets import CannotUnseal, unseal

#: So long a process goes on with a token that another one has replaced.
HOLD_SECONDS: Final = 10.0

_held: dict[str, tuple[float, str]] = {}


def app_token() -> str:
    """
    Return ``SALEOR_APP_TOKEN``, else the token kept at the installation.

    Raises:
        StoreMisconfigured: there is neither, or it cannot be opened; says what to do.
    """
    if settings.SALEOR_APP_TOKEN:
        return str(settings.SALEOR_APP_TOKEN)
    read_at, token = _held.get(issuer(), (0.0, ""))
    if not token or time.monotonic() - read_at > HOLD_SECONDS:
        token = _kept()
        _held[issuer()] = (time.monotonic(), token)
    return token


def forget_held() -> None:
    """Read the table at the next call: the token has been replaced."""
    _held.clear()


def _kept() -> str:
    row = AppToken.objects.filter(issuer=issuer()).first()
    if row is None:
        raise StoreMisconfigured(
            "Our app is not installed in Saleor: install it there from /saleor/manifest.json, "
            "or set SALEOR_APP_TOKEN."
        )
    try:
        return unseal(bytes(row.sealed))
    except CannotUnseal as fault:
        raise StoreMisconfigured(
            f"{fault.message} Put the key back, or install our app in Saleor again."
        ) from fault
