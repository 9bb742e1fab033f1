"""Conversations: the durable log, its states, and (later) queue and console."""
