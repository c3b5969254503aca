"""Prometheus metrics of the plumbing, exposed at ``/metrics``."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Histogram(
    "cite_http_request_seconds",
    "Duration of HTTP requests",
    ["service", "route", "method", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
)
CONSUMED = Counter("cite_events_handled", "Events handled", ["consumer", "type"])
RETRIED = Counter("cite_events_retried", "Failed tries of an event", ["consumer"])
PARKED = Counter("cite_events_parked", "Events put aside with their reason", ["consumer"])
LAG = Gauge("cite_consumer_lag", "Events not yet handled", ["consumer"])
OUTBOX = Gauge("cite_outbox_waiting", "Events written and not yet published", ["service"])
DEAD_LETTERS = Gauge("cite_dead_letters", "Messages put aside", ["service"])
JOB_RUNS = Counter("cite_job_runs", "Runs of periodic jobs", ["job", "result"])
