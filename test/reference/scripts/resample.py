"""Buckets by Polars' truncate (local days by its time zones), aggregates of the values of each bucket by themselves."""
import polars as pl


def main(inputs):
    return [resampled(read_table(i["table"]), i) for i in inputs]


def resampled(frame, i):
    local = pl.from_epoch("shifted", "us").dt.replace_time_zone("UTC").dt.convert_time_zone(i["zone"])
    # A value on the right side belongs to the bucket of the microsecond before it.
    frame = frame.with_columns(shifted=pl.col("time") - (1 if i["right"] else 0))
    bucket = local.dt.truncate(i["every"]) if i["every"] != "37m" else fixed(37 * 60_000_000, i["zone"])
    frame = frame.with_columns(bucket=bucket)
    first, last = frame["bucket"][0], frame["bucket"][-1]
    starts = pl.datetime_range(first, last.replace(tzinfo=last.tzinfo), i["every"], time_zone=i["zone"], eager=True, time_unit="us")
    ends = starts.dt.offset_by(i["every"])
    by_start = {key[0]: part for key, part in frame.group_by("bucket", maintain_order=True)}
    parts = [by_start.get(start, frame.clear()) for start in starts]
    out = {"time": (ends if i["label"] == "interval-end" else starts).dt.timestamp("us").to_list()}
    bounds = list(zip(starts.dt.timestamp("us"), ends.dt.timestamp("us")))
    for name in ["level", "amount", "counter"]:
        values = [part[name].drop_nulls() for part in parts]
        for key, f in numbers.items():
            out[f"{name}_{key}"] = [f(v) for v in values]
        out[f"{name}_difference"] = [None] + [difference(a, b) for a, b in zip(values, values[1:])]
    for name in ["level", "amount", "counter", "count", "state", "running"]:
        values = [part[name].drop_nulls() for part in parts]
        out[f"{name}_first"] = [v[0] if len(v) else None for v in values]
        out[f"{name}_last"] = [v[-1] if len(v) else None for v in values]
        out[f"{name}_count"] = [len(v) for v in values]
    whole = [part["count"].drop_nulls() for part in parts]
    out["count_min"], out["count_max"] = [v.min() for v in whole], [v.max() for v in whole]
    assert len(bounds) == len(parts)
    return out


def fixed(step, zone):
    return pl.from_epoch(pl.col("shifted") // step * step, "us").dt.replace_time_zone("UTC").dt.convert_time_zone(zone)


def unless_nan(f):
    return lambda v: None if len(v) == 0 else float("nan") if v.is_nan().any() else f(v)


numbers = {
    "mean": unless_nan(lambda v: v.mean()),
    "sum": unless_nan(lambda v: v.sum()),
    "min": unless_nan(lambda v: v.min()),
    "max": unless_nan(lambda v: v.max()),
}


def difference(before, values):
    """Rises between neighbours; what a counter shows after a fall has been counted since the fall."""
    if len(before) == 0 or len(values) == 0:
        return None
    readings = pl.concat([before.tail(1), values])
    steps = readings.diff().tail(-1)
    return pl.select(pl.when(steps < 0).then(readings.tail(-1)).otherwise(steps)).to_series().sum()
