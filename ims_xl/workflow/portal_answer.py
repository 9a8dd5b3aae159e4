"""What a new portal file says of marks that were made and uploads that were sent."""

import pandas as pd

from ims_xl.store import Store
from ims_xl.uploads import NOT_TAKEN, ON_PORTAL, REFUSED

LEFT = "No longer in IMS"
WRITTEN = "Upload file written; upload it on the portal"


def marks_to_confirm(
    cells: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame, sent: pd.DataFrame
) -> pd.DataFrame:
    """Marks that must be made again: doc_id, action, reason.

    Two cases: the portal fell back to No action on a document whose action it held after our upload, and a document
    that was not filed has left while the same supplier shows one new document with the same amounts.
    """
    marked = cells[(cells["action"] != "")]
    return pd.concat([_fallen_back(marked, before, after, sent), _successors(marked, before, after)], ignore_index=True)


def _fallen_back(marked: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame, sent: pd.DataFrame) -> pd.DataFrame:
    was = before.set_index("doc_id")["portal_action"]
    now = after.set_index("doc_id")
    held = marked[
        marked["action"].isin(["A", "R", "P"]) & marked.index.isin(now.index) & marked.index.isin(set(sent["doc_id"]))
    ]
    back = held[(was.reindex(held.index) == held["action"]) & (now["portal_action"].reindex(held.index) == "N")]
    return pd.DataFrame(
        {
            "doc_id": back.index,
            "action": back["action"].to_numpy(),
            "reason": "Confirm the action: the portal went back to No action after your upload",
        }
    )


_SAME = ("section", "supplier_gstin", "supplier_period", "taxable_value", "igst", "cgst", "sgst", "cess")


def _successors(marked: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Only one new document of the supplier with the same amounts makes it the likely successor."""
    gone = before[
        before["doc_id"].isin(set(marked.index) - set(after["doc_id"])) & (before["supplier_filed"] != "Filed")
    ]
    new = after[~after["doc_id"].isin(set(before["doc_id"]))]
    gone = gone.drop_duplicates(list(_SAME), keep=False)
    new = new.drop_duplicates(list(_SAME), keep=False)
    both = gone.merge(new, on=list(_SAME), suffixes=("_old", ""))
    return pd.DataFrame(
        {
            "doc_id": both["doc_id"],
            "action": both["doc_id_old"].map(marked["action"]).astype("object"),
            "reason": "Confirm the action: it was on "
            + both["doc_number_old"]
            + ", which the supplier seems to have replaced",
        }
    )


def unsettle_uploads(store: Store, book_id: str, at: str) -> None:
    """Forget what the portal data taken in at that time said of the last upload file."""
    uploads = store.uploads.of(book_id)
    if not len(uploads) or uploads["push"].iloc[-1] or uploads["finished_at"].iloc[-1] != at:
        return
    number = int(uploads["id"].iloc[-1])
    rows = store.uploads.rows(book_id)
    rows = rows[(rows["upload_id"] == number) & rows["outcome"].isin([ON_PORTAL, NOT_TAKEN, LEFT])]
    store.uploads.settle(number, [(doc_id, "", "") for doc_id in rows["doc_id"]], WRITTEN, "")


def settle_uploads(store: Store, book_id: str, documents: pd.DataFrame, at: str, file_made_at: str) -> None:
    """Compare the last upload file with what the portal holds now.

    Says nothing when the portal's data is older than the upload file, or a push came after it.
    """
    uploads = store.uploads.of(book_id)
    uploads = uploads if len(uploads) and uploads["push"].iloc[-1] == 0 else uploads.iloc[:0]
    if not len(uploads) or file_made_at < str(uploads["at"].iloc[-1]):
        return
    number = int(uploads["id"].iloc[-1])
    rows = store.uploads.rows(book_id)
    rows = rows[(rows["upload_id"] == number) & (rows["outcome"] != REFUSED)]
    held = rows["doc_id"].map(documents.set_index("doc_id")["portal_action"])
    outcome = held.eq(rows["action"]).map({True: ON_PORTAL, False: NOT_TAKEN}).where(held.notna(), LEFT)
    taken = int((outcome == ON_PORTAL).sum())
    status = f"{taken:,} of {len(rows):,} decisions seen on the portal"
    store.uploads.settle(
        number, [(doc_id, said, "") for doc_id, said in zip(rows["doc_id"], outcome, strict=True)], status, at
    )
