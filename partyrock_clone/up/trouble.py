"""Why it did not start: one sentence for whoever typed the command, with what to do about it."""


class Trouble(Exception):
    pass
