"""The takeover console: its API, who may use it, and its page."""
