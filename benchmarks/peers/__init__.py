"""Other record-linkage libraries on the same documents, each in an environment of its own."""
