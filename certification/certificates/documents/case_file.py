"""
A case file in one action: a paginated PDF, and a ZIP with the evidence beside it.

For information requests: what belongs to third persons is withheld, each time with its reason; see
``redaction``. What is withheld stays named, so that the reader knows what there is.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import orjson
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from certification.certificates.credentials.did import did_document
from certification.certificates.documents.case_sections import Section, sections_of
from certification.certificates.documents.certificate_pdf import certificate_pdf
from certification.certificates.documents.evidence import Evidence, evidence_of
from certification.certificates.models import Certificate, Credential
from jkrlm.kernel.clock import INDIA
from media.facade import pdf

TEMPLATE: Final = Path(__file__).parent / "case_file.typ"


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    what: str
    data: bytes | None
    withheld: str = ""


def case_file_pdf(number: str, *, now: datetime) -> bytes:
    """
    Return the case file of a case as PDF.

    Raises:
        CaseUnknown: no case has this number.
        DocumentRefused: it is too large to set.
    """
    with override("en"):
        return _pdf(number, sections_of(number), now)


def case_file_zip(number: str, *, now: datetime) -> bytes:
    """
    Return the case file with its evidence: photographs, certificates, credentials, and a list of all of it
    with checksums.

    Raises:
        CaseUnknown: no case has this number.
    """
    with override("en"):
        entries = [
            _Entry("case-file.pdf", "The case file", _pdf(number, sections_of(number), now)),
            *_certificates(number),
            *(_evidence(each) for each in evidence_of(number)),
        ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in entries:
            if entry.data is not None:
                archive.writestr(entry.name, entry.data)
        archive.writestr("index.csv", _index(entries))
    return out.getvalue()


def _pdf(number: str, sections: list[Section], now: datetime) -> bytes:
    data: dict[str, Any] = {
        "title": f"{_('Case file')} {number}",
        "issuer": settings.CERT_ISSUER_NAME,
        "made": date_format(now.astimezone(INDIA), "j F Y, H:i"),
        "note": _(
            "Made for an information request. The group and those who acted in office are named; other "
            "people are not. Where something is withheld, the reason stands beside it."
        ),
        "sections": [
            {
                "title": section.title,
                "lines": [
                    {"label": line.label, "value": line.value, "withheld": line.withheld}
                    for line in section.lines
                ],
            }
            for section in sections
        ],
        "words": {"withheld": _("Withheld"), "none": _("Nothing.")},
    }
    return pdf(TEMPLATE, data, language="en")


def _certificates(number: str) -> Iterator[_Entry]:
    for row in Certificate.objects.filter(case_number=number).order_by("id"):
        yield _Entry(f"certificates/{row.number}.pdf", "Certificate", certificate_pdf(row, "en"))
        for kind in ("dcc", "dpp"):
            held = Credential.objects.filter(certificate=row, kind=kind).order_by("-id").first()
            if held is not None:
                label = Credential.Kind(kind).label
                yield _Entry(f"certificates/{row.number}-{kind}.jwt", label, held.token.encode())
    yield _Entry(
        "certificates/did.json",
        "The issuer's public keys",
        orjson.dumps(did_document(), option=orjson.OPT_INDENT_2),
    )


def _evidence(each: Evidence) -> _Entry:
    return _Entry(f"evidence/{each.name}", each.what, each.data, each.withheld)


def _index(entries: list[_Entry]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("file", "what", "SHA-256", "withheld because"))
    for entry in entries:
        digest = sha256(entry.data).hexdigest() if entry.data is not None else ""
        writer.writerow((entry.name, entry.what, digest, entry.withheld))
    return out.getvalue()
