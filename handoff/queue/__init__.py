"""The queue to a person: who waits, who takes whom, who gives whom back."""
