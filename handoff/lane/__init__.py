"""The approval lane: answers on some topics wait for an agent before a citizen sees them."""
