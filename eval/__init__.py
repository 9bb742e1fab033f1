"""Is it any good? Data sets, metrics, reports and gates."""
