"""Work that takes long, each piece in a process of its own: what it takes in memory is given back, and a crash harms
nobody. `moves` is how its states change, `processes` who does it; what it is, others know: a `Trade` each."""

from inference.jobs.trade import Trade

__all__ = ["Trade"]
