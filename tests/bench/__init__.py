"""How fast, beside bare baselines started in the same run on the same machine: `make bench`. Never a timed test."""
