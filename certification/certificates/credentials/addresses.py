"""Where things are found. Every id in a credential is one of these, and answers."""

from urllib.parse import quote

from certification.certificates.credentials.did import base_url


def certificate_url(number: str) -> str:
    """Return where a certificate is read: by people as a page, by machines as its credential."""
    return f"{base_url()}/credentials/{quote(number)}/"


def passport_url(number: str) -> str:
    return f"{certificate_url(number)}passport/"


def pdf_url(number: str) -> str:
    return f"{certificate_url(number)}certificate.pdf"


def status_url(purpose: str, number: int) -> str:
    return f"{base_url()}/credentials/status/{purpose}/{number}/"


def standard_url(version_number: str) -> str:
    return f"{base_url()}/credentials/standards/{quote(version_number)}/"


def criterion_url(version_number: str, parameter: str) -> str:
    return f"{standard_url(version_number)}#{quote(parameter)}"


def maker_url(slug: str) -> str:
    return f"{base_url()}/makers/{quote(slug)}/"
