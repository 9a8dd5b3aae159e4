"""One function a button of the ribbon; its name is the button's id in `ims_xl/addin/ribbon.toml`.

Each writes one answer file and returns. What a button needs is imported when it is clicked: a click starts a new
Python.
"""

from ims_xl.macros import acts
from ims_xl.macros.answer import Answer, respond

# Company


def new_workbook(gstin: str, period: str, name: str, frequency: str, path: str, *said: str) -> None:
    """Make a workbook for one GSTIN and one month, and open it."""

    def act() -> Answer:
        from ims_xl.macros.company import make

        return make(gstin, period, name, frequency, path, said)

    respond("New workbook", act)


def start_next_month(path: str, *said: str) -> None:
    """Make next month's workbook from the open one, and open it."""

    def act() -> Answer:
        from ims_xl.macros.company import make_next

        return make_next(path, said)

    respond("Start next month", act)


def close_month(*said: str) -> None:
    """GSTR-3B is filed: from now on every change asks first."""
    acts.step("Close month", "close_month", said=said)


def set_mode_compare(*said: str) -> None:
    """Compare the portal with the books."""
    acts.step("Compare and Claim", "set_mode", "Compare and Claim", said=said)


def set_mode_claim(*said: str) -> None:
    """Decide without purchase data."""
    acts.step("Claim without compare", "set_mode", "Claim without compare", said=said)


# Data


def import_portal_files(files: list[str], *said: str) -> None:
    """Read the portal's downloads."""
    acts.step("Import portal files", "import_portal", acts.paths(files), said=said)


def undo_last_import(*said: str) -> None:
    """Take back the last portal file, download or purchase files."""
    acts.step("Undo last import", "undo_import", said=said)


def purchase_data(files: list[str], *said: str) -> None:
    """Read purchase registers."""
    acts.step("Purchase data", "import_purchases", acts.paths(files), said=said)


def map_columns(path: str, *said: str) -> None:
    """Propose the fields of a register's columns; clicked again, read it by them."""
    acts.step("Map columns", "map_columns", acts.paths(path)[0], show="column_mapping", said=said)


def earlier_gstr2b(files: list[str], *said: str) -> None:
    """Read the portal's GSTR-2B or GSTR-2A, of this month or of earlier ones."""
    acts.step("GSTR-2B / GSTR-2A", "import_purchases", acts.paths(files), said=said)


# Match


def lets_match(tolerance: float | None = None, *said: str) -> None:
    """Compare both sides and go to the cards."""
    acts.step("Let's Match", "run_match", tolerance, show="match_status", said=said)


def link(*said: str) -> None:
    """Remember the selected row for a link, or link it with the one that is remembered."""
    acts.link("Link", "link_selected", said)


def unlink(*said: str) -> None:
    """Take the link of the selected row back."""
    acts.link("Unlink", "unlink_selected", said)


def show_match_status() -> None:
    """Go to Match Status."""
    acts.show("Match Status", "match_status")


def show_document_view() -> None:
    """Go to Document View."""
    acts.show("Document View", "document_view")


def show_supplier_documents() -> None:
    """Go to Document View with the documents of the selected row's supplier only."""

    def act() -> Answer:
        from ims_xl.macros.desk import show_supplier

        return show_supplier()

    respond("Documents of supplier", act)


def show_supplier_view() -> None:
    """Go to Supplier View."""
    acts.show("Supplier View", "supplier_view")


def show_dashboard() -> None:
    """Go to IMS Dashboard."""
    acts.show("IMS Dashboard", "dashboard")


# Practice


def batch(period: str, *_said: str) -> None:
    """Do the usual steps for every client of the practice workbook's folder."""

    def act() -> Answer:
        from ims_xl.macros.practice import run
        from ims_xl.practice.task import USUAL

        return run(period, USUAL)

    respond("Batch", act)


def refresh_practice() -> None:
    """Show how every client's month stands in the practice workbook."""

    def act() -> Answer:
        from ims_xl.macros.practice import look

        return look()

    respond("Refresh practice", act)


def request_otps(which: str, *_said: str) -> None:
    """Have OTPs sent for the clients of the practice workbook who are not signed in."""

    def act() -> Answer:
        from ims_xl.macros.practice import request_otps

        return request_otps(which == OTPS_AGAIN)

    respond("Request OTPs", act)


def sign_in_clients() -> None:
    """Sign in with the OTPs that are typed on the sheet Sign-in."""

    def act() -> Answer:
        from ims_xl.macros.practice import take_otps

        return take_otps()

    respond("Sign in clients", act)


# Decide


def accept(*said: str) -> None:
    """Accept the selected documents."""
    acts.mark("Accept", "A", said)


def reject(*said: str) -> None:
    """Reject the selected documents."""
    acts.mark("Reject", "R", said)


def pending(*said: str) -> None:
    """Keep the selected documents pending."""
    acts.mark("Pending", "P", said)


def clear_status(*said: str) -> None:
    """Take back the marks of the selected documents."""
    acts.mark("Clear Status", "", said)


def apply_suggestions(*said: str) -> None:
    """Count the suggestions and ask; after Yes write them into empty Action cells."""

    def act() -> Answer:
        from ims_xl.macros.desk import do
        from ims_xl.macros.questions import Answers, Question
        from ims_xl.workflow import suggest

        answers = Answers(said)
        if answers.get("apply") == "yes":
            return do(suggest, True, answers=answers)
        counted = do(suggest, False, draw=False).text.partition("\n")[0]
        prompt = f"{counted}\n\nWrite them into the empty Action cells?"
        return Answer(question=Question("confirm", prompt, about="apply"))

    respond("Apply suggestions", act)


def check(*said: str) -> None:
    """Check the marks against the portal's restrictions."""
    acts.step("Check", "check", said=said)


def approve(name: str, *said: str) -> None:
    """Approve the marks as a second person."""
    acts.step("Approve", "approve", name, said=said)


def undo_last_marks(*said: str) -> None:
    """Take back what the last button marked."""
    acts.step("Undo last marks", "undo_marks", said=said)


# GSTN


def preview(*said: str) -> None:
    """Show exactly what would be sent."""
    acts.step("Preview", "preview", show="push", said=said)


def export_portal_file(path: str, *said: str) -> None:
    """Write the file to upload on the portal."""
    acts.step("Export portal file", "export", acts.paths(path)[0], said=said)


def import_error_file(path: str, *said: str) -> None:
    """Read the portal's error file."""
    acts.step("Import error file", "import_errors", acts.paths(path)[0], said=said)


def start(button: str, *said: str | None) -> None:
    """Begin long work: one of the buttons in `long_work.title`, for example `upload`; `said` as in `Answers`."""

    def act() -> Answer:
        from ims_xl.macros import long_work

        return long_work.start(button, *said)

    respond(acts.words(button), act)


def finish(button: str) -> None:
    """Long work has ended: write the sheets, say what came of it."""

    def act() -> Answer:
        from ims_xl.macros import long_work

        return long_work.finish(button)

    respond(acts.words(button), act)


def show_history() -> None:
    """Go to Upload History."""
    acts.show("History", "history")


# Report and setup


def report(path: str, *said: str) -> None:
    """Write the auditor's workbook."""
    acts.step("Report", "write_auditor_report", acts.paths(path)[0], said=said)


def supplier_letters(which: str, *said: str) -> None:
    """Prepare letters to suppliers about open points."""
    acts.step("Supplier letters", "write_letters", None, (), which == LETTERS_AGAIN, show="contacts", said=said)


def show_gstr3b() -> None:
    """Go to GSTR-3B Working."""
    acts.show("GSTR-3B Working", "gstr3b_working")


def year_view(*said: str) -> None:
    """Show the months of the financial year beside each other."""
    acts.step("Year View", "show_year", show="year_view", said=said)


def show_settings() -> None:
    """Go to Settings."""
    acts.show("Settings", "settings")


def sign_out() -> None:
    """Forget the session with GSTN."""

    def act() -> Answer:
        from ims_xl.macros import long_work

        return long_work.sign_out()

    respond("Sign out", act)


def help() -> None:  # noqa: A001 (the button's name)
    """Go to the sheet Help; without an IMS workbook say how a month is done."""

    def act() -> Answer:
        from ims_xl.macros.calling import present

        if not present().book:
            return Answer(HELP)
        from ims_xl.macros.desk import workbook

        try:
            workbook().show("help")
        except Exception:  # noqa: BLE001 (a workbook of another kind, or of before; help comes whatever Excel does)
            return Answer(HELP)
        return Answer()

    respond("Help", act)


def about() -> None:
    """Version and folders."""

    def act() -> Answer:
        from ims_xl import __version__
        from ims_xl.folders import data_folder

        return Answer(
            f"ims_xl {__version__}\n\nYour data is kept in {data_folder()}\n\n"
            "Whether everything is in place says, in a command prompt: ims-xl addin status"
        )

    respond("About", act)


OTPS_AGAIN = "Also those whose OTP is on its way"
"""The choice of `request_otps` that has another one sent."""

LETTERS_AGAIN = "Also those written to lately"
"""The choice of `supplier_letters` that passes over nobody."""

HELP = """\
A month, from left to right on the IMS tab:

1. New workbook, Open workbook, or Start next month.
2. Download, with a GSP; without one Import portal files (on the portal: Services, Returns, IMS Dashboard, Offline, \
Download JSON).
3. Purchase data, or Read TallyPrime; Map columns for a register that is not recognised; GSTR-2B / GSTR-2A for bills \
booked late.
4. Let's Match; look at Match Status and the lists behind it.
5. Accept, Reject or Pending on the selected rows, or type into the Action cells; Apply suggestions does the clear ones.
6. Check, then Preview.
7. Upload, or Export portal file and upload it on the portal (IMS Dashboard, Offline, Upload JSON).
8. After the 14th Compute GSTR-2B, then Report for the auditor; Supplier letters about what is still open.

Save the workbook as usual. Undo last marks takes back what the last button marked."""
