"""Pages of documents and pieces: lists, one document, drafting, its steps, batches of pieces, files."""
