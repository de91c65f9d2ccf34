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
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(key__regex="^[0-9a-f]{64}$"), name="media_key_is_sha256"
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


class StoredVoice(models.Model):
    """A voice note whose file is in storage as it came. The row is written after the file."""

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
