"""Measurements of what must be fast: `script/bench [NAME…]`. Each module gives its figures by `run()`."""
