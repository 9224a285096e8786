"""One module a format. Each has `read(path)`, which answers a Text or raises Unreadable."""
