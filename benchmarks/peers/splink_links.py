"""Splink with DuckDB: blocking rules, a Fellegi-Sunter model fitted without labels, best pair first.

Called as `python splink_links.py LEARNT JUDGED ANSWER`; knows nothing of this project.
"""

import csv
import json
import resource
import sys
import time
from pathlib import Path

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

_SIDE = """
create table {name} as select row as unique_id, *,
    upper(replace(coalesce(supplier_gstin, ''), ' ', '')) as gstin,
    nullif(substr(upper(replace(coalesce(supplier_gstin, ''), ' ', '')), 3, 10), '') as pan,
    nullif(regexp_replace(upper(coalesce(doc_number, '')), '[^0-9A-Z]', '', 'g'), '') as plain,
    nullif(ltrim(regexp_extract(
        regexp_replace(upper(coalesce(doc_number, '')), '(20)?2[4-7][-/]?2[5-8]', ' ', 'g'), '(\\d+)\\D*$', 1
    ), '0'), '') as serial,
    round(abs(taxable_value)) as rupees,
    abs(taxable_value) as taxable,
    abs(igst) + abs(cgst) + abs(sgst) + coalesce(abs(cess), 0) as tax
from read_csv('{file}', types = {{
    'doc_number': 'VARCHAR', 'doc_date': 'DATE', 'place_of_supply': 'VARCHAR', 'recipient_gstin': 'VARCHAR',
    'supplier_gstin': 'VARCHAR', 'cess': 'DOUBLE'
}})
"""


def _amount(column: str) -> cl.CustomComparison:
    return cl.CustomComparison(
        output_column_name=column,
        comparison_levels=[
            cll.NullLevel(column),
            cll.AbsoluteDifferenceLevel(column, 1.0),
            cll.PercentageDifferenceLevel(column, 0.01),
            cll.ElseLevel(),
        ],
    )


def _settings(own: list[cl.ExactMatch]) -> SettingsCreator:
    number = cl.CustomComparison(
        output_column_name="plain",
        comparison_levels=[
            cll.NullLevel("plain"),
            cll.ExactMatchLevel("doc_number"),
            cll.ExactMatchLevel("plain"),
            cll.ExactMatchLevel("serial"),
            cll.DamerauLevenshteinLevel("plain", 1),
            cll.ElseLevel(),
        ],
    )
    party = cl.CustomComparison(
        output_column_name="gstin",
        comparison_levels=[
            cll.NullLevel("pan"),
            cll.ExactMatchLevel("gstin"),
            cll.ExactMatchLevel("pan"),
            cll.DamerauLevenshteinLevel("gstin", 2),
            cll.ElseLevel(),
        ],
    )
    day = cl.AbsoluteDateDifferenceAtThresholds(
        "doc_date", input_is_string=False, metrics=["day", "day", "day"], thresholds=[3, 10, 45]
    )
    rupees = cl.ExactMatch("rupees").configure(term_frequency_adjustments=True)
    return SettingsCreator(
        link_type="link_only",
        comparisons=[number, party, rupees, _amount("tax"), day, cl.ExactMatch("doc_type"), *own],
        blocking_rules_to_generate_predictions=[
            block_on("pan", "plain"),
            block_on("pan", "serial"),
            block_on("pan", "rupees"),
            block_on("pan", "doc_date"),
            block_on("plain", "rupees"),
            block_on("doc_date", "rupees"),
        ],
        retain_matching_columns=False,
    )


def main(_: Path, judged: Path, answer: Path) -> None:
    """Write the links of one company; the model is fitted on it, without its true links."""
    connection = duckdb.connect()
    connection.execute("set threads = 2")
    for name in ("ims", "books"):
        connection.execute(_SIDE.format(name=name, file=judged / f"{name}.csv"))
    loaded, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    api = DuckDBAPI(connection)
    sides = [api.register(name, dataset_display_name=name) for name in ("ims", "books")]
    stated = connection.execute("select count(recipient_gstin) from books").fetchall()[0][0]
    own = [cl.ExactMatch("recipient_gstin")] if stated else []
    linker = Linker(sides, _settings(own))
    training = linker.training
    sure = [block_on("gstin", "plain", "rupees")]
    training.estimate_probability_two_random_records_match(sure, recall=0.8)
    training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    training.estimate_parameters_using_expectation_maximisation(block_on("gstin", "rupees"))
    training.estimate_parameters_using_expectation_maximisation(block_on("plain", "doc_date"))
    found = linker.inference.predict(threshold_match_probability=0.5)
    rows = connection.execute(
        f"select source_dataset_l, unique_id_l, unique_id_r from {found.physical_name} "
        "order by match_weight desc, unique_id_l, unique_id_r"
    ).fetchall()
    ours, theirs, links = set[int](), set[int](), []
    for source, left, right in rows:
        ims, book = (left, right) if source == "ims" else (right, left)
        if ims not in ours and book not in theirs:
            ours.add(ims)
            theirs.add(book)
            links.append((ims, book))
    seconds = time.process_time() - began
    with answer.open("w", newline="") as file:
        csv.writer(file).writerows([("ims_row", "purchase_row"), *links])
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - loaded) * 1024
    print(json.dumps({"seconds": seconds, "peak": peak}))


if __name__ == "__main__":
    main(*(Path(word) for word in sys.argv[1:4]))
