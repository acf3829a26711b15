"""`python -m tests.bench [NAME…] [OPTION…]`: `--help` names the measures and the options."""

from __future__ import annotations

import argparse
import shutil

from tests.bench import load, machine
from tests.bench.measures import MEASURES
from tests.bench.profile import PROFILED, profile
from tests.bench.report import Report
from tests.bench.setting import ARTICLES, DIAGNOSES, make


def main() -> int:
    """Run the named measures, or all; 0 unless `--strict` and a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(MEASURES)}; all if none is named")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each, in turn with the baselines (5)")
    parser.add_argument("--seconds", type=float, default=3, help="how long a round loads each server (3)")
    parser.add_argument("--articles", type=int, default=ARTICLES, help=f"generated articles ({ARTICLES})")
    parser.add_argument(
        "--diagnoses", type=int, default=DIAGNOSES, help=f"after which memory has to be what it was ({DIAGNOSES})"
    )
    parser.add_argument("--profile", choices=PROFILED, help="print the server's hottest functions instead")
    parser.add_argument("--strict", action="store_true", help="end with 1 where a goal is missed")
    given = parser.parse_args()
    if unknown := [name for name in given.names if name not in MEASURES]:
        parser.error(f"there is no measure {', '.join(unknown)}")
    report = Report()
    about = f"{machine.describe()}; load by {load.tool()}"
    report.say(about)
    setting = make(report, given.rounds, given.seconds, given.articles, given.diagnoses)
    try:
        if given.profile:
            profile(setting, given.profile)
            return 0
        for name, measure in MEASURES.items():
            if not given.names or name in given.names:
                measure(setting)
        report.save(setting.kept / "latest.json", about)
    finally:
        shutil.rmtree(setting.folder, ignore_errors=True)
    missed = report.missed()
    report.say(f"{len(missed)} of {sum(f.met is not None for f in report.figures)} goals not met")
    return 1 if missed and given.strict else 0


if __name__ == "__main__":
    raise SystemExit(main())
