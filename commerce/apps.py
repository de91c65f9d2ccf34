from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models.signals import post_migrate


class CommerceConfig(AppConfig):
    name = "commerce"
    label = "commerce"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Stop the start on a store that documents cannot be carried to; install our app after migrations."""
        from commerce.install import install_app

        if settings.SALEOR_API_URL:
            raise ImproperlyConfigured(
                "SALEOR_API_URL is set, but this version carries documents to the embedded store only."
                " Unset it."
            )
        post_migrate.connect(install_app, sender=self, dispatch_uid="commerce.install_app")
