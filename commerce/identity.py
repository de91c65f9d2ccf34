"""The database remembers which store it belongs to."""

from django.conf import settings

from commerce.errors import WrongStore
from commerce.models import StoreIdentity

EMBEDDED = "embedded"


def on_saleor() -> bool:
    """Return whether the store is a Saleor over HTTP, not the embedded one."""
    return bool(settings.SALEOR_API_URL)


def issuer() -> str:
    """Return the name of the store that the settings choose: Saleor's API address, or ``embedded``."""
    return settings.SALEOR_API_URL or EMBEDDED


def store_name() -> str:
    """
    Return the name by which the database knows its store: the address by which the store calls itself.

    Behind a proxy every installation may reach its Saleor under the same inner name.
    """
    return settings.SALEOR_PUBLIC_API_URL or issuer()


def bind() -> None:
    """
    Bind this database to the chosen store; the first call decides.

    Raises:
        WrongStore: it belongs to another.
    """
    identity, _ = StoreIdentity.objects.get_or_create(only=True, defaults={"issuer": store_name()})
    if identity.issuer != store_name():
        raise WrongStore(
            f"This database belongs to the store {identity.issuer}, not to {store_name()}. "
            "Use that store's settings, or another database."
        )
