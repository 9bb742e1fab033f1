"""Questions to answers: understanding, composing, verifying, confidence, and the channels."""
