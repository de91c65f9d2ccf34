"""The sentence under the word, in the reader's language."""

from datetime import date
from functools import lru_cache
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from certification.verification.contracts import Why

_TEMPLATES: Final = {
    Why.VALID: _("Certificate %(number)s. Checked by %(issuer)s, valid to %(until)s."),
    Why.CHECKED_THEN: _(
        "Checked by %(issuer)s on %(issued)s. The certificate’s term ended on %(until)s; "
        "the piece is still what was checked."
    ),
    Why.GOODS_PAST: _("The last day of these goods was %(last)s. Do not eat or sell them."),
    Why.TERM_OVER: _("The certificate’s term ended on %(until)s. The goods need a new check before sale."),
    Why.SUSPENDED: _("The certificate is on hold while something is being checked. Wait before you buy."),
    Why.WITHDRAWN: _("The certificate was taken back. The piece is not certified."),
    Why.RECALLED: _("The maker’s whole lot was called back. Do not use it; you get your money back."),
    Why.NO_SUCH_LABEL: _("We have never printed a label with this code. Do not trust it."),
    Why.MISTYPED: _("This is not a code of ours. Compare it with the line under the QR and type it again."),
    Why.NOT_ATTACHED: _("This label was printed, but belongs to no piece. Whoever used it had no right to."),
    Why.OUT_OF_USE: _("This label was taken out of use. A piece that carries it was not checked."),
    Why.NO_CERTIFICATE: _("We know this label, but no certificate stands behind it."),
    Why.SEEN_TOO_OFTEN: _(
        "The code is genuine, but it was looked at far more often than one piece would be: "
        "it may have been copied."
    ),
}


def sentence(
    why: Why,
    *,
    number: str = "",
    issuer: str = "",
    issued_on: date | None = None,
    valid_until: date | None = None,
    last_day: date | None = None,
    shown: str = "",
) -> str:
    """Return what the word rests on, said in a sentence or two."""
    words = {
        "number": number,
        "issuer": issuer,
        "issued": day(issued_on),
        "until": day(valid_until),
        "last": day(last_day),
        "code": shown,
    }
    return str(_TEMPLATES[why]) % words


def day(value: date | None) -> str:
    """Return a day with its month's name and its year."""
    return _day(get_language(), value) if value is not None else ""


@lru_cache(maxsize=3_000)
def _day(_language: str | None, value: date) -> str:
    return date_format(value, "j F Y")
