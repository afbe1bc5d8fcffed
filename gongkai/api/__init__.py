"""The door for machines: what other systems may ask, described at /api/v1/openapi.json."""
