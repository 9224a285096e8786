"""From what somebody gives to examples that are fit to learn from. Pure."""
