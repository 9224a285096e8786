from django.apps import AppConfig


class WidgetsConfig(AppConfig):
    name = "widgets"
    verbose_name = "Apps and people"

    def ready(self) -> None:
        from widgets.building import using  # noqa: F401, PLC0415 - connects its receiver
        from widgets.community import indexing  # noqa: F401, PLC0415 - connects its receivers
        from widgets.sharing import announcing  # noqa: F401, PLC0415 - connects its receivers
        from widgets.snapshots import removal  # noqa: F401, PLC0415 - connects its receivers
        from widgets.trials import forgetting  # noqa: F401, PLC0415 - connects its receiver
