"""What agents do in a conversation beside taking it: say, note, tag, read, insert."""
