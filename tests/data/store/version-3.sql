BEGIN TRANSACTION;
CREATE TABLE book (
    book_id TEXT NOT NULL, recipient_gstin TEXT NOT NULL, supplier_gstin TEXT NOT NULL, supplier_name TEXT NOT NULL, doc_type TEXT NOT NULL, doc_number TEXT NOT NULL, doc_date TEXT, original_number TEXT NOT NULL, original_date TEXT, port_code TEXT NOT NULL, supply_type TEXT NOT NULL, place_of_supply TEXT NOT NULL, reverse_charge INTEGER NOT NULL, doc_value REAL, taxable_value REAL, igst REAL, cgst REAL, sgst REAL, cess REAL, family TEXT NOT NULL, eligibility TEXT NOT NULL, availed_igst REAL, availed_cgst REAL, availed_sgst REAL, availed_cess REAL, voucher_number TEXT NOT NULL, booking_date TEXT, source_file TEXT NOT NULL, source_sheet TEXT NOT NULL, source_row INTEGER NOT NULL, doc_id TEXT NOT NULL, own TEXT NOT NULL, carried_from TEXT NOT NULL,
    PRIMARY KEY (book_id, doc_id)
);
INSERT INTO "book" VALUES('d4a9ec62ab044723ae4d8573c6c63d2a','27AAZCD1111E1ZS','24AAZCS2222F1ZB','Sample AAZCS','INV','A/1','2026-09-05','',NULL,'','R','',0,NULL,1000.0,180.0,0.0,0.0,0.0,'b2b','',NULL,NULL,NULL,NULL,'',NULL,'pr.xlsx','Purchase Register',6,'27AAZCD1111E1ZS|b2b|24AAZCS2222F1ZB||INV|A/1|2026-09-05|1','{}','');
CREATE TABLE decision (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, user TEXT NOT NULL, book_id TEXT NOT NULL, doc_id TEXT NOT NULL,
    event TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, basis TEXT NOT NULL, hash TEXT NOT NULL
);
INSERT INTO "decision" VALUES(1,'2026-11-28 16:34:54','root','d4a9ec62ab044723ae4d8573c6c63d2a','27AAZCD1111E1ZS|b2b|24AAZCS2222F1ZB|A/1|2026-09-05|092026','Marked','','Accept','Exact Match: all details agree','d404b0beed2b16a5195193516afa04cd3d43cc98af20180453b14d564787de48');
INSERT INTO "decision" VALUES(2,'2026-11-28 16:34:54','root','d4a9ec62ab044723ae4d8573c6c63d2a','27AAZCD1111E1ZS|b2b|24AAZCS2222F1ZB|A/2|2026-09-06|092026','Marked','','Pending','Missing in PR: all others in books have partners','1e98c56c60f3b6790d9dd0df6a7ba4da5e3275dd7406882e9117fdbcb120f461');
INSERT INTO "decision" VALUES(3,'2026-11-28 16:34:56','root','d4a9ec62ab044723ae4d8573c6c63d2a','','Exported','','up.json','2 decisions, SHA-256 70b2755e7e4d6ab1028f9ea206688590083a44263edd11f004baa3000f2a12b5','9ef7616bcd3441b3ae46bb7f0796c626f7e84f4b1c0e8c902a5a7cf4d8ee533b');
INSERT INTO "decision" VALUES(4,'2026-11-28 16:35:02','root','d4a9ec62ab044723ae4d8573c6c63d2a','','Report written','','r1.xlsx','seal 5a33521783374ba721ebbecba7e50827d985117eb34b8901b7afb578e21b2c72','51886db9daa641ef93bf24e5b9f01a6d772a4b4bd9bb8198e509205e9d5085d7');
CREATE TABLE drawn (path TEXT PRIMARY KEY, sha256 TEXT NOT NULL);
INSERT INTO "drawn" VALUES('Sep.xlsx','eb1451fb8bf21fb2638304326e4113e62bb5b2a9f69855dbe7011cd3302377ab');
INSERT INTO "drawn" VALUES('Oct.xlsx','240e03a9a17064bdc4536ca47fef79ad2a04a1eba3ca12ee9898c4b0e82d02fd');
CREATE TABLE gstr2b (
    recipient_gstin TEXT NOT NULL, supplier_gstin TEXT NOT NULL, supplier_name TEXT NOT NULL, doc_type TEXT NOT NULL, doc_number TEXT NOT NULL, doc_date TEXT, original_number TEXT NOT NULL, original_date TEXT, port_code TEXT NOT NULL, supply_type TEXT NOT NULL, place_of_supply TEXT NOT NULL, reverse_charge INTEGER NOT NULL, doc_value REAL, taxable_value REAL, igst REAL, cgst REAL, sgst REAL, cess REAL, section TEXT NOT NULL, gstr2b_period TEXT NOT NULL, supplier_period TEXT NOT NULL, part TEXT NOT NULL, itc_available TEXT NOT NULL, source_file TEXT NOT NULL, ims_status TEXT NOT NULL, itc_reduction TEXT NOT NULL, declared_igst REAL, declared_cgst REAL, declared_sgst REAL, declared_cess REAL,
    PRIMARY KEY (gstr2b_period, section, supplier_gstin, port_code, doc_type, doc_number, doc_date)
);
CREATE TABLE ims (
    recipient_gstin TEXT NOT NULL, supplier_gstin TEXT NOT NULL, supplier_name TEXT NOT NULL, doc_type TEXT NOT NULL, doc_number TEXT NOT NULL, doc_date TEXT, original_number TEXT NOT NULL, original_date TEXT, port_code TEXT NOT NULL, supply_type TEXT NOT NULL, place_of_supply TEXT NOT NULL, reverse_charge INTEGER NOT NULL, doc_value REAL, taxable_value REAL, igst REAL, cgst REAL, sgst REAL, cess REAL, section TEXT NOT NULL, supplier_period TEXT NOT NULL, wire_period TEXT NOT NULL, source_form TEXT NOT NULL, supplier_filed TEXT NOT NULL, portal_action TEXT NOT NULL, pending_blocked INTEGER NOT NULL, remarks_blocked INTEGER NOT NULL, itc_reduction_blocked INTEGER NOT NULL, remarks TEXT NOT NULL, itc_reduction TEXT NOT NULL, declared_igst REAL, declared_cgst REAL, declared_sgst REAL, declared_cess REAL, doc_id TEXT NOT NULL, fingerprint TEXT NOT NULL, portal_hash TEXT NOT NULL, extra TEXT NOT NULL, present INTEGER NOT NULL, first_source INTEGER NOT NULL, last_source INTEGER NOT NULL,
    PRIMARY KEY (doc_id, fingerprint)
);
INSERT INTO "ims" VALUES('27AAZCD1111E1ZS','24AAZCS2222F1ZB','Sample AAZCS','INV','A/1','2026-09-05','',NULL,'','R','27',0,1180.0,1000.0,180.0,0.0,0.0,0.0,'b2b','092026','092026','R1','Filed','A',0,0,0,'','',NULL,NULL,NULL,NULL,'27AAZCD1111E1ZS|b2b|24AAZCS2222F1ZB|A/1|2026-09-05|092026','074f75f9c3ba7482','','',0,1,3);
INSERT INTO "ims" VALUES('27AAZCD1111E1ZS','24AAZCS2222F1ZB','Sample AAZCS','INV','A/2','2026-09-06','',NULL,'','R','27',0,354.0,300.0,54.0,0.0,0.0,0.0,'b2b','092026','092026','R1','Filed','P',0,0,0,'','',NULL,NULL,NULL,NULL,'27AAZCD1111E1ZS|b2b|24AAZCS2222F1ZB|A/2|2026-09-06|092026','7c1a2fb3c116f96c','','',1,1,4);
INSERT INTO "ims" VALUES('27AAZCD1111E1ZS','29AAZFK3333G1ZV','Sample AAZFK','INV','O/7','2026-10-09','',NULL,'','R','27',0,1180.0,1000.0,180.0,0.0,0.0,0.0,'b2b','102026','102026','R1','Filed','N',0,0,0,'','',NULL,NULL,NULL,NULL,'27AAZCD1111E1ZS|b2b|29AAZFK3333G1ZV|O/7|2026-10-09|102026','826bcf50458f12ab','','',1,4,4);
CREATE TABLE issue (
    id INTEGER PRIMARY KEY, book_id TEXT NOT NULL, step TEXT NOT NULL, severity TEXT NOT NULL, file TEXT NOT NULL,
    sheet TEXT NOT NULL, row INTEGER NOT NULL, "column" TEXT NOT NULL, value TEXT NOT NULL, reason TEXT NOT NULL,
    remedy TEXT NOT NULL
);
CREATE TABLE mark (
    book_id TEXT NOT NULL, doc_id TEXT NOT NULL, action TEXT NOT NULL, fingerprint TEXT NOT NULL, stale INTEGER NOT NULL,
    stale_reason TEXT NOT NULL, remarks TEXT NOT NULL, itc_reduction TEXT NOT NULL, declared_igst REAL, declared_cgst REAL,
    declared_sgst REAL, declared_cess REAL, eligibility TEXT NOT NULL, follow_up TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (book_id, doc_id)
);
INSERT INTO "mark" VALUES('d4a9ec62ab044723ae4d8573c6c63d2a','27AAZCD1111E1ZS|b2b|24AAZCS2222F1ZB|A/1|2026-09-05|092026','A','074f75f9c3ba7482',0,'','','',NULL,NULL,NULL,NULL,'','','2026-11-28 16:35:06');
INSERT INTO "mark" VALUES('d4a9ec62ab044723ae4d8573c6c63d2a','27AAZCD1111E1ZS|b2b|24AAZCS2222F1ZB|A/2|2026-09-06|092026','P','7c1a2fb3c116f96c',0,'','','',NULL,NULL,NULL,NULL,'','','2026-11-28 16:35:06');
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
INSERT INTO "meta" VALUES('version','3');
CREATE TABLE own_cell (
    book_id TEXT NOT NULL, doc_id TEXT NOT NULL, cells TEXT NOT NULL, PRIMARY KEY (book_id, doc_id)
);
CREATE TABLE pair (
    book_id TEXT NOT NULL, ims_doc TEXT NOT NULL, book_doc TEXT NOT NULL, status TEXT NOT NULL, score INTEGER NOT NULL,
    margin INTEGER NOT NULL, ambiguous INTEGER NOT NULL, short TEXT NOT NULL, why TEXT NOT NULL, codes TEXT NOT NULL,
    PRIMARY KEY (book_id, book_doc)
);
INSERT INTO "pair" VALUES('d4a9ec62ab044723ae4d8573c6c63d2a','27AAZCD1111E1ZS|b2b|24AAZCS2222F1ZB|A/1|2026-09-05|092026','27AAZCD1111E1ZS|b2b|24AAZCS2222F1ZB||INV|A/1|2026-09-05|1','Exact Match',33,33,0,'all details agree','Number, amounts and date agree.','');
CREATE TABLE push (
    id INTEGER PRIMARY KEY, book_id TEXT NOT NULL, at TEXT NOT NULL, user TEXT NOT NULL, provider TEXT NOT NULL,
    summary TEXT NOT NULL, finished_at TEXT NOT NULL
);
CREATE TABLE run (
    id INTEGER PRIMARY KEY, book_id TEXT NOT NULL, at TEXT NOT NULL, tolerance TEXT NOT NULL, counts TEXT NOT NULL
);
INSERT INTO "run" VALUES(1,'d4a9ec62ab044723ae4d8573c6c63d2a','2026-11-28 16:34:52','{"taxable": 1.0, "tax": 1.0, "igst": null, "cgst": null, "sgst": null, "cess": null, "percent": 0.0}','{}');
CREATE TABLE source (
    id INTEGER PRIMARY KEY, book_id TEXT NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL, made_at TEXT NOT NULL,
    file TEXT NOT NULL, format TEXT NOT NULL, rows INTEGER NOT NULL, documents INTEGER NOT NULL, sha256 TEXT NOT NULL
);
INSERT INTO "source" VALUES(1,'d4a9ec62ab044723ae4d8573c6c63d2a','portal','2026-11-28 16:34:46','2026-11-28 16:34:43','sep.json','Portal JSON',2,2,'0505289c4c28e8296564edcfb9c797bf1a6a49024f05ba2180b345b7de9fbd00');
INSERT INTO "source" VALUES(2,'d4a9ec62ab044723ae4d8573c6c63d2a','books','2026-11-28 16:34:49','2026-11-28 16:34:43','pr.xlsx','Purchase register v2.4',1,1,'a470a10209a4a3f3c9d1a74aec3e56d1589c123b65c121d152fe4bbb4f42c161');
INSERT INTO "source" VALUES(3,'d4a9ec62ab044723ae4d8573c6c63d2a','portal','2026-11-28 16:34:59','2026-11-28 16:34:43','sep2.json','Portal JSON',2,2,'12aada7276d37be8e6ab0e284997583e0113283ac69563fca3677b9d4d10d210');
INSERT INTO "source" VALUES(4,'ca15a4175b334bcfbaf925218cd89e37','portal','2026-11-28 16:35:09','2026-11-28 16:34:43','oct.json','Portal JSON',2,2,'a60a6d97c0db4cdef519e9149956eeca98bc8631a8bacc11c9bb22619287495c');
CREATE TABLE statement (gstr2b_period TEXT NOT NULL, generated TEXT NOT NULL, available_igst REAL, available_cgst REAL, available_sgst REAL, available_cess REAL, reversal_igst REAL, reversal_cgst REAL, reversal_sgst REAL, reversal_cess REAL, rejected_igst REAL, rejected_cgst REAL, rejected_sgst REAL, rejected_cess REAL, made_at TEXT NOT NULL, PRIMARY KEY (gstr2b_period));
CREATE TABLE status_history (
    book_id TEXT NOT NULL, run_id INTEGER NOT NULL, side TEXT NOT NULL, doc_id TEXT NOT NULL, status TEXT NOT NULL
);
INSERT INTO "status_history" VALUES('d4a9ec62ab044723ae4d8573c6c63d2a',1,'books','27AAZCD1111E1ZS|b2b|24AAZCS2222F1ZB||INV|A/1|2026-09-05|1','Exact Match');
INSERT INTO "status_history" VALUES('d4a9ec62ab044723ae4d8573c6c63d2a',1,'ims','27AAZCD1111E1ZS|b2b|24AAZCS2222F1ZB|A/1|2026-09-05|092026','Exact Match');
INSERT INTO "status_history" VALUES('d4a9ec62ab044723ae4d8573c6c63d2a',1,'ims','27AAZCD1111E1ZS|b2b|24AAZCS2222F1ZB|A/2|2026-09-06|092026','Missing in PR');
CREATE TABLE upload (
    id INTEGER PRIMARY KEY, book_id TEXT NOT NULL, at TEXT NOT NULL, user TEXT NOT NULL, road TEXT NOT NULL,
    reference TEXT NOT NULL, sha256 TEXT NOT NULL, status TEXT NOT NULL, finished_at TEXT NOT NULL,
    push INTEGER NOT NULL DEFAULT 0, turn INTEGER NOT NULL DEFAULT 0, request TEXT NOT NULL DEFAULT 'SAVE',
    state TEXT NOT NULL DEFAULT 'done', result TEXT NOT NULL DEFAULT '', sent_at TEXT NOT NULL DEFAULT '', content BLOB
);
INSERT INTO "upload" VALUES(1,'d4a9ec62ab044723ae4d8573c6c63d2a','2026-11-28 16:34:56','root','Portal file','up.json','70b2755e7e4d6ab1028f9ea206688590083a44263edd11f004baa3000f2a12b5','Upload file written; upload it on the portal','',0,0,'SAVE','done','','',NULL);
CREATE TABLE upload_row (
    upload_id INTEGER NOT NULL, doc_id TEXT NOT NULL, fingerprint TEXT NOT NULL, action TEXT NOT NULL,
    outcome TEXT NOT NULL, message TEXT NOT NULL,
    remarks TEXT NOT NULL DEFAULT '', itc_reduction TEXT NOT NULL DEFAULT '', declared_igst REAL, declared_cgst REAL,
    declared_sgst REAL, declared_cess REAL, PRIMARY KEY (upload_id, doc_id)
);
INSERT INTO "upload_row" VALUES(1,'27AAZCD1111E1ZS|b2b|24AAZCS2222F1ZB|A/1|2026-09-05|092026','074f75f9c3ba7482','A','','','','',NULL,NULL,NULL,NULL);
INSERT INTO "upload_row" VALUES(1,'27AAZCD1111E1ZS|b2b|24AAZCS2222F1ZB|A/2|2026-09-06|092026','7c1a2fb3c116f96c','P','','','','',NULL,NULL,NULL,NULL);
CREATE TABLE verdict (
    book_id TEXT NOT NULL, side TEXT NOT NULL, doc_id TEXT NOT NULL, status TEXT NOT NULL, reason TEXT NOT NULL,
    short TEXT NOT NULL, why TEXT NOT NULL, warning TEXT NOT NULL,
    PRIMARY KEY (book_id, side, doc_id)
);
INSERT INTO "verdict" VALUES('d4a9ec62ab044723ae4d8573c6c63d2a','ims','27AAZCD1111E1ZS|b2b|24AAZCS2222F1ZB|A/1|2026-09-05|092026','Exact Match','','all details agree','Number, amounts and date agree.','');
INSERT INTO "verdict" VALUES('d4a9ec62ab044723ae4d8573c6c63d2a','ims','27AAZCD1111E1ZS|b2b|24AAZCS2222F1ZB|A/2|2026-09-06|092026','Missing in PR','','all others in books have partners','Every document of this supplier in books has another partner.','');
INSERT INTO "verdict" VALUES('d4a9ec62ab044723ae4d8573c6c63d2a','books','27AAZCD1111E1ZS|b2b|24AAZCS2222F1ZB||INV|A/1|2026-09-05|1','Exact Match','','all details agree','Number, amounts and date agree.','');
CREATE TABLE workbook (
    book_id TEXT PRIMARY KEY, gstin TEXT NOT NULL, period TEXT NOT NULL, created_at TEXT NOT NULL,
    carried_from TEXT NOT NULL, path TEXT NOT NULL
);
INSERT INTO "workbook" VALUES('d4a9ec62ab044723ae4d8573c6c63d2a','27AAZCD1111E1ZS','092026','2026-11-28 16:34:44','','Sep.xlsx');
INSERT INTO "workbook" VALUES('ca15a4175b334bcfbaf925218cd89e37','27AAZCD1111E1ZS','102026','2026-11-28 16:35:07','d4a9ec62ab044723ae4d8573c6c63d2a','Oct.xlsx');
COMMIT;
