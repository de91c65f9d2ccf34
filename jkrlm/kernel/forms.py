"""What every page with a form does: put a refusal where it belongs, answer with the right status."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.ids import new_token

#: What an address asks for is cut to this length.
ASKED_MAX = 120
KEY_MAX = 64


class KeyedForm(forms.Form):
    """Carries a key made when it was drawn: sent twice, it counts once."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=KEY_MAX, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_token

    def clean_key(self) -> str:
        """A form without a key (typed by hand) is a new one each time."""
        return str(self.cleaned_data["key"]) or new_token()


def tell(form: BaseForm, refusal: DomainError, words: str = "") -> None:
    """Put a refusal, or other words for it, beside its field; where none is shown, above the form."""
    field = form.fields.get(refusal.field or "")
    is_shown = field is not None and not field.widget.is_hidden
    form.add_error(refusal.field if is_shown else None, words or refusal.message)


def carried_out(
    form: BaseForm, run: Callable[[], object], *, passing: tuple[type[DomainError], ...] = ()
) -> bool:
    """
    Check a form and run what it asks for; return whether it went through. A refusal stands beside its field.

    ``passing`` are refusals that another answers: a store that is away has its own page.
    """
    if not form.is_valid():
        return False
    try:
        run()
    except passing:
        raise
    except DomainError as refusal:
        tell(form, refusal)
        return False
    return True


def form_page(
    request: HttpRequest, template: str, context: dict[str, Any], *forms: BaseForm, refused: bool = False
) -> HttpResponse:
    """Render; what was refused, one of the forms or something else, comes back as typed, with 422."""
    refused = refused or any(form.is_bound and form.errors for form in forms)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, template, context, status=status)


def asked(request: HttpRequest, name: str, most: int = ASKED_MAX) -> str:
    """Return what the address asks for under a name, cut, without the byte that no database takes."""
    return request.GET.get(name, "")[:most].replace("\x00", "").strip()
