"""
What a certificate says, as UNTP 0.7.0 writes it: conformity credential and product passport. Pure functions.

UNTP's schema has room for one status entry. It names the list of suspensions while the certificate can come
back, and the list of revocations once it is withdrawn; a withdrawn certificate is set in both lists. The form
with an embedded proof (``for_proof``) is W3C's own and names both lists from the start.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from certification.certificates.credentials import addresses
from certification.certificates.credentials.did import base_url, issuer_did
from certification.certificates.credentials.signing import stamp
from certification.certificates.credentials.units import unit_code
from certification.certificates.models import Certificate
from certification.certificates.states import CertificateState, Purpose
from jkrlm.kernel.clock import start_of

CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://vocabulary.uncefact.org/untp/0.7.0/context/",
)
_TOPIC: Final = {
    "type": ["ConformityTopic"],
    "id": "https://vocabulary.uncefact.org/conformity-topic/product-quality",
    "name": "Product quality",
}
_GRANULARITY: Final = {"product": "model", "lot": "batch", "unit": "item"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One position in one list."""

    purpose: Purpose
    list_number: int
    index: int

    def as_json(self, *, text_index: bool = False) -> dict[str, Any]:
        """Return the entry; UNTP's schema wants the index as a number, the W3C's text as a string."""
        address = addresses.status_url(self.purpose, self.list_number)
        return {
            "id": f"{address}#{self.index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": self.purpose.value,
            "statusListIndex": str(self.index) if text_index else self.index,
            "statusListCredential": address,
        }


def entry_of(row: Certificate) -> Entry:
    withdrawn = row.state == CertificateState.WITHDRAWN
    purpose = Purpose.REVOCATION if withdrawn else Purpose.SUSPENSION
    return Entry(purpose, row.list_number, row.list_index)


def conformity_credential(row: Certificate) -> dict[str, Any]:
    """Return the Digital Conformity Credential of a certificate, unsigned."""
    number = row.number
    return {
        **_envelope(row, "DigitalConformityCredential", addresses.certificate_url(number)),
        "validUntil": end_of(row.valid_until),
        "name": f"{row.standard_title}: certificate {number}",
        "credentialSubject": {
            "type": ["ConformityAttestation"],
            "id": f"{addresses.certificate_url(number)}#attestation",
            "name": f"{row.title}, {row.grade_name}" if row.grade_name else row.title,
            "assessorLevel": "3rdParty",
            "assessmentLevel": "scheme-cab",
            "attestationType": "certification",
            "issuedToParty": _holder(row),
            "referenceScheme": {
                "type": ["ConformityScheme"],
                "id": addresses.standard_url(row.version_number),
                "name": f"{row.standard_title} ({row.version_number}), ISO/IEC 17067 type {row.scheme}",
            },
            **_score(row),
            "conformityCertificate": {
                "linkURL": addresses.pdf_url(number),
                "linkName": f"Certificate {number} (PDF)",
                "mediaType": "application/pdf",
            },
            "conformityAssessment": [_assessment(row, line) for line in row.results],
        },
    }


def product_passport(row: Certificate) -> dict[str, Any]:
    """Return the Digital Product Passport of what a certificate covers: goods, one lot or one piece."""
    facts = row.facts
    subject: dict[str, Any] = {
        "type": ["Product"],
        "id": product_id(row),
        "name": row.title,
        "description": facts.get("description", ""),
        "idScheme": {
            "type": ["IdentifierScheme"],
            "id": f"{base_url()}/credentials/",
            "name": f"Register of certificates, {row.issuer_name}",
        },
        "batchNumber": row.lot_number,
        "itemNumber": row.number if row.subject == "unit" else "",
        "idGranularity": _GRANULARITY[row.subject],
        "productCategory": _categories(facts),
        "relatedParty": [{"role": "manufacturer", "party": _holder(row)}],
        "producedAtFacility": {
            "type": ["Facility"],
            "id": f"{addresses.maker_url(facts.get('maker_slug') or row.group_code)}#workplace",
            "name": ", ".join(
                part for part in (row.holder_name, facts.get("village"), facts.get("district")) if part
            ),
        },
        "productionDate": facts.get("made_on", ""),
        "expiryDate": facts.get("expires_on", ""),
        "countryOfProduction": {"countryCode": "IN", "countryName": "India"},
        "relatedDocument": [
            {
                "linkURL": addresses.certificate_url(row.number),
                "linkName": f"Conformity credential {row.number}",
                "mediaType": "application/vc+jwt",
                "linkType": "https://test.uncefact.org/vocabulary/linkTypes/dcc",
            }
        ],
        "performanceClaim": [_claim(row, line) for line in row.results],
    }
    passport = {
        **_envelope(row, "DigitalProductPassport", addresses.passport_url(row.number)),
        "name": f"{row.title}: product passport",
        "credentialSubject": {name: value for name, value in subject.items() if value not in ("", [])},
    }
    if row.goods_expire:
        passport["validUntil"] = end_of(_last_day(row))
    return passport


def for_proof(credential: Mapping[str, Any], row: Certificate) -> dict[str, Any]:
    """Return the same credential with both status entries, in the form of the W3C."""
    entries = [
        Entry(purpose, row.list_number, row.list_index).as_json(text_index=True)
        for purpose in (Purpose.REVOCATION, Purpose.SUSPENSION)
    ]
    return {**credential, "credentialStatus": entries}


def product_id(row: Certificate) -> str:
    return f"{addresses.passport_url(row.number)}#product"


def end_of(day: date) -> str:
    """Return the last second of a day in India."""
    return stamp(_moment_after(day))


def _moment_after(day: date) -> datetime:
    return (start_of(day + timedelta(days=1)) - timedelta(seconds=1)).astimezone(UTC)


def _last_day(row: Certificate) -> date:
    given = row.facts.get("expires_on")
    return min(row.valid_until, date.fromisoformat(given)) if given else row.valid_until


def _envelope(row: Certificate, kind: str, address: str) -> dict[str, Any]:
    return {
        "@context": list(CONTEXTS),
        "type": [kind, "VerifiableCredential"],
        "id": address,
        "issuer": {"type": ["CredentialIssuer"], "id": issuer_did(), "name": row.issuer_name},
        "validFrom": stamp(row.issued_at),
        "credentialStatus": entry_of(row).as_json(),
    }


def _holder(row: Certificate) -> dict[str, Any]:
    return {
        "type": ["Party"],
        "id": addresses.maker_url(row.facts.get("maker_slug") or row.group_code),
        "name": row.holder_name,
        "registeredId": row.group_code,
    }


def _score(row: Certificate) -> dict[str, Any]:
    if not row.grade_code:
        return {}
    rank = row.facts.get("grade_rank")
    score = {"code": row.grade_code, "definition": row.grade_name}
    return {"profileScore": {**score, "rank": rank} if rank else score}


def _categories(facts: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {
            "code": str(facts.get("hsn") or "9999"),
            "name": str(facts.get("kind_name") or "Handmade goods"),
            "schemeId": "https://www.wcoomd.org/hs",
            "schemeName": "Harmonized System (India: HSN)",
        }
    ]


def _criteria(row: Certificate, line: Mapping[str, Any]) -> list[dict[str, Any]]:
    limit = f": {line['limit_text']}" if line["limit_text"] else ""
    return [
        {
            "type": ["Criterion"],
            "id": addresses.criterion_url(row.version_number, line["code"]),
            "name": f"{line['name']}{limit}",
        }
    ]


def _performance(row: Certificate, line: Mapping[str, Any]) -> list[dict[str, Any]]:
    metric = {
        "type": ["PerformanceMetric"],
        "id": f"{addresses.criterion_url(row.version_number, line['code'])}-value",
        "name": line["name"],
    }
    code = unit_code(line["unit"])
    if line.get("number") is None or code is None:
        return [{"metric": metric, "score": {"code": f"{line['value']} {line['unit']}".strip()}}]
    number = float(line["number"])
    return [
        {
            "metric": metric,
            "measure": {"value": int(number) if number == int(number) else number, "unit": code},
        }
    ]


def _assessment(row: Certificate, line: Mapping[str, Any]) -> dict[str, Any]:
    product: dict[str, Any] = {"type": ["Product"], "id": product_id(row), "name": row.title}
    if row.lot_number:
        product["batchNumber"] = row.lot_number
    found = {
        "type": ["ConformityAssessment"],
        "id": f"{addresses.certificate_url(row.number)}#{line['code']}",
        "name": line["name"],
        "assessmentCriteria": _criteria(row, line),
        "assessmentDate": line["assessed_on"],
        "assessedPerformance": _performance(row, line),
        "assessedProduct": [{"product": product, "idVerifiedByCAB": True}],
        "conformityTopic": [_TOPIC],
        "specifiedCondition": [line["method"]] if line.get("method") else [],
    }
    if line["passes"] is not None:
        found["conformance"] = line["passes"]
    return {name: value for name, value in found.items() if value != []}


def _claim(row: Certificate, line: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": ["Claim"],
        "id": f"{addresses.passport_url(row.number)}#{line['code']}",
        "name": line["name"],
        "referenceCriteria": _criteria(row, line),
        "claimDate": line["assessed_on"],
        "claimedPerformance": _performance(row, line),
        "conformityTopic": [_TOPIC],
    }
