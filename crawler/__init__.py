"""Sites to pages: a polite, safe, incremental crawler and its page store."""
