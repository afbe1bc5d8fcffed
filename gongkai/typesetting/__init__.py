"""Chinese official layout (GB/T 9704-2012) to DOCX and PDF, both from one source.

`letters.Letter` and `tables.Report` say what is on the paper; `docx` and `pdf` put it there; `fonts` knows
which characters this machine can print. The room knows no model: any room above hands it plain values.
"""
