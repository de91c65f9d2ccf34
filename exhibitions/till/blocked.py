"""Why goods may not be sold at a till, said in every language of its tablets: a cashier reads her own."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from certification.certificates.facade import CertificateState, certificates_of_groups
from certification.lots.facade import LotState, lots_of
from sellers.registry.facade import Group
from sellers.tax.facade import refusals_to_sell

#: Language → sentence.
Told = dict[str, str]
_REVOKED: Final = {CertificateState.WITHDRAWN, CertificateState.SUSPENDED}


class Reasons:
    """What speaks against selling each of an exhibition's goods on a day. Five queries."""

    def __init__(self, makers: Sequence[Group], *, state: str, on: date) -> None:
        self._no_seller: dict[str, Told] = {}
        for language, _name in settings.LANGUAGES:
            with override(language):
                for code, words in refusals_to_sell(makers, state, on).items():
                    self._no_seller.setdefault(code, {})[language] = words
        self._called_back = _called_back(sorted(each.code for each in makers))

    def of(self, *, group: str, product: str, has_seller: bool, has_price: bool) -> Told | None:
        """Return the first reason against goods; None: they may be sold."""
        if group in self._no_seller:
            return self._no_seller[group]
        if not has_seller:
            return _told(_("Nobody may sell it here."))
        if product in self._called_back:
            return _told(self._called_back[product])
        return None if has_price else _told(_("It has no price in the store."))


def words_of(item: Mapping[str, Any]) -> str:
    """Return in English why goods are blocked; empty: they are not. Older bundles held one sentence."""
    told = item["blocked"] or ""
    return told if isinstance(told, str) else str(told["en"])


def _told(sentence: Promise) -> Told:
    told = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            told[language] = str(sentence)
    return told


def _called_back(groups: Sequence[str]) -> dict[str, Promise]:
    """Return product → why it may not be sold for its certificate's or its lots' sake. Two queries."""
    reasons: dict[str, Promise] = {}
    states: dict[str, set[str]] = {}
    for lot in lots_of(groups):
        states.setdefault(lot.product_id, set()).add(lot.state)
    for product, held in states.items():
        if held == {LotState.RECALLED}:
            reasons[product] = _("Every lot of it was called back.")
    standing: dict[str, set[str]] = {}
    for each in certificates_of_groups(groups):
        standing.setdefault(each.product_id, set()).add(each.state)
    for product, held in standing.items():
        if held & _REVOKED and CertificateState.VALID not in held:
            reasons[product] = _("Its certificate is withdrawn or suspended.")
    return reasons
