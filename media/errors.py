"""
Refusals of the media room; codes are those that the store's uploads answer with.

    PictureRefused      what was uploaded will not be kept
    QuotaReached        whose file it is has no space left
    UploadRefused       the pieces of a file do not fit together
    PictureUnknown      no picture has this key
    RecipeRefused       what is to be done to a picture makes no sense
    PicturePrivate      it is not for everybody
    VoiceRefused        the recording will not be kept
    VoiceUnknown        no voice note has this key
    DocumentRefused     a PDF of ours would be too large or take too long
    PaperRefused        the uploaded PDF will not be kept
    PaperUnknown        no uploaded PDF has this key
    FilesUnavailable    the place where files lie does not answer; later it may
"""

from jkrlm.kernel.errors import DomainError


class PictureRefused(DomainError):
    """The upload is not a picture that we keep: too big, broken, or something else in disguise."""


class PictureUnknown(DomainError):
    """No picture has this key, or no rendition is made in this size and format."""

    code = "NOT_FOUND"


class RecipeRefused(DomainError):
    """What is to be done to a picture makes no sense; the picture is as it was."""

    code = "RECIPE"


class PicturePrivate(PictureUnknown):
    """To everybody there is no such picture; a view may let its readers in."""


class FilesUnavailable(DomainError):
    """The place where files lie does not answer or refuses us; nothing was kept. Repeating is safe."""

    code = "FILES_UNAVAILABLE"


class DocumentRefused(DomainError):
    """A PDF would be too large or take too long; nothing was made."""

    code = "DOCUMENT_REFUSED"


class VoiceRefused(DomainError):
    """The upload is no recording that we keep: too big, broken, or something else in disguise."""


class VoiceUnknown(DomainError):
    """No voice note has this key."""

    code = "NOT_FOUND"


class PaperRefused(DomainError):
    """The upload is no PDF that we keep: locked, with a program or files inside, too long, broken."""


class PaperUnknown(DomainError):
    """No uploaded PDF has this key."""

    code = "NOT_FOUND"


class QuotaReached(DomainError):
    """There is no space left for this group's files; nothing was kept."""

    code = "QUOTA"


class UploadRefused(DomainError):
    """
    This piece does not go on where the last one ended, or the file has another length than was said.

    ``params["received"]`` is how many bytes have come: the sender goes on from there.
    """

    code = "OFFSET"
