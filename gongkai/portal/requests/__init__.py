"""The online form and the progress page of a request."""
