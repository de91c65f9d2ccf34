"""Where third parties may send us: addresses of the public net, unless the settings say otherwise."""

import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

_PORTS: Final = {"http": 80, "https": 443}
#: The well-known prefix of RFC 6052 carries an IPv4 address in its last 32 bits.
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotAllowed(Exception):
    """We do not call this address; says why."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address taken apart: what is asked for by name, and the number that is really called."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Return what the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def url_of(self, address: str) -> str:
        """Return the URL with the resolved address in the host's place, so that no second look-up differs."""
        host = f"[{address}]" if ":" in address else address
        return f"{self.scheme}://{host}:{self.port}{self.path}"


def target(url: str) -> Target:
    """
    Return the address taken apart.

    Raises:
        NotAllowed: no http or https, credentials in it, or plainly an address of our own net.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotAllowed("The address cannot be read.") from None
    if parts.scheme not in _PORTS or not parts.hostname or any(ord(sign) <= 32 for sign in url):
        raise NotAllowed("The address must begin with https:// and name a host.")
    if parts.scheme == "http" and not settings.STORE_WEBHOOKS_PRIVATE:
        raise NotAllowed("The address must begin with https://: what is sent is about people.")
    if parts.username is not None or parts.password is not None:
        raise NotAllowed("The address must not carry a user's name or password.")
    query = f"?{parts.query}" if parts.query else ""
    found = Target(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], f"{parts.path or '/'}{query}")
    try:
        literal = ipaddress.ip_address(found.host.partition("%")[0])
    except ValueError:
        return found
    refuse_private([literal])
    return found


def resolved(found: Target) -> str:
    """
    Return the address to call, after every address of the name has been judged.

    Raises:
        NotAllowed: the name is unknown, or one of its addresses is not of the public net.
    """
    try:
        answers = socket.getaddrinfo(found.host, found.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotAllowed(f"The name {found.host[:80]} is not known.") from None
    addresses = [str(answer[4][0]).partition("%")[0] for answer in answers]
    refuse_private([ipaddress.ip_address(address) for address in addresses])
    return addresses[0]


def refuse_private(addresses: Sequence[IPAddress]) -> None:
    """
    Raises:
        NotAllowed: one of them is not of the public net, and the settings do not allow that.
    """
    if settings.STORE_WEBHOOKS_PRIVATE:
        return
    if not addresses or not all(_is_public(address) for address in addresses):
        raise NotAllowed("The address belongs to a private net, which is not called from here.")


def _is_public(address: IPAddress) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved
