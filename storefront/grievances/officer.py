"""Who answers for grievances, from the settings."""

from functools import cache

from django.conf import settings

from storefront.grievances.contracts import Officer


def grievance_officer() -> Officer:
    """Return the officer that pages, mails and the foot of every page name."""
    return _made(
        settings.GRIEVANCE_OFFICER_NAME,
        settings.GRIEVANCE_OFFICER_DESIGNATION,
        settings.GRIEVANCE_OFFICER_EMAIL,
        settings.GRIEVANCE_OFFICER_PHONE,
        settings.GRIEVANCE_OFFICER_ADDRESS,
    )


@cache
def _made(name: str, designation: str, email: str, phone: str, address: str) -> Officer:
    return Officer(name, designation, email, phone, address)
