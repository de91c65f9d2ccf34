"""Where a request comes from, for counting tries."""

from ipaddress import IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

#: A household or a phone owns a whole /64 and may change its address within it at will.
IPV6_PREFIX = 64


def network_of(request: HttpRequest) -> str:
    """
    Return the sender's IPv4 address or IPv6 network; "unknown" where neither can be told.

    ``X-Forwarded-For`` counts only as far as ``TRUSTED_PROXIES`` proxies of our own have written it.
    """
    written = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    trusted: int = settings.TRUSTED_PROXIES
    sender = written[-trusted] if 0 < trusted <= len(written) else ""
    try:
        address = ip_address(sender.strip() or request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return "unknown"
    if address.version == 6:
        return str(IPv6Network((address, IPV6_PREFIX), strict=False).network_address)
    return str(address)
