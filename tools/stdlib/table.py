"""The table of docs/standard-library.md, of what the runs have found and of the reasons that people have given."""

import collections
import fnmatch
import re
import sys

BEGIN, END = "<!-- made by tools/stdlib-table: what is below is not written by hand -->", "<!-- end of what is made -->"
SLOW = "- longer than the time for a test, outside too: "
EXAMPLES = 3  # names of tests for a reason
WORDS = {"fail": ("fails", "fail"), "skip": ("is skipped", "are skipped"), "hangs": ("hangs", "hang"), "ok": ("passes", "pass"),
         "not run": ("doesn't run", "don't run"), "ended": ("ends the run", "end the run")}


def rows(path, columns):
    """The rows of a table with tabs; lines that begin with # are for people."""
    found = []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        row = line.split("\t")
        if len(row) != columns:
            sys.exit(f"{path}:{number}: {len(row)} columns, not {columns}")
        found.append(row)
    return found


def short(test, module):
    """The name of a test without its module's."""
    return test.replace(f"test.{module}.", "")


def inherited(result):
    """The result, where tests that weren't run have the error of what should have set them up."""
    failed = {name: text for name, _, _, text in result["differences"] if text and not name.startswith("test.")}
    for difference in result["differences"]:
        if difference[2] == "not run" and not difference[3]:
            place = difference[0].rpartition(".")[0]
            module = place.rpartition(".")[0]
            difference[3] = next((failed[name] for name in ("(the module)", f"setUpModule ({module})", f"setUpClass ({place})",
                                                            f"unittest.loader._FailedTest.{module}") if name in failed), "")
    return result


def reason_for(module, difference, reasons):
    name, _, here, text = difference
    if here == "ok":
        return "passes in the jail alone"
    for modules, tests, texts, reason in reasons:
        if all(fnmatch.fnmatchcase(*pair) for pair in ((module, modules), (short(name, module), tests), (text, texts))):
            return reason
    return None


def unexplained(results, reasons):
    ended = [f"{result['module']}: it {outcome} outside" for result in results
             for outcome in result["outside"].values() if outcome.startswith("ended")]
    return ended + [
            f"{result['module']}: {short(difference[0], result['module'])}: {difference[1]} outside, here {difference[2]} "
            f"({difference[3]})"
            for result in results for difference in result["differences"]
            if not reason_for(result["module"], difference, reasons)]


def counted(outcomes):
    """In words how many passed and were skipped."""
    counts = collections.Counter(outcomes)
    return " + ".join(f"{counts[kind]}{mark}" for kind, mark in (("ok", ""), ("skip", " skipped"), ("fail", " failed"))
                      if counts[kind]) or "0"


def row_of(result, reasons):
    """A line of the table of differences."""
    module = result["module"]
    groups = collections.defaultdict(list)
    for difference in result["differences"]:
        groups[reason_for(module, difference, reasons) or "not known", difference[2]].append(short(difference[0], module))
    parts = []
    for (reason, here), names in sorted(groups.items(), key=lambda group: -len(group[1])):
        shown = ", ".join(f"`{name}`" for name in names[:EXAMPLES]) + (", …" if len(names) > EXAMPLES else "")
        parts.append(f"{len(names)} {WORDS[here][len(names) > 1]}: {reason} ({shown})")
    return f"| `{module}` | {result['same']} | {len(result['differences'])} | {'<br>'.join(parts)} |".replace("\n", " ")


def entries_of(results, reasons):
    """What the table says of each module."""
    return {result["module"]: row_of(result, reasons) if result["differences"]
            else f"`{result['module']}` {counted(result['outside'].values())}" for result in results}


def slow_tests(results):
    return [(short(name, result["module"]), result["module"]) for result in results for name in result["too_long"]]


def read(text):
    """What a table that was made says of each module, and which tests took too long."""
    entries = {}
    for line in text.splitlines():
        for entry in [line] if line.startswith("| `test_") else line.split(" · ") if line.startswith("`test_") else ():
            entries[entry.split("`")[1]] = entry
    slow = next((line for line in text.splitlines() if line.startswith(SLOW)), "")
    return entries, re.findall(r"`([^`]+)` of `([^`]+)`", slow)


def parts_of(row):
    """Of a line of the table of differences: how many tests agree, how many don't, and [how many, reason] of these."""
    _, same, unlike, parts = row.strip("| ").split(" | ", 3)
    words = "|".join(word for pair in WORDS.values() for word in pair)
    return int(same), int(unlike), [[int(count), reason] for count, reason in
                                    (re.match(rf"(\d+) (?:{words}): (.*) \(`", part).groups() for part in parts.split("<br>"))]


def as_text(entries, left_out, slow):
    modules = sorted(entries)
    equal = [entries[module] for module in modules if not entries[module].startswith("|")]
    different = {module: parts_of(entries[module]) for module in modules if entries[module].startswith("|")}
    unlike = sum(count for _, count, _ in different.values())
    tests = sum(sum(map(int, re.findall(r" (\d+)", entry))) for entry in equal) + sum(a + b for a, b, _ in different.values())
    out = [BEGIN, "", f"Of {len(modules)} modules of the test suite with {tests} tests, {len(equal)} modules behave in the jail as outside, "
           f"test by test; in the other {len(different)}, {unlike} tests don't.", "",
           "## As outside", "", "How many tests pass, and how many are skipped both outside and in the jail:", "", " · ".join(equal)]
    totals = collections.defaultdict(lambda: [0, set()])
    for module, (_, _, parts) in different.items():
        for count, reason in parts:
            totals[reason][0] += count
            totals[reason][1].add(module)
    out += ["", "## What differs, by reason", "", "| reason | tests | modules |", "| --- | --- | --- |"]
    out += [f"| {reason} | {total[0]} | {len(total[1])} |" for reason, total in sorted(totals.items(), key=lambda t: (-t[1][0], t[0]))]
    out += ["", "## What differs, by module", "", "| module | tests that agree | that don't | which, and why |", "| --- | --- | --- | --- |"]
    out += [entries[module] for module in different]
    out += ["", "## What isn't run", ""]
    by_reason = collections.defaultdict(list)
    for module, pattern, reason in left_out:
        by_reason[reason].append(f"`{module}`" if pattern == "*" else f"`{module}`: `{pattern}`")
    out += [f"- {reason}: {', '.join(names)}" for reason, names in by_reason.items()]
    if slow:
        out.append(SLOW + ", ".join(f"`{name}` of `{module}`" for name, module in slow))
    return "\n".join(out + ["", END]) + "\n"


def write(path, results, reasons, left_out, renew=False):
    """Makes what is between the markers anew; the text around it is people's. `renew`: of these modules, others stay."""
    text = path.read_text()
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END + "\n")
    if not begin or not end:
        sys.exit(f"{path}: the lines that the table stands between are missing: {BEGIN} … {END}")
    entries, slow = read(rest) if renew else ({}, [])
    entries.update(entries_of(results, reasons))
    slow = [test for test in slow if test[1] not in {result["module"] for result in results}] + slow_tests(results)
    path.write_text(before + as_text(entries, left_out, sorted(slow, key=lambda test: test[1])) + after)
