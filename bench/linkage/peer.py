"""The peer: Splink on DuckDB over one list, file to clusters. Prints one JSON object.

Usage: peer.py LIST.csv [threads]

Everything a careful user of Splink would do is done: names and numbers are tidied, dates of both forms read, term
frequencies used, u estimated from a million random pairs, m by expectation maximisation on three rules.
"""

import json
import resource
import sys
import time

import duckdb
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

TIDY = """
create or replace table people as
with raw as (select * from read_csv('{path}', all_varchar = true, header = true)),
parts as (
  select *, trim(regexp_replace(lower(concat_ws(' ', given_name, family_name)), '[^a-z]+', ' ', 'g')) as name,
    case when dob like '%/%' then try_strptime(dob, '%d/%m/%Y') else try_strptime(dob, '%Y-%m-%d') end as born,
    try_strptime(event_date, '%Y-%m-%d') as event
  from raw)
select rec_id as unique_id, child_id,
  nullif(split_part(name, ' ', 1), '') as given,
  nullif(trim(substr(name, length(split_part(name, ' ', 1)) + 1)), '') as family,
  strftime(born, '%Y-%m-%d') as dob, strftime(born, '%Y-%d-%m') as dob_swapped,
  coalesce(year(born), year(event) - try_cast(age as int)) as birth_year,
  case when lower(sex) in ('p', 'perempuan', 'f', 'girl') then 'f' when sex <> '' then 'm' end as sex,
  nullif(province, '') as province, nullif(left(region_code, 5), '') as regency,
  nullif(nik, '') as nik, nullif(regexp_replace(phone, '[^0-9]', '', 'g'), '') as phone,
  nullif(trim(regexp_replace(lower(guardian_name), '[^a-z]+', ' ', 'g')), '') as guardian
from parts
"""


def name(column):
    return cl.CustomComparison(
        output_column_name=column,
        comparison_levels=[
            cll.NullLevel(column),
            cll.ExactMatchLevel(column, term_frequency_adjustments=True),
            cll.JaroWinklerLevel(column, 0.92),
            cll.JaroWinklerLevel(column, 0.80),
            cll.ElseLevel(),
        ],
    )


def birth():
    return cl.CustomComparison(
        output_column_name="birth",
        comparison_levels=[
            {"sql_condition": "birth_year_l is null or birth_year_r is null", "label_for_charts": "missing", "is_null_level": True},
            {"sql_condition": "dob_l = dob_r", "label_for_charts": "same day"},
            {"sql_condition": "dob_l = dob_swapped_r", "label_for_charts": "swapped"},
            {"sql_condition": "damerau_levenshtein(dob_l, dob_r) <= 1", "label_for_charts": "one edit"},
            {"sql_condition": "birth_year_l = birth_year_r", "label_for_charts": "same year"},
            {"sql_condition": "abs(birth_year_l - birth_year_r) <= 1", "label_for_charts": "year off by one"},
            cll.ElseLevel(),
        ],
    )


def region():
    return cl.CustomComparison(
        output_column_name="region",
        comparison_levels=[
            cll.NullLevel("province"),
            cll.ExactMatchLevel("regency", term_frequency_adjustments=True),
            cll.ExactMatchLevel("province"),
            cll.ElseLevel(),
        ],
    )


def nik():
    return cl.CustomComparison(
        output_column_name="nik",
        comparison_levels=[cll.NullLevel("nik"), cll.ExactMatchLevel("nik"), cll.LevenshteinLevel("nik", 1), cll.ElseLevel()],
    )


SETTINGS = SettingsCreator(
    link_type="dedupe_only",
    comparisons=[
        name("given"),
        name("family"),
        birth(),
        cl.ExactMatch("sex"),
        region(),
        nik(),
        cl.ExactMatch("phone").configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("guardian", [0.92, 0.80]).configure(term_frequency_adjustments=True),
    ],
    blocking_rules_to_generate_predictions=[
        block_on("nik"),
        block_on("phone", "substr(given, 1, 2)"),
        block_on("dob", "substr(given, 1, 3)"),
        block_on("given", "family", "birth_year"),
        block_on("given", "regency", "birth_year"),
        block_on("given", "family", "regency"),
        block_on("guardian", "regency", "substr(given, 1, 2)"),
    ],
    retain_intermediate_calculation_columns=False,
    additional_columns_to_retain=[],
)


def pairs(sizes):
    return sum(n * (n - 1) // 2 for n in sizes)


def quality(database, clusters):
    """Figures as `jejaring link --truth` gives them."""
    table = clusters.physical_name
    database.execute(f"create or replace temp table c as select cluster_id, unique_id, p.child_id from {table} join people p using (unique_id)")
    sizes = lambda by: [n for (n,) in database.execute(f"select count(*) from c group by {by}").fetchall()]
    both, found, true = pairs(sizes("cluster_id, child_id")), pairs(sizes("cluster_id")), pairs(sizes("child_id"))
    precision, recall = both / max(found, 1), both / max(true, 1)
    counted, children = len(sizes("cluster_id")), len(sizes("child_id"))
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / max(precision + recall, 1e-9),
        "count_error": counted / children - 1,
        "largest": max(sizes("cluster_id")),
        "clusters": counted,
        "true_pairs": true,
    }


def main():
    path, threads = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2
    start = time.monotonic()
    database = duckdb.connect()
    database.execute(f"set threads = {threads}")
    database.execute(TIDY.format(path=path))
    api = DuckDBAPI(connection=database)
    linker = Linker(api.register("people"), SETTINGS, log_level="ERROR")
    rules = [block_on("nik"), "l.dob = r.dob and l.given = r.given", "l.phone = r.phone and l.given = r.given"]
    linker.training.estimate_probability_two_random_records_match(rules, recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in [block_on("nik"), block_on("dob", "given"), block_on("given", "family", "regency")]:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    edges = linker.inference.predict(threshold_match_probability=0.01)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(edges, threshold_match_probability=0.95)
    seconds = time.monotonic() - start
    usage = resource.getrusage(resource.RUSAGE_SELF)
    found = database.execute(
        f"select count(*) from {edges.physical_name} e join people a on a.unique_id = e.unique_id_l"
        " join people b on b.unique_id = e.unique_id_r where a.child_id = b.child_id"
    ).fetchone()[0]
    figures = quality(database, clusters)
    print(
        json.dumps(
            {
                "tool": "splink",
                "seconds": seconds,
                "cpu_seconds": usage.ru_utime + usage.ru_stime,
                "peak_rss_bytes": usage.ru_maxrss * 1024,
                "edges": database.execute(f"select count(*) from {edges.physical_name}").fetchone()[0],
                "found_above_one_percent": found / max(figures["true_pairs"], 1),
                "clustered": figures,
            }
        )
    )


if __name__ == "__main__":
    main()
