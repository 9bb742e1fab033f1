"""The demo city: content as data, page families, and a server with real-life faults."""
