"""``make bench``: every benchmark, one after another; each prints ratios against a peer measured in the same run."""

from bench import eventlog, ranking

BENCHMARKS = (eventlog.main, ranking.brief)

if __name__ == "__main__":
    for benchmark in BENCHMARKS:
        benchmark()
