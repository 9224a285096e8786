from django.apps import AppConfig


class InferenceConfig(AppConfig):
    name = "inference"
    verbose_name = "AI models"

    def ready(self) -> None:
        from inference.catalogue import removing  # noqa: F401, PLC0415 - it hears of cards that are deleted
