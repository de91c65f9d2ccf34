"""What the product page says of a certificate."""

from dataclasses import dataclass
from datetime import date

from certification.certificates.facade import ResultLine, certificate_url, in_her_language, live_certificate

#: So many results stand in the strip; all of them under it.
IN_STRIP = 3


@dataclass(frozen=True, slots=True)
class CertificateStrip:
    number: str
    grade: str
    standard: str
    summary: str
    valid_until: date
    issuer: str
    address: str
    results: tuple[ResultLine, ...]


def certificate_strip(product_id: str) -> CertificateStrip | None:
    """Return the certificate in force that covers goods, or None. One query."""
    held = live_certificate(product_id)
    if held is None:
        return None
    held = in_her_language(held)
    told = [f"{line.name} {_measured(line)}" for line in held.results]
    return CertificateStrip(
        number=held.number,
        grade=held.grade_name,
        standard=held.standard_title,
        summary=", ".join(told[:IN_STRIP]),
        valid_until=held.valid_until,
        issuer=held.issuer_name,
        address=certificate_url(held.number),
        results=held.results,
    )


def _measured(line: ResultLine) -> str:
    """Return a value with its unit, kept together and in its own direction within a sentence in Urdu."""
    return f"\u2068{line.value}\u00a0{line.unit}\u2069" if line.unit else line.value
