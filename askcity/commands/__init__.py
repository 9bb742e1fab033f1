"""The commands of `askcity`, one module a group."""
