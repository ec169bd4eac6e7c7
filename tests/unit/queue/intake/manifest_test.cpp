#include "queue/intake/manifest.h"

#include "storage/base/errors.h"
#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"
#include "tests/unit/support/temporary_directory.h"

using namespace assize;
using test::input_error_of;

namespace {
std::vector<ManifestRow> rows_of(const std::string& text) {
  return parse_manifest(text, "m.csv", "/dir").rows;
}
// What is wrong, in rows or in the whole.
std::string refused(const std::string& text) {
  std::string faults;
  try {
    faults = faults_in_words(rows_of(text), "m.csv");
  } catch (const InputError& error) {
    return error.what();
  }
  CHECK_FALSE(faults.empty());
  return faults;
}
const std::string kHeader = "submitter,problem,file\n";
}  // namespace

TEST_CASE("a manifest has one submission a line") {
  const auto rows = rows_of(kHeader + "ada,sum,ada/main.py\nbob,sum,/abs/b.py\n");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].line == 2);
  CHECK(rows[0].submitter == "ada");
  CHECK(rows[0].problem == "sum");
  CHECK(rows[0].file == "/dir/ada/main.py");  // relative to the manifest
  CHECK(rows[0].language == "python3");
  CHECK(rows[0].priority == 0);
  CHECK(rows[0].external_id.empty());
  CHECK(rows[1].line == 3);
  CHECK(rows[1].file == "/abs/b.py");
}

TEST_CASE("columns may come in any order, with the optional ones") {
  const auto rows = rows_of(
      "external_id,file,priority,problem,language,submitter\n"
      "e1,a.py,-7,sum,python3,ada\n,b.py,,sum,,bob\n");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].external_id == "e1");
  CHECK(rows[0].priority == -7);
  CHECK(rows[0].submitter == "ada");
  CHECK(rows[1].external_id.empty());
  CHECK(rows[1].priority == 0);
}

TEST_CASE("manifests are written by many programs") {
  struct Form {
    const char* what;
    std::string text;
    std::string submitter;
  };
  for (const auto& form : {
           Form{"no line feed at the end", kHeader + "ada,sum,a.py", "ada"},
           Form{"CRLF", "submitter,problem,file\r\nada,sum,a.py\r\n", "ada"},
           Form{"a byte order mark", "\xEF\xBB\xBF" + kHeader + "ada,sum,a.py\n", "ada"},
           Form{"empty lines", "\n" + kHeader + "\r\n\nada,sum,a.py\n\n", "ada"},
           Form{"everything quoted",
                "\"submitter\",\"problem\",\"file\"\n\"ada\",\"sum\",\"a.py\"\n", "ada"},
           Form{"a comma in quotes", kHeader + "\"Lovelace, Ada\",sum,a.py\n", "Lovelace, Ada"},
           Form{"quotes in quotes", kHeader + "\"\"\"Ada\"\" L\",sum,a.py\n", "\"Ada\" L"},
           Form{"a quote inside a cell", kHeader + "5\" Ada,sum,a.py\n", "5\" Ada"},
           Form{"quoted, then CRLF", "submitter,problem,file\r\n\"ada\",sum,\"a.py\"\r\n", "ada"},
           Form{"other letters", kHeader + "Åsa Öberg,sum,a.py\n", "Åsa Öberg"},
           Form{"spaces are kept", kHeader + " ada ,sum,a.py\n", " ada "},
       }) {
    INFO(form.what);
    const auto rows = rows_of(form.text);
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].submitter == form.submitter);
    CHECK(rows[0].file == "/dir/a.py");
  }
}

TEST_CASE("what is wrong in a manifest is refused with its line") {
  struct Wrong {
    const char* what;
    std::string text;
    std::string starts;
    std::string mentions;
  };
  const std::string long_name(kMaxName + 1, 'x');
  for (const auto& wrong : {
           Wrong{"nothing", "", "m.csv", "empty"},
           Wrong{"only empty lines", "\n\r\n", "m.csv", "empty"},
           Wrong{"only a header", kHeader, "m.csv", "no submission"},
           Wrong{"no header", "ada,sum,a.py\n", "m.csv:1", "it has: ada, sum, a.py"},
           Wrong{"another column with controls", "submitter,problem,file,\"a\nb\"\nx,y,z,n\n",
                 "m.csv:1", "control"},
           Wrong{"a missing column", "submitter,file\nx,y\n", "m.csv:1", "'problem'"},
           Wrong{"a column twice", "submitter,problem,file,file\nx,y,z,z\n", "m.csv:1", "twice"},
           Wrong{"too few cells", kHeader + "a,b,c\nx,y\n", "m.csv:3", "2 columns"},
           Wrong{"too many cells", kHeader + "x,y,z,\n", "m.csv:2", "4 columns"},
           Wrong{"no submitter", kHeader + ",sum,a.py\n", "m.csv:2", "submitter is empty"},
           Wrong{"no problem", kHeader + "ada,,a.py\n", "m.csv:2", "problem is empty"},
           Wrong{"no file", kHeader + "ada,sum,\n", "m.csv:2", "file is empty"},
           Wrong{"a long name", kHeader + long_name + ",sum,a.py\n", "m.csv:2", "longer than 200"},
           Wrong{"a line feed in a name", kHeader + "\"a\nb\",sum,a.py\n", "m.csv:2", "control"},
           Wrong{"an escape in a name", kHeader + "a\x1b[2J,sum,a.py\n", "m.csv:2", "control"},
           Wrong{"a carriage return in a name", kHeader + "\"a\rb\",sum,a.py\n", "m.csv:2",
                 "control"},
           Wrong{"a NUL in a file", kHeader + std::string("a,sum,a\0.py\n", 12), "m.csv:2",
                 "control"},
           Wrong{"neither UTF-8 nor Windows-1252", kHeader + "a\xff,sum,a.py\nb\x81,sum,a.py\n",
                 "m.csv:3", "0x81"},
           Wrong{"UTF-16 without its mark", std::string("\xe4\0,\0b\0,\0c\0\n\0", 12), "m.csv:1",
                 "0x00"},
           Wrong{"damaged UTF-8", kHeader + "Zo\xc3\xab,sum,a.py\nZo\xeb,sum,a.py\n", "m.csv:3",
                 "0xeb"},
           Wrong{"damaged UTF-8 with a byte order mark",
                 "\xEF\xBB\xBF" + kHeader + "Zo\xeb,sum,a\n", "m.csv:2", "save it as"},
           Wrong{"an open quote", kHeader + "\"ada,sum,a.py\nbob,sum,b.py\n", "m.csv:2", "quote"},
           Wrong{"a row twice", kHeader + "ada,sum,a.py\nbob,sum,a.py\nada,sum,a.py\n", "m.csv:4",
                 "line 2"},
           Wrong{"another language", "submitter,problem,file,language\na,b,c,cobol\n", "m.csv:2",
                 "'cobol'"},
           Wrong{"a bad priority", "submitter,problem,file,priority\na,b,c,high\n", "m.csv:2",
                 "'high'"},
           Wrong{"an external id twice", "submitter,problem,file,external_id\na,b,c,e1\na,b,d,e1\n",
                 "m.csv:3", "line 2"},
           Wrong{"after a record of several lines", kHeader + "\"a\",b,\"c\"\n\n\nx,y\n", "m.csv:5",
                 "2 columns"},
       }) {
    INFO(wrong.what);
    const auto message = refused(wrong.text);
    INFO(message);
    CHECK(message.starts_with(wrong.starts));
    CHECK(message.find(wrong.mentions) != std::string::npos);
  }
}

TEST_CASE("the same file for another problem or submitter is another submission") {
  CHECK(rows_of(kHeader + "ada,sum,a.py\nada,max,a.py\nbob,sum,a.py\n").size() == 3);
}

TEST_CASE("text after a closing quote is refused") {
  // RFC 4180 knows no such cell: something is wrong with the file.
  CHECK(refused(kHeader + "\"ada\"x,sum,a.py\n").starts_with("m.csv:2"));
}

TEST_CASE("priorities are whole numbers from -1000 to 1000") {
  CHECK(parse_priority("0", "x") == 0);
  CHECK(parse_priority("-1000", "x") == -1000);
  CHECK(parse_priority("1000", "x") == 1000);
  for (const char* text :
       {"", "-1001", "1001", "1.5", "+1", " 1", "1 ", "1e2", "0x1", "x", "99999999999999999999"}) {
    INFO(text);
    CHECK(input_error_of([&] { parse_priority(text, "x"); }).starts_with("x: a priority"));
  }
}

TEST_CASE("names are text of a sensible length") {
  const std::string longest(kMaxName, 'x');
  for (const std::string& name :
       {std::string("a"), std::string("Åsa"), std::string("a b"), longest})
    CHECK_NOTHROW(check_name(name, "x", "submitter"));
  for (const std::string& name :
       {std::string(), longest + "x", std::string("a\n"), std::string("\t"), std::string("\x7f"),
        std::string("\xff"), std::string("a\0b", 3)}) {
    INFO(name);
    CHECK(input_error_of([&] { check_name(name, "x", "submitter"); }).find("submitter") !=
          std::string::npos);
  }
}

TEST_CASE("a name with a control character of the upper half is refused") {
  // U+009B is CSI: a terminal takes what follows for a command.
  CHECK(input_error_of([&] { check_name("a\xc2\x9b[2J", "x", "submitter"); }).find("control") !=
        std::string::npos);
}

TEST_CASE("all faults of all rows are there, with the file") {
  const auto rows = rows_of(
      "submitter,problem,file,language,priority\n,sum,a.py,cobol,high\nada,sum,b.py,,\nbob,sum\n");
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].faults.size() == 3);
  CHECK(rows[1].faults.empty());
  CHECK(faults_in_words(rows, "m.csv") ==
        "m.csv:2: a.py: the submitter is empty\n"
        "m.csv:2: a.py: the language 'cobol' is not known (python3 is)\n"
        "m.csv:2: a.py: a priority is a whole number from -1000 to 1000, not 'high'\n"
        "m.csv:4: has 2 columns, the header has 5");
}

TEST_CASE("columns beside a manifest's own are kept by their headings") {
  const auto rows = rows_of(
      "E-Mail;Submitter ;PROBLEM;File;External-ID;Section\n"
      "a@b.c;ada;sum;a.py;k1; B 2 \n;bob;sum;b.py;;\n");
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].external_id == "k1");
  CHECK(rows[0].further == decltype(rows[0].further){{"E-Mail", "a@b.c"}, {"Section", "B 2"}});
  CHECK(rows[1].further.empty());
  const auto twice = rows_of("submitter\u00a0,problem,file,Note,Note\nada,sum,a.py,x,y\n");
  CHECK(twice[0].further == decltype(twice[0].further){{"Note", "x"}, {"Note (2)", "y"}});
}

TEST_CASE("a manifest's separator is the one that its header has") {
  for (const std::string separator : {",", ";", "\t"}) {
    const auto rows = rows_of("submitter" + separator + "problem" + separator + "file\n\"a,b;c\"" +
                              separator + "sum" + separator + "a.py\n");
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].submitter == "a,b;c");
  }
  CHECK(rows_of("sep=|\r\nsubmitter|problem|file\r\nada|sum|a.py\r\n")[0].line == 3);
}

TEST_CASE("a manifest in Windows-1252 is taken, with a note that has the line") {
  const auto manifest = parse_manifest(
      kHeader + "ada,sum,a.py\r\nZo\xeb M\xfcller \x80,sum,\xe5.py\r\n", "m.csv", "/dir");
  REQUIRE(manifest.rows.size() == 2);
  CHECK(manifest.rows[1].submitter == "Zoë Müller €");
  CHECK(manifest.rows[1].file == "/dir/å.py");
  CHECK(manifest.note ==
        "m.csv:3: is not UTF-8, and was read as Windows-1252: the byte 0xeb as 'ë'. If names are "
        "wrong, save it as \"CSV UTF-8\"");
  CHECK(parse_manifest(kHeader + "Zoë,sum,a.py\n", "m.csv", "/dir").note.empty());
  // What is invisible, or a control in Latin-1, is as harmless as it is in UTF-8.
  CHECK(parse_manifest(kHeader + "a\xad,sum,a.py\n", "m.csv", "").note.find("'\\u{ad}'") !=
        std::string::npos);
  CHECK(rows_of(kHeader + "a\x9b,sum,a.py\n")[0].submitter == "a›");
}

TEST_CASE("paths with backslashes are those that Windows writes, unless there is such a file") {
  const test::TemporaryDirectory directory;
  directory.write("bob\\main.py", "");
  const std::string here = directory.path("");
  const auto rows = parse_manifest(kHeader + "ada,sum,ada\\sub\\main.py\nbob,sum,bob\\main.py\n" +
                                       "bob,sum,bob/main.py\nada,sum,ada/sub\\main.py\n",
                                   "m.csv", here)
                        .rows;
  REQUIRE(rows.size() == 4);
  CHECK(rows[0].file == here + "ada/sub/main.py");
  CHECK(rows[0].file_as_given == "ada\\sub\\main.py");
  CHECK(rows[1].file == here + "bob\\main.py");
  CHECK(rows[2].faults.empty());
  CHECK(faults_in_words({rows[3]}, "m.csv").find("the same row as line 2") != std::string::npos);
}
