"""Requests for information and all that is done about them: register, reckon, reply, deliver."""
