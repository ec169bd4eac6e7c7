"""Reports: every submission is in them, and nothing a submitter wrote does anything in them."""

import base64
import csv
import hashlib
import html.parser
import io
import json
import re
import shutil
import tempfile
import unittest
from pathlib import Path
from xml.etree import ElementTree

from support import DOUBLE, EXAMPLES, CliCase, call, make_package, needs_jail, program

HOSTILE = '<script>alert(1)</script>'
HOSTILE_NAME = '<b>"x"</b>\'&amp;'
VOID = {"meta", "br", "hr", "img", "link", "input", "col", "line", "rect", "path"}
# Elements that end where one of these begins, or with the element that they are in, and need no tag for it.
ENDED_BY = {"td": ("td", "th", "tr"), "th": ("td", "th", "tr"), "tr": ("tr",)}
FORMS = ("table", "csv", "json", "html", "junit", "gradescope")


class Page(html.parser.HTMLParser):
    """Reads a page and notes what is wrong with it; `text` is what a reader sees."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.open, self.errors, self.tags, self.ids, self.links, self.text = [], [], set(), [], [], ""
        self.inline, self.policy = {"script": [], "style": []}, ""
        self.feed(page)
        self.close()
        self.errors += [f"<{tag}> is not closed" for tag in self.open]

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        while self.open and tag in ENDED_BY.get(self.open[-1], ()):
            self.open.pop()
        if ("http-equiv", "Content-Security-Policy") in attributes:
            self.policy = dict(attributes)["content"]
        for name, value in attributes:
            if name.startswith("on") or name == "style":
                self.errors.append(f"{tag} {name}={value}")
            if name == "id":
                self.ids.append(value)
            if name in ("href", "src"):
                self.links.append(value)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        while self.open and self.open[-1] in ENDED_BY and self.open[-1] != tag and tag in self.open:
            self.open.pop()
        if not self.open or self.open[-1] != tag:
            self.errors.append(f"</{tag}> at {self.getpos()} where {self.open[-3:]} are open")
        else:
            self.open.pop()

    def handle_data(self, data):
        if self.open and self.open[-1] in self.inline:
            self.inline[self.open[-1]].append(data)
        else:
            self.text += data


class ReportCase(CliCase):
    def setUp(self):
        super().setUp()
        self.store = self.shared

    def report(self, form, *options):
        done = self.assize("report", "--format", form, *options)
        self.assertEqual(done.err, "")
        return done.raw_out.decode("utf-8")

    def rows(self, *options):
        return list(csv.DictReader(io.StringIO(self.report("csv", *options), newline="")))

    def check_page(self, text):
        page = Page(text)
        self.assertEqual(page.errors, [])
        self.assertEqual(len(page.ids), len(set(page.ids)))
        for link in page.links:
            self.assertTrue(link.startswith("#"), f"the report loads or leads to {link}")
            self.assertIn(link[1:], page.ids)
        for tag in ("iframe", "object", "img", "link", "base", "form"):
            self.assertNotIn(tag, page.tags)
        self.assertIn("default-src 'none'", page.policy)
        self.assertNotIn("unsafe", page.policy)
        for kind, parts in page.inline.items():  # one of each, and allowed by what it is
            self.assertEqual(len(parts), 1, kind)
            digest = base64.b64encode(hashlib.sha256(parts[0].encode()).digest()).decode()
            self.assertIn(f"{kind}-src 'sha256-{digest}'", page.policy)
        return page


def shared_store(cls, *steps):
    program()
    base = Path(tempfile.mkdtemp(prefix="assize-cli-"))
    cls.addClassCleanup(shutil.rmtree, base, ignore_errors=True)
    cls.shared = base / "store.db"
    for arguments in steps:
        arguments = [a(base) if callable(a) else a for a in arguments]
        done = call(arguments, store=cls.shared, cwd=base, timeout=600)
        assert done.code == 0, str(done)


@needs_jail
class Examples(ReportCase):
    """The class of problems/examples/manifest.csv."""

    @classmethod
    def setUpClass(cls):
        packages = sorted(path.parent for path in EXAMPLES.glob("*/problem.yaml"))
        with open(EXAMPLES / "manifest.csv", newline="", encoding="utf-8") as file:
            cls.manifest = list(csv.DictReader(file))
        shared_store(cls, ("problem", "add", *packages), ("submit", "--manifest", EXAMPLES / "manifest.csv"),
                     ("run", "--drain"))

    def test_everything_was_judged(self):
        status = self.status()
        self.assertEqual((status["queued"], status["leased"], status["done"], status["set_aside"]),
                         (0, 0, len(self.manifest), 0))
        self.assertEqual(sum(status["verdicts"].values()), len(self.manifest))

    def test_json_csv_and_manifest_agree_row_by_row(self):
        objects = [json.loads(line) for line in self.report("json").splitlines()]
        rows = self.rows()
        self.assertEqual(len(objects), len(self.manifest))
        self.assertEqual(len(rows), len(self.manifest))
        for wanted, given, row in zip(self.manifest, objects, rows):
            self.assertEqual((given["submitter"], given["problem"], given["file"]),
                             (wanted["submitter"], wanted["problem"], Path(wanted["file"]).name))
            for field in ("submission", "submitter", "problem", "file", "verdict", "digest"):
                self.assertEqual(str(given[field]), row[field])
            self.assertAlmostEqual(given["cpu_ms"], float(row["cpu_ms"]), places=3)
            self.assertEqual(given["memory_kib"], int(row["memory_kib"]))

    def test_the_table_has_a_line_for_each_and_a_sum(self):
        lines = self.report("table").splitlines()
        self.assertEqual(len([line for line in lines if re.match(r" *\d+  ", line)]), len(self.manifest))
        self.assertTrue(lines[-1].startswith(f"{len(self.manifest)} submissions"))
        self.assertEqual([line for line in lines if line != line.rstrip()], [])

    def test_the_page_is_well_formed_and_has_every_submitter_and_problem(self):
        for audience in ("staff", "submitter", "public"):
            with self.subTest(audience):
                page = self.check_page(self.report("html", "--audience", audience))
                for row in self.manifest:
                    self.assertEqual(row["submitter"] in page.text, audience != "public")
                    self.assertIn(row["problem"], page.text)

    def test_the_page_has_every_submission_with_its_verdict(self):
        page = self.check_page(self.report("html"))
        self.assertEqual([i for i in page.ids if re.match(r"s\d+$", i)],
                         [f"s{n + 1}" for n in range(len(self.manifest))])
        for verdict, count in self.status()["verdicts"].items():
            self.assertRegex(page.text, rf"{verdict}\s*{count} ")

    def test_a_row_begins_with_what_the_script_sorts_and_filters_by(self):
        text = self.report("html")
        rows = re.findall(r'<details id="s(\d+)"><summary><span>(.*?)</span> <span>(.*?)</span> <span>(.*?)</span> '
                          r'<u(?: class="(\w+)")?>(\w+)</u>', text)
        self.assertEqual([(number, number, row["submitter"], row["problem"], "" if row["verdict"] == "AC" else row["verdict"],
                           row["verdict"]) for number, row in ((row["submission"], row) for row in self.rows())], rows)
        script = "".join(self.check_page(text).inline["script"])
        for part in ('"span"', '":nth-child(2)"', '":nth-child(3)"', '"u"', '".points"', '"submissions"', '"table.matrix"'):
            self.assertIn(part, script)

    def test_a_telephone_has_room_for_all_of_it(self):
        style = "".join(self.check_page(self.report("html")).inline["style"])
        narrow = style[style.index("max-width:40rem"):style.index("@media print")]
        for rule in (r"\.runs tr \{ display:flex; flex-wrap:wrap;", r"\.runs td:first-child,\.runs \.why \{ flex:1 0 100%; \}",
                     r"summary > :nth-child\(n\) \{ min-width:0; \}", r"details > div \{ padding-left:0; \}"):
            self.assertRegex(narrow, rule)
        self.assertIn('<meta name="viewport" content="width=device-width', self.report("html"))

    def test_the_page_for_the_public_has_no_reasons_and_no_output(self):
        page = self.check_page(self.report("html", "--audience", "public"))
        self.assertNotIn("Traceback", page.text)
        self.assertNotIn("details", page.tags)

    def test_reports_are_the_same_twice_but_for_the_time(self):
        for form in FORMS:
            with self.subTest(form):
                one, two = (re.sub(r"made [-0-9: ]+ UTC", "", self.report(form)) for _ in range(2))
                self.assertEqual(one, two)

    def test_junit_says_what_the_json_says(self):
        for audience in ("staff", "submitter", "public"):
            suites = ElementTree.fromstring(self.report("junit", "--audience", audience)).findall("testsuite")
            rows = [json.loads(line) for line in self.report("json", "--audience", audience).splitlines()]
            self.assertEqual(len(suites), len(rows))
            for suite, row in zip(suites, rows):
                cases = suite.findall("testcase")
                outcomes = [(case.find("failure"), case.find("error"), case.find("skipped")) for case in cases]
                said = [next((one.get("type") for one in three if one is not None), "AC") for three in outcomes]
                if audience == "public" or not row["tests"]:
                    self.assertEqual(said, [row["verdict"]])
                else:
                    self.assertEqual([case.get("name") for case in cases], [test["name"] for test in row["tests"]])
                    self.assertEqual(said, [test["verdict"] for test in row["tests"]])
                self.assertEqual({case.get("classname") for case in cases}, {row["problem"]})
                self.assertEqual([int(suite.get(name)) for name in ("tests", "failures", "errors", "skipped")],
                                 [len(cases), *(sum(three[i] is not None for three in outcomes) for i in range(3))])
                self.assertEqual(row["submitter"] in suite.get("name") if "submitter" in row else True, True)

    def test_gradescope_says_what_the_json_says(self):
        for audience in ("staff", "submitter", "public"):
            results = [json.loads(line) for line in self.report("gradescope", "--audience", audience).splitlines()]
            rows = [json.loads(line) for line in self.report("json", "--audience", audience).splitlines()]
            self.assertEqual(len(results), len(rows))
            for result, row in zip(results, rows):
                self.assertEqual(result["extra_data"]["submission"], row["submission"])
                self.assertTrue(result["output"].startswith(row["verdict"]), result)
                score = row["score"] if row["score"] is not None else int(row["verdict"] == "AC")
                self.assertEqual(result.get("score"), None if row["verdict"] == "JE" else score)
                self.assertEqual("tests" in result, audience != "public")
                for test, judged in zip(result.get("tests", []), row.get("tests", []), strict=True):
                    self.assertEqual((test["name"], test["status"]),
                                     (judged["name"], "passed" if judged["verdict"] == "AC" else "failed"))
                    hidden = audience == "staff" and not judged["name"].startswith("sample")
                    self.assertEqual(test["visibility"], "hidden" if hidden else "visible")

    def test_paper_has_no_controls_and_each_page_the_head_of_its_table(self):
        style = "".join(self.check_page(self.report("html")).inline["style"])
        paper = style[style.index("@media print"):]
        for rule in (r"\.tools,\.hint \{ display:none; \}", r"\.matrix th,\.matrix td \{ position:static !important;",
                     r"\.matrix thead button \{ display:contents; \}", r"\.matrix tfoot \{ display:table-row-group; \}",
                     r"--sv:#ffffff"):
            self.assertRegex(paper, rule)

    def test_links_lead_to_rows_of_the_page(self):
        page = self.check_page(self.report("html"))
        self.assertGreater(len(page.links), len({row["submitter"] for row in self.manifest}))

    def test_staff_reads_the_sources(self):
        for audience in ("staff", "submitter", "public"):
            page = self.check_page(self.report("html", "--audience", audience))
            for row in self.manifest[:5]:
                source = (EXAMPLES / row["file"]).read_text().strip()
                self.assertEqual(source in page.text, audience == "staff", row)

    def test_a_roster(self):
        names = sorted({row["submitter"] for row in self.manifest})
        roster = self.dir / "roster.csv"
        roster.write_text("Name;Submitter\n" + "".join(f"x;{name}\n" for name in [*names[1:], "absent-1", "Absent-2"]))
        total = f"handed in: {len(names) - 1} of {len(names) + 1}"
        for audience in ("staff", "submitter", "public"):
            for form in ("table", "html"):
                text = self.report(form, "--audience", audience, "--roster", roster)
                if form == "html":
                    text = self.check_page(text).text
                self.assertIn(total, text)
                self.assertEqual("absent-1" in text, audience == "staff")
                self.assertEqual("Absent-2" in text, audience == "staff")
                self.assertEqual("not on the roster" in text, audience == "staff")
        for form in ("csv", "json"):
            self.assert_refused(self.assize("report", "--format", form, "--roster", roster, code=2), "--roster")
        roster.write_bytes(f"Name\tSUBMITTER \r\nx\t{names[0]}\r\nx\tZoë\r\n".encode("cp1252"))
        done = self.assize("report", "--roster", roster)
        self.assertIn("roster.csv:3: is not UTF-8, and was read as Windows-1252", done.err)
        self.assertIn("handed in: 1 of 2", done.out)
        self.assertIn("Zoë", done.out)
        roster.write_text("name;mail\nada;x\n")
        self.assert_refused(self.assize("report", "--roster", roster, code=2), "roster.csv:1", "submitter")
        self.assert_refused(self.assize("report", "--roster", "nowhere", code=2), "nowhere")

    def test_a_batch_by_name_is_the_whole_class(self):
        self.assertEqual(self.report("json", "--batch", "manifest"), self.report("json"))


@needs_jail
class Hostile(ReportCase):
    """Names, outputs and messages that would like to be markup, formulas or terminal commands."""

    FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", " =1+1", "a,b", 'say "hi"')

    @classmethod
    def setUpClass(cls):
        def put(name, text):
            def write(base):
                (base / name).write_text(text)
                return base / name
            return write

        def mustache(base):
            return make_package(base, name="double", yaml="", files={})

        def titled(base):
            package = make_package(base, name="titled")
            (package / "problem.yaml").write_text(f"name: '{HOSTILE}'\n")
            return package

        steps = [("problem", "add", mustache, titled),
                 ("submit", "--problem", "double", "--submitter", HOSTILE_NAME, "--external-id", HOSTILE,
                  put("<i>.py", f"print('{HOSTILE}')\n")),
                 ("submit", "--problem", "double", "--submitter", "{{title}}{{{rows}}}",
                  put("err.py", f"raise Exception('</pre>{HOSTILE}')\n")),
                 ("submit", "--problem", "titled", "--submitter", "syntax",
                  put("ce.py", f"x = '{HOSTILE}' )\n")),
                 ("submit", "--problem", "double", "--submitter", "control", "--batch", f"{HOSTILE}",
                  put("control.py", "import sys\nprint('\\x1b[2J\\x00\\u202e\\u2028')\n"
                                    "sys.stderr.buffer.write(b'\\xff\\xfe')\n"))]
        steps += [("submit", "--problem", "double", f"--submitter={name}", put("main.py", DOUBLE))
                  for name in cls.FORMULAS]
        shared_store(cls, *steps, ("run", "--drain"))

    def test_the_page_shows_the_names_and_outputs_as_text(self):
        page = self.check_page(self.report("html"))
        self.assertIn(HOSTILE_NAME, page.text)
        self.assertIn("{{title}}{{{rows}}}", page.text)
        self.assertGreaterEqual(page.text.count(HOSTILE), 3)
        for tag in ("b", "i"):
            self.assertNotIn(tag, page.tags)

    def test_the_page_escapes_for_every_audience(self):
        for audience in ("staff", "submitter", "public"):
            text = self.report("html", "--audience", audience)
            self.check_page(text)
            self.assertNotIn(HOSTILE, text)

    def test_the_page_of_a_batch_with_a_hostile_name(self):
        text = self.report("html", "--batch", HOSTILE)
        self.check_page(text)
        self.assertNotIn(HOSTILE, text)

    def test_csv_cells_that_would_be_formulas_are_text(self):
        rows = self.rows()
        names = [row["submitter"] for row in rows][-len(self.FORMULAS):]
        for wanted, given in zip(self.FORMULAS, names):
            self.assertEqual(given, ("'" if wanted.lstrip()[0] in "=+-@" else "") + wanted)
        for row in rows:
            for cell in row.values():
                self.assertFalse(cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r")), row)

    def test_csv_has_as_many_cells_in_every_row(self):
        rows = list(csv.reader(io.StringIO(self.report("csv"), newline=""), strict=True))
        self.assertEqual(len(rows), 5 + len(self.FORMULAS))
        self.assertEqual({len(row) for row in rows}, {len(rows[0])})

    def test_json_is_one_object_a_line_whatever_is_in_it(self):
        text = self.report("json")
        objects = [json.loads(line) for line in text.split("\n")[:-1]]
        self.assertEqual(len(objects), 4 + len(self.FORMULAS))
        self.assertEqual(objects[0]["submitter"], HOSTILE_NAME)
        self.assertEqual(objects[0]["tests"][0]["stdout"], HOSTILE + "\n")

    def test_no_control_character_in_any_form(self):
        for form in FORMS:
            with self.subTest(form):
                self.assertIsNone(re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", self.report(form)))

    def test_an_empty_store_makes_every_form(self):
        self.store = self.dir / "empty.db"
        self.assize("init")
        for form in FORMS:
            text = self.report(form)
            if form == "html":
                self.check_page(text)
            if form == "json":
                self.assertEqual(text, "")


if __name__ == "__main__":
    unittest.main()
