"""Chinese official layout (GB/T 9704-2012) to DOCX and PDF, both from one source.

`letters.Letter`, `official.OfficialDocument`, `tables.Report`, `forms.Form`, `registers.Register`,
`articles.PaperIssue` (newspaper, gazette) and `posters.Poster` say what is on the paper; `docx` and `pdf` put
it there, `registers` fills a spreadsheet, `binding` joins PDFs; `rich_text` cleans what people write,
`word_import` reads what they wrote in Word or WPS; `fonts` knows which characters this machine can print. The
room knows no model: any room above hands it plain values.
"""
