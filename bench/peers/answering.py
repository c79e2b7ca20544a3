"""The peer's end of the line: orders come in as JSON, one a line, and answers go out marked."""
import json
import sys


def serve(handlers):
    for line in sys.stdin:
        order = json.loads(line)
        answer = handlers[order.pop("do")](**order)
        print("@@" + json.dumps(answer), flush=True)
