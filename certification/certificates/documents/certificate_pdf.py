"""A certificate as PDF, in English, Hindi or Urdu: A4, with its results and a code that leads to its page."""

from pathlib import Path
from typing import Any, Final

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certification.certificates.credentials.addresses import certificate_url
from certification.certificates.models import Certificate
from certification.certificates.selectors import described
from certification.certificates.spoken import in_her_language
from certification.certificates.states import CertificateState
from media.facade import pdf, qr_svg
from sellers.registry.facade import groups_by_code

TEMPLATE: Final = Path(__file__).parent / "certificate.typ"


def certificate_pdf(row: Certificate, language: str) -> bytes:
    """Return the certificate as it stands: one that is not in force says so across its head."""
    with translation.override(language):
        return pdf(TEMPLATE, _data(row, language), language=language)


def _data(row: Certificate, language: str) -> dict[str, Any]:
    state = CertificateState(row.state)
    said = in_her_language(described(row))
    return {
        "title": _("Certificate of conformity"),
        "number": row.number,
        "issuer": row.issuer_name,
        "not_in_force": "" if state == CertificateState.VALID else str(state.label),
        "goods": row.title,
        "holder": _holder(row, language),
        "place": ", ".join(part for part in (row.facts.get("village"), row.facts.get("district")) if part),
        "standard": f"{said.standard_title} · {row.version_number}",
        "scheme": row.scheme,
        "grade": said.grade_name,
        "lot": row.lot_number,
        "quantity": row.quantity,
        "issued_on": date_format(row.issued_on, "j F Y"),
        "valid_until": date_format(row.valid_until, "j F Y"),
        "case": row.case_number,
        "address": certificate_url(row.number),
        "qr": qr_svg(certificate_url(row.number)),
        "lines": [
            {
                "name": line.name,
                "value": line.value,
                "unit": line.unit,
                "limit": line.limit_text or "–",
                "verdict": _verdict(line.passes),
            }
            for line in said.results
        ],
        "words": _words(),
    }


def _holder(row: Certificate, language: str) -> str:
    """Return the group's name in the reader's script where the registry has it, beside the certified one."""
    group = groups_by_code([row.group_code]).get(row.group_code)
    own = {"hi": group.name_hi, "ur": group.name_ur}.get(language, "") if group is not None else ""
    return f"{own} ({row.holder_name})" if own else row.holder_name


def _verdict(passes: bool | None) -> str:
    if passes is None:
        return _("stated")
    return _("conforms") if passes else _("does not conform")


def _words() -> dict[str, str]:
    return {
        "number": _("Certificate number"),
        "certifies": _("This certifies that the goods named here conform to the standard named here."),
        "goods": _("Goods"),
        "holder": _("Holder"),
        "standard": _("Standard"),
        "scheme": _("Scheme (ISO/IEC 17067)"),
        "grade": _("Grade"),
        "lot": _("Lot"),
        "quantity": _("Quantity"),
        "issued": _("Issued on"),
        "until": _("Valid until"),
        "case": _("Case"),
        "results": _("What was measured and seen"),
        "parameter": _("Parameter"),
        "value": _("Measured value"),
        "limit": _("Asked for"),
        "verdict": _("Verdict"),
        "scan": _("Scan to see whether it holds today"),
        "footer": _(
            "A printed paper is no proof: it holds if the page at its address says so. "
            "The credential there is signed and can be checked without us."
        ),
    }
