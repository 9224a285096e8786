"""Why examples were not taken, or a model was not taught. Each sentence says what to do."""


class NotFit(Exception):
    """The examples are not fit to learn from."""


class TooMany(Exception): ...
