"""Forms of the requests' pages."""
