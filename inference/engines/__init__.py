"""Code that keeps one card's weights in memory and streams outputs. Only workers import it."""

import os

# Read once, when torch loads its thread pool, so it must be said before that: how often a thread that waits for work
# looks for it before it sleeps. By default it looks for milliseconds, and where anything else wants the same cores (the
# web server, a browser) a token takes twenty times as long: 0.3 tokens a second were measured against 7. Never to look
# takes four times as long for a small matrix, of which a token needs two hundred.
os.environ.setdefault("GOMP_SPINCOUNT", "10000")
