"""What an editor types and chooses about a photograph."""

from typing import Any, Final, Literal

from django import forms
from django.core.validators import validate_email

from catalogue.models import ListingPhoto
from catalogue.photo_rules import Means, People, Shows
from catalogue.services.photo_desk import Described
from jkrlm.kernel.forms import KeyedForm
from jkrlm.people.facade import BadPhone, mobile_number
from media.facade import Recipe, make_recipe

_FIELD: Final = {"class": "field"}
_STOPS: Final = tuple(
    (str(n), "as it came" if n == 0 else f"{'+' if n > 0 else '−'}{abs(n)}/3 stop") for n in range(-6, 7)
)


class WordsForm(forms.Form):
    """What the photograph shows, in three languages; whether it is this piece; whether anybody is in it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    alt_en = forms.CharField(
        label="What is seen, in English",
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={**_FIELD, "autocomplete": "off"}),
        help_text="For who cannot see it: the thing, its colour, its pattern, how it lies. No “picture of”.",
    )
    alt_hi = forms.CharField(
        label="In Hindi",
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={**_FIELD, "lang": "hi", "dir": "auto"}),
    )
    alt_ur = forms.CharField(
        label="In Urdu",
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={**_FIELD, "lang": "ur", "dir": "rtl"}),
    )
    shows = forms.ChoiceField(
        label="It shows",
        required=False,
        choices=(("", "Not said yet"), *Shows.choices),
        widget=forms.Select(attrs=_FIELD),
    )
    people = forms.ChoiceField(
        label="Who is in it?",
        required=False,
        choices=(("", "Not looked yet"), *People.choices),
        widget=forms.Select(attrs=_FIELD),
        help_text="With somebody in it the shop shows it only while a yes is written down below.",
    )

    def said(self) -> Described:
        typed = self.cleaned_data
        return Described(**{name: typed[name] for name in ("alt_en", "alt_hi", "alt_ur", "shows", "people")})


def words_of(row: ListingPhoto) -> dict[str, Any]:
    names = ("version", "alt_en", "alt_hi", "alt_ur", "shows", "people")
    return {name: getattr(row, name) for name in names}


def _edge(label: str, initial: int) -> forms.IntegerField:
    widget = forms.NumberInput(attrs={**_FIELD, "inputmode": "numeric", "min": 0, "max": 1000, "step": 1})
    return forms.IntegerField(
        label=label, min_value=0, max_value=1000, initial=initial, required=False, widget=widget
    )


class RecipeForm(forms.Form):
    """
    A recipe as fields. Edges and the grey point are per mille of the picture after turning; an empty point
    leaves colours alone unless ``auto`` is chosen.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    turns = forms.TypedChoiceField(
        label="Turned clockwise",
        coerce=int,
        choices=((0, "as it came"), (1, "a quarter"), (2, "half"), (3, "three quarters")),
        widget=forms.Select(attrs=_FIELD),
    )
    left = _edge("Left edge, ‰", 0)
    top = _edge("Upper edge, ‰", 0)
    right = _edge("Right edge, ‰", 1000)
    bottom = _edge("Lower edge, ‰", 1000)
    white = forms.ChoiceField(
        label="White balance",
        required=False,
        choices=(("", "as it came"), ("auto", "by itself: the mean is grey"), ("point", "by a grey point")),
        widget=forms.Select(attrs=_FIELD),
    )
    grey_x = _edge("Grey point from the left, ‰", 500)
    grey_y = _edge("Grey point from above, ‰", 500)
    exposure = forms.TypedChoiceField(
        label="Light", coerce=int, choices=_STOPS, initial="0", widget=forms.Select(attrs=_FIELD)
    )
    levels = forms.BooleanField(
        label="Stretch from black to white",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "box"}),
    )

    def recipe(self) -> Recipe:
        """
        Raises:
            RecipeRefused: the sentence says which of the fields is wrong.
        """
        typed = self.cleaned_data
        edges = tuple(_or(typed[name], whole) for name, whole in _EDGES)
        white: Literal["auto"] | tuple[int, int] | None = None
        if typed["white"] == "auto":
            white = "auto"
        elif typed["white"] == "point":
            white = (_or(typed["grey_x"], 500), _or(typed["grey_y"], 500))
        return make_recipe(
            turns=typed["turns"],
            crop=None if edges == (0, 0, 1000, 1000) else edges,  # type: ignore[arg-type]
            white=white,
            exposure=typed["exposure"],
            levels=typed["levels"],
        )


_EDGES: Final = (("left", 0), ("top", 0), ("right", 1000), ("bottom", 1000))


def _or(typed: int | None, otherwise: int) -> int:
    return otherwise if typed is None else typed


def fields_of(recipe: Recipe, *, version: int) -> dict[str, Any]:
    """Return a recipe as the form shows it."""
    left, top, right, bottom = recipe.crop or (0, 0, 1000, 1000)
    point = recipe.white if isinstance(recipe.white, tuple) else (500, 500)
    return {
        "version": version,
        "turns": recipe.turns,
        "left": left,
        "top": top,
        "right": right,
        "bottom": bottom,
        "white": "point" if isinstance(recipe.white, tuple) else recipe.white or "",
        "grey_x": point[0],
        "grey_y": point[1],
        "exposure": str(recipe.exposure),
        "levels": recipe.levels,
    }


class ConsentForm(KeyedForm):
    who = forms.CharField(
        label="Whose face, or whose picture is it?",
        max_length=120,
        widget=forms.TextInput(attrs={**_FIELD, "autocomplete": "off"}),
    )
    said_by = forms.CharField(
        label="Who said yes, if not she herself",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={**_FIELD, "autocomplete": "off"}),
        help_text="For a child: her mother or father.",
    )
    contact = forms.CharField(
        label="Her mobile number or e-mail address",
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={**_FIELD, "autocomplete": "off"}),
        help_text="If she has one of her own: an account under it shows her this yes, and may end it.",
    )
    given_on = forms.DateField(
        label="On which day", widget=forms.DateInput(attrs={**_FIELD, "type": "date"}, format="%Y-%m-%d")
    )
    means = forms.ChoiceField(label="By what", choices=Means.choices, widget=forms.Select(attrs=_FIELD))
    evidence = forms.CharField(
        label="Which paper or recording, and where it lies",
        max_length=200,
        widget=forms.TextInput(attrs=_FIELD),
        help_text="“Form 7 of 3 November, folder at the Budgam hub”.",
    )

    def clean_contact(self) -> str:
        typed = str(self.cleaned_data["contact"]).strip()
        if not typed:
            return ""
        try:
            if "@" in typed:
                validate_email(typed)
                return typed.lower()
            return mobile_number(typed)
        except (BadPhone, forms.ValidationError):
            raise forms.ValidationError(
                "This is neither a mobile number nor an e-mail address. Mend it, or leave it out."
            ) from None


class WithdrawForm(forms.Form):
    words = forms.CharField(
        label="Why, in her words",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=_FIELD),
    )
