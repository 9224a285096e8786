"""Only run when: whether the condition of a widget is met by what the widget that it refers to holds."""

from widgets.kinds.ai.settings import AISettings


def is_met(settings: AISettings, value: str) -> bool:
    """`value` as it reads. Neither case nor blanks around it matter."""
    held, wanted = value.strip().casefold(), settings.when_value.strip().casefold()
    match settings.when_is:
        case "filled":
            return bool(held)
        case "empty":
            return not held
        case "equals":
            return held == wanted
        case "differs":
            return held != wanted
        case "contains":
            return wanted in held
