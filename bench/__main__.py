"""``make bench``: every benchmark, one after another; each prints ratios against a peer measured in the same run."""

from bench import assignment, eventlog, ranking

BENCHMARKS = (eventlog.main, ranking.brief, assignment.main)

if __name__ == "__main__":
    for benchmark in BENCHMARKS:
        benchmark()
