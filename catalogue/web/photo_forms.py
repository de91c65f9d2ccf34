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


def _line(label: str, most: int, *, is_needed: bool = False, says: str = "", **attrs: str) -> forms.CharField:
    """Return a field of one line; ``says`` stands below it."""
    widget = forms.TextInput(attrs={**_FIELD, **attrs})
    return forms.CharField(label=label, max_length=most, required=is_needed, help_text=says, widget=widget)


class WordsForm(forms.Form):
    """What the photograph shows, in three languages; whether it is this piece; whether anybody is in it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    alt_en = _line(
        "What is seen, in English",
        250,
        says="For who cannot see it: the thing, its colour, its pattern, how it lies. No “picture of”.",
        autocomplete="off",
    )
    alt_hi = _line("In Hindi", 250, lang="hi", dir="auto")
    alt_ur = _line("In Urdu", 250, lang="ur", dir="rtl")
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
    who = _line("Whose face, or whose picture is it?", 120, is_needed=True, autocomplete="off")
    said_by = _line(
        "Who said yes, if not she herself",
        120,
        says="For a child: her mother or father.",
        autocomplete="off",
    )
    contact = _line(
        "Her mobile number or e-mail address",
        254,
        says="If she has one of her own: an account under it shows her this yes, and may end it.",
        autocomplete="off",
    )
    given_on = forms.DateField(
        label="On which day", widget=forms.DateInput(attrs={**_FIELD, "type": "date"}, format="%Y-%m-%d")
    )
    means = forms.ChoiceField(label="By what", choices=Means.choices, widget=forms.Select(attrs=_FIELD))
    evidence = _line(
        "Which paper or recording, and where it lies",
        200,
        is_needed=True,
        says="“Form 7 of 3 November, folder at the Budgam hub”.",
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
    words = _line("Why, in her words", 300)
