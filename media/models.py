from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class StoredPicture(models.Model):
    """A picture whose clean original is in storage. The row is written after the file."""

    key = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of what was uploaded, hex")
    image_format = models.CharField(max_length=4)
    width = models.PositiveIntegerField(help_text="pixels, of the kept original")
    height = models.PositiveIntegerField(help_text="pixels, of the kept original")
    size_bytes = models.PositiveIntegerField()
    alt = models.CharField(max_length=250, blank=True, help_text="what the first uploader said it shows")
    is_private = models.BooleanField(
        default=False, db_default=False, help_text="has no public address; a view lets its readers in"
    )
    is_leaving = models.BooleanField(
        default=False, db_default=False, help_text="withdrawn; its public files or the cards may be left"
    )
    colour = models.CharField(
        max_length=6, default="", db_default="", help_text="the commonest, hex; shown until it is there"
    )
    light = models.PositiveSmallIntegerField(null=True, help_text="mean brightness, 0–255")
    sharp = models.PositiveSmallIntegerField(null=True, help_text="variance of its edges; shaken: under 60")
    look = models.BigIntegerField(null=True, help_text="perceptual hash; empty for one flat colour")
    bands = ArrayField(
        models.IntegerField(), default=list, db_default=[], help_text="the look in four, for the index"
    )
    file_hash = models.CharField(
        max_length=64,
        default="",
        db_default="",
        help_text="SHA-256 of the kept original, hex; empty: of an earlier version, see media_catch_up",
    )
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            GinIndex(fields=["bands"], name="media_picture_bands"),
            models.Index(
                fields=["file_hash"], condition=~models.Q(file_hash=""), name="media_picture_file_hash"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(file_hash__regex="^([0-9a-f]{64})?$"), name="media_file_hash_is_sha256"
            ),
            models.CheckConstraint(
                condition=models.Q(key__regex="^[0-9a-f]{64}$"), name="media_key_is_sha256"
            ),
            models.CheckConstraint(
                condition=models.Q(colour__regex="^([0-9a-f]{6})?$"), name="media_colour_is_hex"
            ),
            models.CheckConstraint(
                condition=models.Q(image_format__in=["JPEG", "PNG", "WEBP"]), name="media_known_format"
            ),
            models.CheckConstraint(
                condition=models.Q(width__gt=0, height__gt=0, size_bytes__gt=0), name="media_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key[:12]} {self.width}×{self.height}"


class PictureEdit(models.Model):
    """
    A picture that was made of another by a recipe; that one stays as it came. Neither is ever changed.

    What it is made of is never an edit itself (a trigger): edits do not pile up, and all can be taken back.
    """

    picture = models.OneToOneField(
        StoredPicture, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    original = models.ForeignKey(StoredPicture, on_delete=models.PROTECT, related_name="+")
    recipe = models.CharField(max_length=60, help_text="see media.recipes")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["original", "recipe"], name="media_edit_once"),
            models.CheckConstraint(
                condition=~models.Q(recipe="") & ~models.Q(picture=models.F("original")),
                name="media_edit_of_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.original_id[:12]} {self.recipe}"


class Keeping(models.Model):
    """Who put a file here, and what it takes of her space. The same file of two is kept once, told twice."""

    owner = models.CharField(max_length=32, help_text="a group's code")
    key = models.CharField(max_length=64, help_text="of a picture, a voice note or a document")
    size_bytes = models.PositiveIntegerField(help_text="of the kept original; sizes made of it are ours")
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="media_keeping_once"),
            models.CheckConstraint(
                condition=~models.Q(owner="") & models.Q(size_bytes__gt=0), name="media_keeping_of_somebody"
            ),
        ]
        indexes = [models.Index(fields=["key"], name="media_keeping_of_key")]

    def __str__(self) -> str:
        return f"{self.owner} {self.key[:12]}"


class StoredDocument(models.Model):
    """A PDF whose clean copy is in storage. The row is written after the file."""

    key = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of what was uploaded, hex")
    pages = models.PositiveSmallIntegerField()
    size_bytes = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(key__regex="^[0-9a-f]{64}$"), name="media_document_key_is_sha256"
            ),
            models.CheckConstraint(
                condition=models.Q(pages__gt=0, size_bytes__gt=0), name="media_document_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key[:12]} {self.pages} pp."


class Upload(models.Model):
    """A file that is arriving in pieces, under its sender's own name for it."""

    owner = models.CharField(max_length=80, help_text="who sends it, in the words of the room that takes it")
    name = models.UUIDField(help_text="the sender's id of the file")
    bundle = models.UUIDField(null=True, help_text="the sender's id of the draft that it belongs to")
    length_bytes = models.PositiveIntegerField()
    received_bytes = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    heard_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="media_upload_once"),
            models.CheckConstraint(
                condition=models.Q(length_bytes__gt=0, received_bytes__lte=models.F("length_bytes")),
                name="media_upload_within_length",
            ),
        ]
        indexes = [models.Index(fields=["heard_at"], name="media_upload_age")]

    def __str__(self) -> str:
        return f"{self.name} {self.received_bytes}/{self.length_bytes}"


class UploadPiece(models.Model):
    """One piece as it came; its row and the count of its upload change together or not at all."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="pieces")
    at = models.PositiveIntegerField(help_text="bytes before it")
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "at"], name="media_piece_once")]


class MovedFile(models.Model):
    """A file that lies in the new place too, read back and found equal. A move goes on after the last one."""

    name = models.CharField(max_length=250, primary_key=True)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    moved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sha256__regex="^[0-9a-f]{64}$"), name="media_moved_sha256"
            )
        ]

    def __str__(self) -> str:
        return self.name


class StoredVoice(models.Model):
    """A voice note whose file is in storage. The row is written after the file."""

    key = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of what was uploaded, hex")
    content_type = models.CharField(max_length=20)
    seconds = models.PositiveSmallIntegerField(null=True)
    size_bytes = models.PositiveIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(key__regex="^[0-9a-f]{64}$"), name="media_voice_key_is_sha256"
            ),
            models.CheckConstraint(
                condition=models.Q(content_type__startswith="audio/", size_bytes__gt=0),
                name="media_voice_is_sound",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key[:12]} {self.content_type}"
