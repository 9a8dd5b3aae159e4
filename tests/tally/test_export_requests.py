"""What TallyPrime is asked."""

from xml.etree import ElementTree

from ims_xl.tally.export_requests import open_companies, vouchers_of


def test_a_month_of_a_company_with_signs_in_its_name():
    root = ElementTree.fromstring(vouchers_of("R&D <Pune> Ltd", "022028"))
    said = {
        one: root.findtext(f".//{one}")
        for one in ("TYPE", "ID", "SVCURRENTCOMPANY", "SVFROMDATE", "SVTODATE", "EXPLODEFLAG")
    }
    assert said == {
        "TYPE": "Data", "ID": "Voucher Register", "SVCURRENTCOMPANY": "R&D <Pune> Ltd", "SVFROMDATE": "20280201",
        "SVTODATE": "20280229", "EXPLODEFLAG": "Yes",
    }  # fmt: skip


def test_the_list_of_companies_brings_its_own_definition():
    root = ElementTree.fromstring(open_companies())
    (collection,) = root.iter("COLLECTION")
    assert collection.get("NAME") == root.findtext("HEADER/ID")
    assert collection.findtext("TYPE") == "Company"


def test_nothing_is_ever_imported_into_tally():
    for question in (open_companies(), vouchers_of("Deccan", "102026")):
        assert ElementTree.fromstring(question).findtext("HEADER/TALLYREQUEST") == "Export"
