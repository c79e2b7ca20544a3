"""What bench/read-csv.ts and bench/preprocess.ts do, in Polars; results go out as raw numbers."""
import os
import time

import numpy
import polars

from answering import serve

names = list("abcdefg")
kept = None


def timed(work):
    global kept
    begin = time.perf_counter()
    kept = work()
    return (time.perf_counter() - begin) * 1000


def read_csv(path):
    return timed(lambda: polars.read_csv(path, try_parse_dates=True))


def chain(frame):
    return (
        frame.lazy()
        .with_columns(polars.col(name).shift(1).alias(f"{name}_lag_1") for name in names)
        .with_columns(
            polars.col(name).rolling_mean_by("time", window_size="1h", closed="right").alias(f"{name}_mean_1h")
            for name in names
        )
        .group_by_dynamic("time", every="1h", closed="left")
        .agg(polars.col("*").exclude("time").mean())
        .collect()
    )


def preprocess(path):
    frame = polars.read_csv(path, try_parse_dates=True)
    frame = frame.with_columns(polars.col("time").cast(polars.Datetime("us")))
    return timed(lambda: chain(frame))


def write(folder):
    """The last result, a file of doubles for each column; times as epoch µs, missing as NaN."""
    for name in kept.columns:
        values = kept[name]
        if values.dtype == polars.Datetime:
            values = values.cast(polars.Datetime("us")).to_physical()
        numbers = values.cast(polars.Float64).fill_null(float("nan")).to_numpy()
        numpy.ascontiguousarray(numbers).tofile(os.path.join(folder, name))
    return kept.columns


serve(
    {
        "read-csv": read_csv,
        "preprocess": preprocess,
        "write": write,
        "version": lambda: f"{polars.__version__}, {polars.thread_pool_size()} threads",
    }
)
