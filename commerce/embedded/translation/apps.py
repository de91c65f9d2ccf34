from django.apps import AppConfig


class TranslationConfig(AppConfig):
    """Translations of products, categories, collections, pages, attributes and menus."""

    name = "commerce.embedded.translation"
    label = "store_translation"
    default_auto_field = "django.db.models.BigAutoField"
