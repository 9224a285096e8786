"""An engine without a net, for tests, for load, for looking at pages: whatever is asked, it answers at once and always
the same. It repeats texts, draws pictures from the letters of a prompt, and compares texts by the words they share."""

from inference.engines.echo.engine import EchoEngine

__all__ = ["EchoEngine"]
