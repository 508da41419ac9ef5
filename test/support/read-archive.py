"""Prints the rows of a Parquet, ORC or Avro file as JSON: read by pyarrow and fastavro, which know nothing of this project.

Usage: read-archive.py <file>, whose name ends in .parquet, .orc or .avro

Decimals become text with all their digits, as do integers beyond 2^53 and doubles that JSON has no number for; times
become epoch milliseconds, dates days, bytes hexadecimal text, and maps objects.
"""

import datetime
import decimal
import json
import math
import sys

EPOCH = datetime.datetime(1970, 1, 1)


def plain(value):
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else repr(value)
    if isinstance(value, bytes):
        return value.hex()
    if hasattr(value, "to_pydatetime"):
        value = value.to_pydatetime()
    if isinstance(value, datetime.datetime):
        if value.tzinfo is not None:
            value = value.astimezone(datetime.timezone.utc).replace(tzinfo=None)
        return (value - EPOCH) // datetime.timedelta(milliseconds=1)
    if isinstance(value, datetime.date):
        return (value - EPOCH.date()).days
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, list):
        # pyarrow gives a map as a list of pairs.
        if value and all(isinstance(item, tuple) for item in value):
            return {key: plain(member) for key, member in sorted(value)}
        return [plain(item) for item in value]
    raise TypeError(f"no plain form for {type(value)}")


def rows(path):
    if path.endswith(".parquet"):
        import pyarrow.parquet

        return pyarrow.parquet.read_table(path).to_pylist()
    if path.endswith(".orc"):
        import pyarrow.orc

        return pyarrow.orc.ORCFile(path).read().to_pylist()
    import fastavro

    with open(path, "rb") as file:
        return list(fastavro.reader(file))


json.dump([plain(row) for row in rows(sys.argv[1])], sys.stdout)
