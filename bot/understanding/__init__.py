"""Understanding a citizen: questions in a message, follow-ups, time, intents, life events, typos, other languages."""
