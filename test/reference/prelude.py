"""Runs main(input) of main.py: JSON in, JSON out. Floats survive to the bit (repr); NaN, infinities and int64 are text."""
import importlib.util
import json
import math


def read_table(table):
    """{name: {type, values}} -> polars.DataFrame; time is Int64 epoch microseconds, missing is null, NaN is NaN."""
    import polars as pl

    types = {"number": pl.Float64, "integer": pl.Int64, "text": pl.String, "boolean": pl.Boolean, "time": pl.Int64}
    readers = {"number": float, "integer": int, "time": int}
    columns = []
    for name, column in table.items():
        read = readers.get(column["type"], lambda value: value)
        values = [None if value is None else read(value) for value in column["values"]]
        columns.append(pl.Series(name, values, dtype=types[column["type"]]))
    return pl.DataFrame(columns)


def write_table(frame):
    """polars.DataFrame -> {name: [values]}."""
    return {name: frame[name].to_list() for name in frame.columns}


def clean(value):
    """What JSON can hold."""
    if isinstance(value, dict):
        return {key: clean(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53:
        return str(value)
    return value


if __name__ == "__main__":
    import prelude

    spec = importlib.util.spec_from_file_location("main", "main.py")
    main = importlib.util.module_from_spec(spec)
    main.read_table, main.write_table = prelude.read_table, prelude.write_table
    spec.loader.exec_module(main)
    with open("input.json", encoding="utf8") as file:
        result = main.main(json.load(file))
    with open("output.json", "w", encoding="utf8") as file:
        json.dump(clean(result), file, allow_nan=False)
