# JSON: a small store in a file, with own types, errors and formatting.
import json
from datetime import date


class Encoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, date):
            return {"$date": o.isoformat()}
        if isinstance(o, set):
            return sorted(o)
        return super().default(o)


def hook(d):
    return date.fromisoformat(d["$date"]) if "$date" in d else d


data = {"name": "Grüße", "born": date(1815, 12, 10), "tags": {"x", "a"}, "n": [1, 2.5, 1e100, True, None, -0.0], 3: "key"}
with open("store.json", "w") as file:
    json.dump(data, file, cls=Encoder, indent=2, ensure_ascii=False)
print(open("store.json").read())
with open("store.json") as file:
    back = json.load(file, object_hook=hook)
print(back["born"].year, back["3"], json.dumps(back["n"], separators=(",", ":")))
print(json.dumps("é\u2028\"\\\n"), json.loads('"\\ud83d\\ude00"'), json.dumps(float("inf")), json.loads("[NaN]"))
print(json.dumps({"b": 1, "a": [{}]}, sort_keys=True, indent="\t"))
for bad in ("{'a': 1}", "[1,]", '{"a": 1} x', ""):
    try:
        json.loads(bad)
    except json.JSONDecodeError as error:
        print(error.msg, error.lineno, error.colno, error.pos)
try:
    json.dumps({1, 2})
except TypeError as error:
    print(error)
