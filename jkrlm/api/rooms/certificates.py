"""The register: public facts. Officers suspend, reinstate, withdraw."""

from typing import Any, Final
from uuid import UUID

import certification.certificates.facade as certificates
from jkrlm.api import paging
from jkrlm.api.binding import ANYBODY, OFFICERS, Node, field, node, nodes, query, together
from jkrlm.api.caller import Caller
from jkrlm.api.errors import BadInput
from jkrlm.api.writes import write
from jkrlm.kernel import clock

PRODUCTS_MAX: Final = 50


@query("certificates", ANYBODY)
def register(
    _caller: Caller, first: int, filter: dict[str, Any] | None = None, after: str | None = None
) -> dict[str, Any]:
    given = filter or {}
    asked = certificates.Search(
        words=(given.get("words") or "")[:200],
        state=given.get("state") or "",
        standard=(given.get("standard") or "")[:40],
        issued_from=given.get("issued_from"),
        issued_to=given.get("issued_to"),
        ends_before=given.get("ends_before"),
    )
    rows, has_more = certificates.register_page(
        asked, most=paging.size(first), before=paging.number(after) or None
    )
    return paging.connection(rows, has_more=has_more)


@query("certificate", ANYBODY)
def certificate(_caller: Caller, number: str) -> Node | None:
    try:
        return node(certificates.certificate(number))
    except certificates.CertificateUnknown:
        return None


@query("productCertificates", ANYBODY)
def of_products(_caller: Caller, ids: list[str]) -> list[dict[str, Any]]:
    if len(ids) > PRODUCTS_MAX:
        raise BadInput(f"At most {PRODUCTS_MAX} products at once.", field="ids")
    found = certificates.certificates_of_products(ids, on=clock.today())
    every = nodes(each for wanted in dict.fromkeys(ids) for each in found.get(wanted, ()))
    return [
        {
            "product_id": wanted,
            "certified": wanted in found,
            "certificates": [each for each in every if each.product_id == wanted],
        }
        for wanted in dict.fromkeys(ids)
    ]


@field("Certificate", "stateReason")
def state_reason(source: Node, _caller: Caller) -> str:
    """Of all that were read together at once; valid ones are not looked up."""
    if source.state == "valid":
        return ""
    if source.state_reason:
        return str(source.state_reason)

    def load(items: list[certificates.Certificate]) -> dict[str, str]:
        return certificates.reasons_of(each.number for each in items if each.state != "valid")

    return str(together(source, "reasons", load).get(source.number, ""))


@field("Certificate", "standardTitle")
def standard_title(source: Node, _caller: Caller) -> str:
    return _spoken(source).standard_title


@field("Certificate", "grade")
def grade(source: Node, _caller: Caller) -> dict[str, str] | None:
    if not source.grade_code:
        return None
    return {"code": source.grade_code, "name": _spoken(source).grade_name}


@field("Certificate", "results")
def results(source: Node, _caller: Caller) -> tuple[certificates.ResultLine, ...]:
    return _spoken(source).results


@field("Certificate", "credentialUrl")
def credential_url(source: Node, _caller: Caller) -> str:
    return certificates.certificate_url(source.number)


@field("Certificate", "passportUrl")
def passport_url(source: Node, _caller: Caller) -> str:
    return certificates.passport_url(source.number)


@field("Certificate", "pdfUrl")
def pdf_url(source: Node, _caller: Caller) -> str:
    return certificates.pdf_url(source.number)


def _spoken(source: Node) -> certificates.Certificate:
    def load(items: list[certificates.Certificate]) -> dict[str, certificates.Certificate]:
        return {each.number: certificates.in_her_language(each) for each in items}

    found: certificates.Certificate = together(source, "spoken", load)[source.number]
    return found


def _show(_caller: Caller, number: str) -> Node:
    return node(certificates.certificate(number))


@write("suspendCertificate", OFFICERS, "certificate", _show)
def suspend(caller: Caller, key: UUID, number: str, reason: str, words: str) -> str:
    return certificates.suspend(number, reason, caller.person(), key.hex, words=words).number


@write("reinstateCertificate", OFFICERS, "certificate", _show)
def reinstate(caller: Caller, key: UUID, number: str, reason: str, words: str) -> str:
    return certificates.reinstate(number, reason, caller.person(), key.hex, words=words).number


@write("withdrawCertificate", OFFICERS, "certificate", _show)
def withdraw(caller: Caller, key: UUID, number: str, reason: str, bearer: str, words: str) -> str:
    return certificates.withdraw(number, reason, bearer, caller.person(), key.hex, words=words).number
