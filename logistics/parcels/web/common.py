"""What the pages of parcels share: who may what, who acts, badges."""

import re
import secrets
from typing import Any, Final

from django import forms
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jkrlm.kernel.badges import Badge
from jkrlm.kernel.errors import DomainError
from jkrlm.people.facade import Role, signed_in
from logistics.carriers.facade import tidy
from logistics.parcels.models import Parcel
from logistics.parcels.rules import is_code
from logistics.parcels.selectors import found_by
from logistics.parcels.states import ParcelState
from media.facade import FilesUnavailable, PictureRefused, store_picture

#: Who moves parcels; who may look at them.
MOVERS: Final = (Role.LOGISTICS, Role.ADMINISTRATOR)
READERS: Final = (Role.LOGISTICS, Role.FINANCE_MAKER, Role.FINANCE_CHECKER, Role.ADMINISTRATOR)
KEY_MAX: Final = 64
TYPED_MAX: Final = 300

_S = ParcelState
_SHADES: Final = {
    _S.PACKING: ("off", "parcel"),
    _S.READY: ("warn", "clock"),
    _S.COLLECTED: ("", "truck"),
    _S.AT_HUB: ("", "home"),
    _S.HANDED_OVER: ("", "truck"),
    _S.DELIVERED: ("ok", "check"),
    _S.REFUSED: ("err", "return"),
    _S.RETURNED: ("off", "return"),
    _S.DAMAGED: ("err", "warn"),
    _S.LOST: ("err", "warn"),
    _S.CANCELLED: ("off", "close"),
}


def badge(state: str) -> Badge:
    found = ParcelState(state)
    return Badge(str(found.label), *_SHADES[found])


def actor_of(request: HttpRequest) -> str:
    """Return who acts, as histories name her."""
    return f"person:{signed_in(request).pk}"


def new_key() -> str:
    return secrets.token_urlsafe(16)


class KeyedForm(forms.Form):
    """
    ``key`` is made when the form is drawn, so that sent twice it counts once; every field is drawn alike.
    """

    key = forms.CharField(widget=forms.HiddenInput, max_length=KEY_MAX, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = new_key
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxInput | forms.HiddenInput):
                field.widget.attrs.setdefault("class", "field")

    def clean_key(self) -> str:
        return str(self.cleaned_data["key"]) or new_key()

    def full_clean(self) -> None:
        """Keep photographs once all else is in order: what is refused leaves no file behind."""
        super().full_clean()
        for name, field in self.fields.items():
            if self.is_bound and isinstance(field, PhotoField):
                field.keep(self, name)


class PhotoField(forms.FileField):
    """A photograph; once the form is in order, the keys under which media keeps it: one, or none."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("label", gettext_lazy("Photograph"))
        super().__init__(
            required=False,
            widget=forms.ClearableFileInput(attrs={"accept": "image/*", "capture": "environment"}),
            **more,
        )

    def keep(self, form: forms.Form, name: str) -> None:
        """Put the keys into the clean values; where something is missing, say that the file is, too."""
        sent = form.cleaned_data.get(name)
        if sent and form.errors:
            # No browser sends a chosen file again by itself.
            form.add_error(name, _("Choose the photograph again: something else was missing."))
            return
        try:
            keys = (store_picture(sent.read(), private=True).key,) if sent else ()
        except (FilesUnavailable, PictureRefused) as refused:
            form.add_error(name, forms.ValidationError(refused.message, code="picture"))
            return
        form.cleaned_data[name] = keys


def parcel_or_404(code: str) -> Parcel:
    found = Parcel.objects.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def read_parcel(typed: str) -> Parcel:
    """
    Return the parcel that was scanned or typed: our code, a label's address, the carrier's number, an order.

    Raises:
        DomainError: there is none, or several; the sentence says what to do.
    """
    found = re.search(r"P\d{9}", typed.upper())
    if found is not None and not is_code(found[0]):
        raise DomainError(
            _("One figure of %(code)s is wrong. Look at the label again.") % {"code": found[0]}, field="code"
        )
    word = found[0] if found else (typed.strip().rstrip("/").rsplit("/", 1)[-1] or typed)
    rows = list(found_by(word)[:20]) or list(found_by(tidy(word))[:20])
    # A box stands for what is inside: its number is theirs, too.
    rows = [each for each in rows if each.box_id is None] or rows
    if len(rows) == 1:
        return rows[0]
    if rows:
        codes = ", ".join(each.code for each in rows)
        raise DomainError(
            _("Several parcels fit: %(codes)s. Scan the label of one.") % {"codes": codes}, field="code"
        )
    raise DomainError(
        _("No parcel fits “%(typed)s”. Look at the label again.") % {"typed": typed[:60]}, field="code"
    )
