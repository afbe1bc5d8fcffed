"""Personal data in text and files: found, masked and taken out. Knows no model."""
