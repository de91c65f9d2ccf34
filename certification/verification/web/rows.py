"""What the pages show, made ready: nothing is looked up while they are drawn."""

from dataclasses import dataclass
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certification.verification.contracts import Result, Verdict, Word
from certification.verification.sentences import day

_ICONS: Final = {
    Word.GENUINE: "check",
    Word.EXPIRED: "clock",
    Word.SUSPENDED: "clock",
    Word.WITHDRAWN: "close",
    Word.RECALLED: "warn",
    Word.UNKNOWN: "help",
    Word.SEEN_TOO_OFTEN: "people",
}
_WHAT_TO_DO: Final = {
    Word.EXPIRED: _(
        "Ask the seller for fresh goods. Bought like this from us? Report it: you get your money back."
    ),
    Word.SUSPENDED: _(
        "Bought it already? Keep it. If the certificate is taken back, you get your money back."
    ),
    Word.WITHDRAWN: _(
        "Bought it from us? You get your money back. Report a problem below and say your order."
    ),
    Word.RECALLED: _(
        "Stop using it. Everybody who ordered from this lot hears from us and gets the money back."
    ),
    Word.UNKNOWN: _("Do not pay for it as a certified piece. Tell us where it was offered."),
    Word.SEEN_TOO_OFTEN: _(
        "Compare the piece in your hand with the picture. Not the same, or not sold by us? Tell us."
    ),
}
_STATES: Final = {
    "valid": _("Valid"),
    "suspended": _("Suspended"),
    "withdrawn": _("Withdrawn"),
    "expired": _("Its term is over"),
}
_GOOD: Final = frozenset({Word.GENUINE})


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    value: str
    url: str = ""


def icon_of(word: Word) -> str:
    return _ICONS[word]


def what_to_do(verdict: Verdict) -> str:
    """Return what the reader can do now; empty where nothing needs doing."""
    return str(_WHAT_TO_DO.get(verdict.word, ""))


def maker_rows(verdict: Verdict) -> list[Row]:
    maker = verdict.maker
    if maker is None:
        return []
    found = [Row(gettext("Group"), maker.name), Row(gettext("Place"), maker.place)]
    if maker.members:
        found.insert(1, Row(gettext("Members"), str(maker.members)))
    return [row for row in found if row.value]


def certificate_rows(verdict: Verdict) -> list[Row]:
    state = _STATES.get(verdict.certificate_state, "")
    reason = f" – {verdict.state_reason}" if verdict.state_reason else ""
    found = [
        Row(gettext("Number"), verdict.certificate_number),
        Row(gettext("Code"), verdict.shown),
        Row(gettext("Piece"), verdict.product.unit if verdict.product else ""),
        Row(gettext("Lot"), verdict.lot_number),
        Row(gettext("Made on"), day(verdict.made_on)),
        Row(gettext("Last day"), day(verdict.expires_on)),
        Row(gettext("Issued"), day(verdict.issued_on)),
        Row(gettext("Valid to"), day(verdict.valid_until)),
        Row(gettext("Sold in"), date_format(verdict.sold_month, "F Y") if verdict.sold_month else ""),
        Row(gettext("Issued by"), verdict.issuer),
        Row(gettext("State"), f"{state}{reason}"),
    ]
    return [row for row in found if row.value]


def measured(verdict: Verdict) -> tuple[Result, ...]:
    return verdict.results


def is_good(verdict: Verdict) -> bool:
    return verdict.word in _GOOD
