"""Trying models out, without an app: one question to several models side by side, and a look inside of them."""
