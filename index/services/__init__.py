"""The catalogue of municipal services: what a city calls its matters, and how people ask about them."""
