"""The photo desk: what waits, one page for each photograph, and the pictures themselves."""

from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalogue.errors import PhotoMoved
from catalogue.models import ListingPhoto
from catalogue.photo_rules import Problem
from catalogue.services import photo_desk
from catalogue.services.photo_desk import Yes
from catalogue.web.photo_forms import (
    ConsentForm,
    RecipeForm,
    WithdrawForm,
    WordsForm,
    fields_of,
    words_of,
)
from catalogue.web.photo_rows import ALL, address, consent_of, photo_of, photo_page, queue
from catalogue.web.views import EDITORS
from jkrlm.kernel import clock
from jkrlm.kernel.errors import DomainError
from jkrlm.kernel.forms import asked, form_page, tell
from jkrlm.people.facade import for_roles, signed_in
from media.facade import (
    PictureUnknown,
    Recipe,
    RecipeRefused,
    picture_answer,
    press,
    preview_answer,
    read_recipe,
    seen_of,
)

#: In pixels: the queue's, the editor's, and a large one.
PREVIEW: Final = 480
LARGE: Final = 1024
SIDES: Final = (128, PREVIEW, LARGE)


@require_safe
@for_roles(*EDITORS)
def desk(request: HttpRequest) -> HttpResponse:
    wanted = asked(request, "wait", 20)
    number = asked(request, "page", 4)
    page = int(number) if number.isascii() and number.isdigit() else 1
    found = queue(
        wanted=wanted if wanted in Problem.values else ALL,
        code=asked(request, "group", 16),
        page=max(page, 1),
    )
    return form_page(request, "catalogue/photos.html", found)


@require_safe
@for_roles(*EDITORS)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show a photograph; with ``recipe`` what that would make of it, before it is kept."""
    row = _found(number)
    words = asked(request, "recipe", 80)
    try:
        tried = read_recipe(words) if "recipe" in request.GET else None
    except RecipeRefused as refusal:
        messages.error(request, refusal.message)
        tried = None
    return _page(request, row, tried=tried)


@require_POST
@for_roles(*EDITORS)
def words(request: HttpRequest, number: int) -> HttpResponse:
    row = _found(number)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, row, words_form=form)
    try:
        is_new = photo_desk.describe(
            photo_id=number,
            version=form.cleaned_data["version"],
            said=form.said(),
            actor=signed_in(request),
            now=clock.now(),
        )
    except DomainError as refusal:
        return _refused(request, number, refusal, words_form=_again(form, refusal))
    messages.success(request, _kept(is_new))
    return redirect("staff_photos:photo", number)


@require_http_methods(["POST"])
@for_roles(*EDITORS)
def better(request: HttpRequest, number: int) -> HttpResponse:
    """
    Keep a recipe, or only show what it would make: ``look`` and the buttons lead back with it in the address.
    """
    row = _found(number)
    form = RecipeForm(request.POST)
    if not form.is_valid():
        return _page(request, row, recipe_form=form)
    try:
        recipe = form.recipe()
        if "press" in request.POST:
            seen = seen_of([row.original_key]).get(row.original_key)
            if seen is None:
                raise PictureUnknown("This photograph is kept no more.", field="photo")
            recipe = press(recipe, request.POST["press"], width=seen.width, height=seen.height)
        if "press" in request.POST or "look" in request.POST:
            return redirect(f"{_here(number)}?recipe={recipe.words}#better")
        is_new = photo_desk.make_better(
            photo_id=number,
            version=form.cleaned_data["version"],
            recipe=Recipe() if "undo" in request.POST else recipe,
            actor=signed_in(request),
            now=clock.now(),
        )
    except DomainError as refusal:
        return _refused(request, number, refusal, recipe_form=_again(form, refusal))
    messages.success(request, _kept(is_new))
    return redirect("staff_photos:photo", number)


@require_POST
@for_roles(*EDITORS)
def accept(request: HttpRequest, number: int) -> HttpResponse:
    """Say that it is good as it is, of what was told on the page."""
    row = _found(number)
    version = request.POST.get("version", "")
    try:
        photo_desk.accept(
            photo_id=number,
            version=int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0,
            problems=request.POST.getlist("problem")[:9],
            actor=signed_in(request),
            now=clock.now(),
        )
    except PhotoMoved as moved:
        messages.error(request, moved.message)
        return _page(request, row, status=HTTPStatus.CONFLICT)
    messages.success(request, "Written down: it stays as it is.")
    return redirect("staff_photos:photo", number)


@require_POST
@for_roles(*EDITORS)
def consent(request: HttpRequest, number: int) -> HttpResponse:
    row = _found(number)
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return _page(request, row, consent_form=form)
    typed = form.cleaned_data
    try:
        photo_desk.record_consent(
            photo_id=number,
            yes=Yes(**{name: typed[name] for name in Yes.__slots__}),
            actor=signed_in(request),
            now=clock.now(),
            today=clock.today(),
        )
    except DomainError as refusal:
        tell(form, refusal)
        return _page(request, row, consent_form=form)
    messages.success(request, "Her yes is written down.")
    return redirect("staff_photos:photo", number)


@require_POST
@for_roles(*EDITORS)
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take a yes back; ``number`` is the consent's."""
    found = consent_of(number)
    if found is None:
        raise Http404
    form = WithdrawForm(request.POST)
    said = form.cleaned_data["words"] if form.is_valid() else ""
    photo_desk.withdraw_consent(consent_id=number, words=said, actor=signed_in(request), now=clock.now())
    messages.success(request, "Withdrawn. The picture leaves the shop in a moment.")
    return redirect("staff_photos:photo", found.photo_id)


@require_safe
@for_roles(*EDITORS)
def picture(request: HttpRequest, number: int, which: str, side: int) -> HttpResponse:
    """The picture as it is shown, as it came, or as ``recipe`` would make it."""
    row = _found(number)
    if side not in SIDES or which not in ("shown", "came", "tried"):
        raise Http404
    try:
        if which == "tried":
            return preview_answer(  # type: ignore[return-value]
                request, row.original_key, read_recipe(asked(request, "recipe", 80)), side
            )
        key = row.original_key if which == "came" else row.shown_key
        return picture_answer(request, key, side)  # type: ignore[return-value]
    except (PictureUnknown, RecipeRefused) as unknown:
        raise Http404(unknown.message) from unknown


def _found(number: int) -> ListingPhoto:
    row = photo_of(number)
    if row is None:
        raise Http404
    return row


def _here(number: int) -> str:
    return reverse("staff_photos:photo", args=[number])


def _kept(is_new: bool) -> str:
    return "Kept. The shop has it in a moment." if is_new else "That stands there already."


def _again(form: Any, refusal: DomainError) -> Any:
    """Return the form as it was typed, with the refusal; after somebody else's change it counts for that."""
    if isinstance(refusal, PhotoMoved):
        given = form.data.copy()
        given["version"] = str(refusal.params["version"])
        form = type(form)(given)
        form.is_valid()
    tell(form, refusal)
    return form


def _refused(request: HttpRequest, number: int, refusal: DomainError, **forms: Any) -> HttpResponse:
    row = _found(number)
    status = HTTPStatus.CONFLICT if isinstance(refusal, PhotoMoved) else HTTPStatus.UNPROCESSABLE_ENTITY
    return _page(request, row, status=status, **forms)


def _page(
    request: HttpRequest,
    row: ListingPhoto,
    *,
    tried: Recipe | None = None,
    status: int = 0,
    words_form: BaseForm | None = None,
    recipe_form: BaseForm | None = None,
    consent_form: BaseForm | None = None,
) -> HttpResponse:
    context = photo_page(row)
    recipe = tried if tried is not None else context["recipe"]
    forms: dict[str, Any] = {
        "words_form": words_form or WordsForm(initial=words_of(row)),
        "recipe_form": recipe_form or RecipeForm(initial=fields_of(recipe, version=row.version)),
        "consent_form": consent_form or ConsentForm(initial={"given_on": clock.today()}),
        "withdraw_form": WithdrawForm(),
    }
    context |= {
        "tried": tried,
        "tried_words": recipe.words,
        "before": address(row, "came", PREVIEW),
        # By our own address: what comes from a bucket may not be read out of a canvas.
        "before_large": f"{address(row, 'tried', LARGE)}?recipe=",
        "after": f"{address(row, 'tried', PREVIEW)}?recipe={recipe.words}"
        if tried is not None
        else address(row, "shown", PREVIEW),
        "large": address(row, "shown", LARGE),
    }
    if context["came"] is not None:
        wide, high = context["came"].width, context["came"].height
        context["before_size"] = _fitted(wide, high)
        context["after_size"] = _fitted(*recipe.shape(wide, high))
    answer = form_page(request, "catalogue/photo.html", {**context, **forms}, *forms.values())
    answer.status_code = status or answer.status_code
    return answer


def _fitted(width: int, height: int) -> tuple[int, int]:
    scale = min(1.0, PREVIEW / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))
