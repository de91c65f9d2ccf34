"""The editors' pages of return days and gift wrap: of every type of goods, of one product that differs."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from commerce.client import MetadataInput, TermsOfProductProduct
from commerce.facade import StoreRefused, app_store, pages, refuse_on
from jkrlm.kernel.forms import asked
from jkrlm.people.facade import Role, audit, for_roles, signed_in
from sellers.orders.facade import RETURN_DAYS, RETURN_DAYS_MOST, return_days, with_sale_terms
from storefront.aftercare.words import return_terms, wrap_terms

DESK: Final = (Role.EDITOR, Role.ADMINISTRATOR)
DAYS, WRAP = "umeed.return_days", "umeed.gift_wrap"
Facts = Mapping[str, Any] | None


class TermsForm(forms.Form):
    """``inherited`` is what counts where nothing is said; ``seen``: what stood there when it was drawn."""

    days = forms.IntegerField(
        label=gettext_lazy("Days in which it may come back"),
        required=False,
        min_value=0,
        max_value=RETURN_DAYS_MOST,
        widget=forms.NumberInput(attrs={"class": "field", "inputmode": "numeric"}),
        help_text=gettext_lazy("0: it may not come back at wish. Food and what is made to order never may."),
    )
    wrap = forms.ChoiceField(
        label=gettext_lazy("Gift wrap"), required=False, widget=forms.Select(attrs={"class": "field"})
    )
    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, inherited: str, **given: Any) -> None:
        super().__init__(*args, **given)
        wrap = self.fields["wrap"]
        assert isinstance(wrap, forms.ChoiceField)
        wrap.choices = [("", inherited), ("yes", _("Wrapped, free")), ("no", _("Not wrapped"))]
        self.fields["days"].widget.attrs["placeholder"] = inherited

    def facts(self) -> dict[str, str]:
        days = self.cleaned_data["days"]
        return {DAYS: "" if days is None else str(days), WRAP: self.cleaned_data["wrap"]}


@dataclass(frozen=True, slots=True)
class TypeRow:
    id: str
    slug: str
    name: str
    days: str
    wrap: str


@require_safe
@for_roles(*DESK)
def types(request: HttpRequest) -> HttpResponse:
    """Every type with its terms, and a field that finds one product by its SKU or its address."""
    wanted = asked(request, "product")
    if wanted and (found := _product(wanted)) is not None:
        return redirect("staff_terms:product", slug=found.slug)
    context = {"rows": _rows(), "wanted": wanted, "usual": RETURN_DAYS}
    status = HTTPStatus.NOT_FOUND if wanted else HTTPStatus.OK
    return render(request, "shop_aftercare/terms.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*DESK)
def of_type(request: HttpRequest, slug: str) -> HttpResponse:
    row = next((each for each in _rows() if each.slug == slug), None)
    if row is None:
        raise Http404
    usual = _("as usual: %(days)d days, wrapped") % {"days": RETURN_DAYS}
    return _edited(request, row.id, f"type {slug}", row.name, {DAYS: row.days, WRAP: row.wrap}, usual, {})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*DESK)
def of_product(request: HttpRequest, slug: str) -> HttpResponse:
    found = app_store().terms_of_product(slug=slug).product
    if found is None:
        raise Http404
    facts = with_sale_terms(found.metafields or {}, found.product_type.metafields)
    days = return_days(
        hsn=facts.get("umeed.hsn", ""), stock_kind=facts.get("umeed.stock_kind", ""), said=facts[DAYS]
    )
    shown = {"product": found, "said": f"{return_terms(days)} {wrap_terms(facts)}"}
    usual = _("as %(type)s") % {"type": found.product_type.name}
    own = _terms(found.metafields)
    return _edited(
        request, found.id, f"product {found.external_reference or slug}", found.name, own, usual, shown
    )


def _edited(
    request: HttpRequest,
    store_id: str,
    target: str,
    name: str,
    held: Mapping[str, str],
    usual: str,
    shown: Mapping[str, Any],
) -> HttpResponse:
    """Show the form, or write what was typed; what another wrote meanwhile is not overwritten unseen."""
    seen = f"{held[DAYS]}|{held[WRAP]}"
    if request.method == "POST":
        form = TermsForm(request.POST, inherited=usual)
        if form.is_valid():
            if form.cleaned_data["seen"] != seen and form.facts() != held:
                return _page(
                    request, _again(request, usual, held, seen), name, shown, status=HTTPStatus.CONFLICT
                )
            try:
                _write(store_id, form.facts(), held)
            except StoreRefused as refusal:
                form.add_error(None, _("The store refused it: %(why)s") % {"why": refusal.message})
            else:
                _audited(request, target, held, form.facts())
                messages.success(
                    request, _("Kept. The shop says so at once; orders placed before keep their days.")
                )
                return redirect(request.path)
        return _page(request, form, name, shown, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    form = TermsForm(initial={"days": held[DAYS] or None, "wrap": held[WRAP], "seen": seen}, inherited=usual)
    return _page(request, form, name, shown)


def _again(request: HttpRequest, usual: str, held: Mapping[str, str], seen: str) -> TermsForm:
    """Return what was typed, with what another wrote told above it; the next press counts for that."""
    typed = request.POST.copy()
    typed["seen"] = seen
    form = TermsForm(typed, inherited=usual)
    words = _("Somebody else has changed it: days %(days)s, wrap %(wrap)s. Press again to keep yours.")
    form.add_error(None, words % {"days": held[DAYS] or "–", "wrap": held[WRAP] or "–"})
    return form


def _write(store_id: str, wanted: Mapping[str, str], held: Mapping[str, str]) -> None:
    changed = [MetadataInput(key=key, value=value) for key, value in wanted.items() if held[key] != value]
    if changed:
        answer = app_store().metadata_update(id=store_id, input=changed).update_metadata
        assert answer is not None
        refuse_on(answer.errors)


def _audited(request: HttpRequest, target: str, held: Mapping[str, str], wanted: Mapping[str, str]) -> None:
    if dict(held) != dict(wanted):
        audit(
            actor=signed_in(request),
            verb="terms.set",
            target=target[:120],
            before=dict(held),
            after=dict(wanted),
        )


def _page(
    request: HttpRequest,
    form: TermsForm,
    name: str,
    shown: Mapping[str, Any],
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {"form": form, "name": name, **shown}
    return render(request, "shop_aftercare/terms_of.html", context, status=status)


def _rows() -> list[TypeRow]:
    found = []
    for page in pages(lambda after: app_store().terms_of_types(after=after).product_types):
        for edge in page.edges:
            facts = _terms(edge.node.metafields)
            found.append(TypeRow(edge.node.id, edge.node.slug, edge.node.name, facts[DAYS], facts[WRAP]))
    return sorted(found, key=lambda row: row.name)


def _terms(facts: Facts) -> dict[str, str]:
    return {key: str((facts or {}).get(key) or "") for key in (DAYS, WRAP)}


def _product(wanted: str) -> TermsOfProductProduct | None:
    """Return a product by its SKU, its slug, or its address in the shop."""
    named = wanted.split("/products/")[-1].strip("/ ")
    store = app_store()
    return (
        store.terms_of_product(reference=named.upper()).product or store.terms_of_product(slug=named).product
    )
