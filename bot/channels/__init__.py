"""Where citizens are: each channel reads and writes the conversation log; the bot answers behind it."""
