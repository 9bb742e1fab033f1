"""Conversations: the durable log, its states, the queue to a person, the agents and what they work with."""
