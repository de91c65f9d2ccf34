"""
What is known of a code, put together from the rooms that know it: four statements, all by unique indexes.

Nothing is copied, so nothing has to be kept true: a suspension is read by the next request. A process answers
the same label for FRESH_SECONDS from memory, so that one that goes round the world costs no more than others.
"""

import time
from dataclasses import replace
from datetime import date
from typing import Final

from django.utils.translation import get_language

import certification.certificates.facade as certificates
import certification.labels.facade as labels
import certification.lots.facade as lots
from certification.verification.contracts import Maker, Product, Result, Scans, Verdict, Why, Word
from certification.verification.rules import Facts, judge
from certification.verification.scans import scans_of
from certification.verification.sentences import sentence
from sellers.registry.facade import Group, groups_by_code

#: How long a process may repeat an answer. With the browser's own 2 seconds, true within 5.
FRESH_SECONDS: Final = 2.0
#: Names of groups change seldom.
_GROUP_SECONDS: Final = 60.0
_KEPT_MAX: Final = 2_000

_verdicts: dict[tuple[str, str, date], tuple[float, Verdict]] = {}
_groups: dict[str, tuple[float, Group | None]] = {}


def verdict(code: str, *, today: date) -> Verdict:
    """Return what the reader of a label is told, in the active language, at most FRESH_SECONDS old."""
    key = (code, get_language() or "en", today)
    at = time.monotonic()
    held = _verdicts.get(key)
    if held is not None and held[0] > at:
        return held[1]
    made = read(code, today=today)
    if len(_verdicts) >= _KEPT_MAX:
        _verdicts.clear()
    _verdicts[key] = (at + FRESH_SECONDS, made)
    return made


def forget() -> None:
    """Answer nothing from memory."""
    _verdicts.clear()
    _groups.clear()


def read(code: str, *, today: date) -> Verdict:
    """Return what the reader of a label is told, read now."""
    if not labels.is_code(code):
        return _unknown(code, Why.MISTYPED)
    try:
        label = labels.label(code)
    except labels.LabelUnknown:
        return _unknown(code, Why.NO_SUCH_LABEL)
    try:
        certificate: certificates.Certificate | None = certificates.certificate(label.certificate_number)
    except certificates.CertificateUnknown:
        certificate = None
    lot = lots.traced(label.lot_number, code)
    scans, is_often, _known = scans_of(code, today=today)
    word, why = judge(
        Facts(
            label=label.state,
            certificate=certificate.state if certificate is not None else None,
            lot=lot.state if lot is not None else None,
            goods_expire=certificate.goods_expire if certificate is not None else False,
            lot_last_day=lot.expires_on if lot is not None else None,
            valid_until=certificate.valid_until if certificate is not None else None,
            is_sold=lot is not None and lot.sold_on is not None,
            is_often=is_often,
        ),
        today,
    )
    if word == Word.UNKNOWN:
        return replace(
            _unknown(code, why),
            product_id=label.product_id,
            group_code=label.group_code,
            certificate_number=label.certificate_number,
        )
    return _told(code, word, why, label, certificate, lot, scans)


def _unknown(code: str, why: Why) -> Verdict:
    shown = labels.shown(code)
    return Verdict(code=code, shown=shown, word=Word.UNKNOWN, why=why, sentence=sentence(why, shown=shown))


def _told(
    code: str,
    word: Word,
    why: Why,
    label: labels.Label,
    certificate: certificates.Certificate | None,
    lot: lots.Traced | None,
    scans: Scans,
) -> Verdict:
    base = Verdict(
        code=code,
        shown=label.shown,
        word=word,
        why=why,
        sentence=sentence(
            why,
            number=certificate.number if certificate else "",
            issuer=certificate.issuer_name if certificate else "",
            issued_on=certificate.issued_on if certificate else None,
            valid_until=certificate.valid_until if certificate else None,
            last_day=lot.expires_on if lot else None,
            shown=label.shown,
        ),
        product=_product(label),
        maker=_maker(label.group_code),
        lot_number=label.lot_number,
        made_on=lot.made_on if lot else None,
        expires_on=lot.expires_on if lot else None,
        sold_month=lot.sold_on.replace(day=1) if lot and lot.sold_on else None,
        scans=scans,
        product_id=label.product_id,
        group_code=label.group_code,
    )
    return base if certificate is None else _certified(base, certificate)


def _certified(base: Verdict, certificate: certificates.Certificate) -> Verdict:
    certificate = certificates.in_her_language(certificate)
    return replace(
        base,
        standard=certificate.version_number,
        standard_title=certificate.standard_title,
        grade=certificate.grade_name,
        results=tuple(
            Result(line.name, line.value, line.unit, line.limit_text, line.passes)
            for line in certificate.results
        ),
        certificate_number=certificate.number,
        certificate_state=certificate.state,
        state_reason=certificate.state_reason,
        issued_on=certificate.issued_on,
        valid_until=certificate.valid_until,
        issuer=certificate.issuer_name,
        credential_url=certificates.certificate_url(certificate.number),
        passport_url=certificates.passport_url(certificate.number),
        pdf_url=certificates.pdf_url(certificate.number),
    )


def _product(label: labels.Label) -> Product:
    goods = label.goods
    titles = {"hi": goods.title_hi, "ur": goods.title_ur}
    return Product(
        title=titles.get(get_language() or "en") or goods.title,
        slug=goods.slug,
        picture_url=goods.picture_url,
        is_illustration=goods.is_illustration,
        unit=label.unit,
    )


def _maker(code: str) -> Maker | None:
    at = time.monotonic()
    until, group = _groups.get(code, (0.0, None))
    if until < at:
        group = groups_by_code([code]).get(code)
        if len(_groups) >= _KEPT_MAX:
            _groups.clear()
        _groups[code] = (at + _GROUP_SECONDS, group)
    if group is None:
        return None
    names = {"hi": group.name_hi, "ur": group.name_ur}
    place = ", ".join(dict.fromkeys(part for part in (group.village, group.district) if part))
    return Maker(names.get(get_language() or "en") or group.name, group.slug, group.members, place)
