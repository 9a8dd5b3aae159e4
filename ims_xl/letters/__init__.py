"""Letters to suppliers: about which documents, in which words, as drafts that nobody but the accountant sends."""
