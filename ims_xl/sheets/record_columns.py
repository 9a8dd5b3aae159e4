"""Columns of what is sent, was done, was found in files and is set."""

from ims_xl.workbook.sheet import Column

MAPPING = (
    Column("Heading in the file", "title", "text", 30, first_screen=True),
    Column(
        "Field",
        "choice",
        "mark",
        22,
        True,
        "RegisterField",
        "What this column holds; choose from the list. Amounts of several columns with the same field are added",
        True,
    ),
    Column("Confidence", "confidence", "percent", 11, first_screen=True),
    Column("Why", "reason", "text", 44, first_screen=True),
    Column("First row", "first", "text", 20, first_screen=True),
    Column("Second row", "second", "text", 20, first_screen=True),
    Column("Third row", "third", "text", 20, first_screen=True),
    Column("Place", "place", "key", 10),
)

PUSH = (
    Column("What", "line", "text", 34, first_screen=True),
    Column("Accept", "A", "number", 18, first_screen=True),
    Column("Reject", "R", "number", 13, first_screen=True),
    Column("Pending", "P", "number", 12, first_screen=True),
    Column("No Action", "N", "number", 13, first_screen=True),
    Column("ITC effect", "itc_effect", "difference", 17, first_screen=True),
)

PREVIEW = (
    Column("Supplier name", "supplier_name", "text", 34, first_screen=True),
    Column("Number (IMS)", "doc_number", "text", 18, first_screen=True),
    Column("Date (IMS)", "doc_date", "date", 13, first_screen=True),
    Column("Action", "action_label", "text", 12, first_screen=True),
    Column("Portal status", "portal_status", "text", 13, first_screen=True),
    Column("ITC effect", "itc_effect", "difference", 17, first_screen=True),
    Column("Upload", "decision", "text", 14, first_screen=True),
    Column("Reason", "reason", "text", 60, first_screen=True),
    Column("Document type", "type_label", "text", 16),
    Column("Supplier GSTIN", "supplier_gstin", "text", 18),
    Column("Remarks", "remarks_text", "text", 24),
)

HISTORY = (
    Column("Requested at", "at", "time", 18, first_screen=True),
    Column("By", "user", "text", 14, first_screen=True),
    Column("Sent through", "road", "text", 13, first_screen=True),
    Column("Accept", "A", "number", 9, first_screen=True),
    Column("Reject", "R", "number", 9, first_screen=True),
    Column("Pending", "P", "number", 9, first_screen=True),
    Column("No Action", "N", "number", 10, first_screen=True),
    Column("Reference", "reference", "text", 26, first_screen=True),
    Column("Status", "status", "lines", 60, first_screen=True),
    Column("Errors", "errors", "number", 8, first_screen=True),
    Column("Finished at", "finished_at", "time", 18, first_screen=True),
    Column("SHA-256 of the file", "sha256", "text", 24, level=2),
)

DECISIONS = (
    Column("Line", "id", "number", 7, first_screen=True),
    Column("At", "at", "time", 18, first_screen=True),
    Column("By", "user", "text", 14, first_screen=True),
    Column("What happened", "event_text", "text", 26, first_screen=True),
    Column("Supplier name", "supplier_name", "text", 28, first_screen=True),
    Column("Number (IMS)", "doc_number", "text", 17, first_screen=True),
    Column("Before", "before_text", "text", 16, first_screen=True),
    Column("After", "after_text", "text", 30, first_screen=True),
    Column("Why", "basis_text", "lines", 50, first_screen=True),
    Column("Event", "event", "text", 18, level=2),
    Column("Basis", "basis", "text", 40, level=2, help="As the program keeps it"),
    Column("Document", "doc_id", "text", 40, level=2),
    Column("Hash", "hash", "text", 24, level=2, help="Covers this line and the one before; ims-xl doctor checks it"),
)

LINKS = (
    Column("Link", "kind_label", "text", 12, first_screen=True),
    Column("Supplier", "supplier_name", "text", 28, first_screen=True),
    Column("Number (IMS)", "doc_number", "text", 18, first_screen=True),
    Column("Date (IMS)", "doc_date", "date", 12, first_screen=True),
    Column("Number (Books)", "books_number", "text", 18, first_screen=True),
    Column("Date (Books)", "books_date", "date", 12, first_screen=True),
    Column("Reason", "reason", "long", 40, first_screen=True),
    Column("At", "at", "time", 18, first_screen=True),
    Column("By", "user", "text", 14, first_screen=True),
)

ISSUES = (
    Column("Severity", "severity", "text", 10, first_screen=True),
    Column("File", "file", "text", 26, first_screen=True),
    Column("Sheet", "sheet", "text", 16, first_screen=True),
    Column("Row", "row", "number", 7, first_screen=True),
    Column("Column", "column", "text", 20, first_screen=True),
    Column("Value", "value", "text", 22, first_screen=True),
    Column("Reason", "reason", "long", 52, first_screen=True),
    Column("What to do", "remedy", "long", 52, first_screen=True),
)

SETTINGS = (
    Column("Setting", "label", "text", 50, first_screen=True),
    Column("Value", "value", "mark", 34, True, first_screen=True),
    Column("What it does", "help", "long", 112, first_screen=True),
)
