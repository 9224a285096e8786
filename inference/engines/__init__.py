"""Code that keeps one card's weights in memory and streams outputs. Only workers import it."""

import os

# Read once, when torch loads its thread pool, so it must be said before that: how often a thread that waits for work
# looks for it before it sleeps. By default it looks for milliseconds, and keeps the cores from whoever else wants them.
# Never to look takes four times as long for a small matrix, of which a token needs two hundred. How long a look takes
# hangs on the processor: on an Intel Xeon 33 tokens a second were measured with 1,000 of them and 45 with 10,000.
os.environ.setdefault("GOMP_SPINCOUNT", "10000")
