"""The agents: accounts, presence, and the log of what they did."""
