"""Code that keeps one card's weights in memory and streams outputs. Only workers import it."""

import os

# Read once, when torch loads its thread pool, so it must be said before that. By default threads that wait for each
# other spin; where anything else wants the same cores (the web server, a browser), a token then takes twenty times as
# long: 0.3 tokens a second were measured against 7.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
