"""What the pages share: who may, and how a refusal is told."""

from http import HTTPStatus
from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import Role, User

#: Who has labels made and takes them out of use; who puts them on pieces; who looks on.
MAKERS: Final = (Role.OFFICER,)
HANDS: Final = (Role.OFFICER, Role.INSPECTOR)
READERS: Final = (*HANDS, Role.ADMINISTRATOR)


class DeskForm(forms.Form):
    """Every field is drawn alike."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "field")


def person(request: HttpRequest) -> User:
    """Return who is signed in; pages behind ``for_roles`` have somebody."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def tell(form: forms.Form, refusal: DomainError) -> None:
    """Put a refusal beside the field that it is about."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


def page(request: HttpRequest, template: str, context: dict[str, Any], *asked: forms.Form) -> HttpResponse:
    """Render; a form that was refused comes back with what was typed, as 422."""
    refused = any(form.is_bound and form.errors for form in asked)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, template, context, status=status)


def number(text: str) -> int:
    """Return a whole number of an address; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 0


def words(request: HttpRequest, name: str) -> str:
    """Return what the address asks for, cut to a sensible length."""
    return request.GET.get(name, "")[:80].replace("\x00", "").strip()
