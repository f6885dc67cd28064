"""Clusters against true children by agency, age, province and sex, as one JSON object: a bias there is a wrong policy.

Usage: bench/linkage/by_group.py LIST OUT     (an invented list with `child_id`, and what `jejaring link LIST --out OUT` wrote)

Each group counts the clusters and the children of whom at least one record is in it; groups of fewer than 500 children are left out.
"""

import collections
import csv
import json
import sys

GIRL = {"p", "f", "w", "pr", "perempuan", "wanita", "female", "girl", "2"}


def groups(row):
    """The groups of a record."""
    yield "agency", row["agency"]
    sex = row["sex"].lower()
    yield "sex", "girl" if sex in GIRL else "boy" if sex else "unknown"
    yield "province", row["province"] or row["region_code"][:2] or "unknown"
    if row["dob"][:4].isdigit() and row["event_date"][:4].isdigit():
        from_age = (int(row["event_date"][:4]) - int(row["dob"][:4])) // 6 * 6
        yield "age", f"{from_age} to {from_age + 5}"
    else:
        yield "age", "no date of birth"


def main():
    with open(sys.argv[2], newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        cluster_of = {row[0]: row[1] for row in rows}
    seen = collections.defaultdict(lambda: (set(), set()))
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            cluster = cluster_of.get(row["rec_id"])
            for group in groups(row) if cluster else ():
                clusters, children = seen[group]
                clusters.add(cluster)
                children.add(row["child_id"])
    found = collections.defaultdict(dict)
    for (kind, name), (clusters, children) in sorted(seen.items()):
        if len(children) >= 500:
            found[kind][name] = {"children": len(children), "count_error": len(clusters) / len(children) - 1}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
