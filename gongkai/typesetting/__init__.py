"""Chinese official layout (GB/T 9704-2012) to DOCX and PDF, both from one source.

`letters.Letter`, `tables.Report`, `forms.Form` and `registers.Register` say what is on the paper; `docx` and
`pdf` put it there, `registers` fills a spreadsheet, `binding` makes one PDF of many; `fonts` knows which
characters this machine can print. The room knows no model: any room above hands it plain values.
"""
