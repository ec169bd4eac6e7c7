#include "problems/text/yaml.h"

#include "tests/unit/support/catch2.h"
#include "tests/unit/support/messages.h"

using namespace assize;
using test::input_error_of;

namespace {
YamlMap map_of(const std::string& text) { return parse_yaml(text, "f.yaml").map(); }
YamlNode value_of(const std::string& text) { return map_of("k: " + text).find("k").value(); }
}  // namespace

TEST_CASE("an empty document is a map without keys") {
  for (const char* text : {"", "\n", "# only a comment\n", "---\n"}) {
    INFO(text);
    CHECK_FALSE(map_of(text).find("a"));
  }
}

TEST_CASE("a key that is there twice is refused, with its second place") {
  CHECK(input_error_of([] { map_of("a: 1\nb: 2\na: 3\n"); }) ==
        "f.yaml:3:1: the key 'a' is there twice");
  CHECK(input_error_of([] { map_of("{a: 1, 'a': 2}"); }).starts_with("f.yaml:1:"));
}

TEST_CASE("an unknown key is refused with its place and the nearest known key") {
  const std::set<std::string, std::less<>> known{"limits", "name", "validation"};
  const auto refused = [&](const std::string& text) {
    return input_error_of([&] {
      map_of(text).check_keys(known, [&](const std::string& key, const YamlNode& value) {
        YamlMap::refuse_key(key, value, known);
      });
    });
  };
  const std::string close = refused("name: x\nlimit: 3\n");
  CHECK(close.starts_with("f.yaml:2:"));
  CHECK(close.find("unknown key 'limit'; did you mean 'limits'?") != std::string::npos);
  const std::string far = refused("name: x\nsomething_else: 3\n");
  CHECK(far.starts_with("f.yaml:2:"));
  CHECK(far.find("did you mean") == std::string::npos);
  refused("name: x\n" + std::string(100'000, 'k') + ": 3\n");
}

TEST_CASE("an unknown key without a value has its place too") {
  const std::set<std::string, std::less<>> known{"name"};
  const std::string message = input_error_of([&] {
    map_of("name: x\nnames:\n").check_keys(known, [&](const std::string& key, const YamlNode& v) {
      YamlMap::refuse_key(key, v, known);
    });
  });
  CHECK(message.starts_with("f.yaml:2:"));
}

TEST_CASE("a value of the wrong type is refused with its place") {
  struct Wrong {
    const char* text;
    void (*read)(const YamlNode&);
  };
  const auto text = [](const YamlNode& n) { (void)n.text(); };
  const auto positive = [](const YamlNode& n) { (void)n.positive_number(); };
  const auto whole = [](const YamlNode& n) { (void)n.whole_number(); };
  const auto flag = [](const YamlNode& n) { (void)n.flag(); };
  const auto list = [](const YamlNode& n) { (void)n.list(); };
  const auto map = [](const YamlNode& n) { (void)n.map(); };
  for (const auto& wrong : {
           Wrong{"[a]", text},      Wrong{"{a: b}", text},
           Wrong{"x", positive},    Wrong{"0", positive},
           Wrong{"-1", positive},   Wrong{".inf", positive},
           Wrong{"inf", positive},  Wrong{".nan", positive},
           Wrong{"nan", positive},  Wrong{"1e999", positive},
           Wrong{"0x10", positive}, Wrong{"1 s", positive},
           Wrong{"[1]", positive},  Wrong{"1.5", whole},
           Wrong{"-1", whole},      Wrong{"+1", whole},
           Wrong{"0x10", whole},    Wrong{"1e3", whole},
           Wrong{"1_000", whole},   Wrong{"18446744073709551616", whole},
           Wrong{"''", whole},      Wrong{"yes", flag},
           Wrong{"1", flag},        Wrong{"TRUE", flag},
           Wrong{"[true]", flag},   Wrong{"a", list},
           Wrong{"{a: b}", list},   Wrong{"a", map},
           Wrong{"[a]", map},
       }) {
    INFO(wrong.text);
    const auto message = input_error_of([&] { wrong.read(value_of(wrong.text)); });
    INFO(message);
    CHECK(message.starts_with("f.yaml:1:4: "));
  }
}

TEST_CASE("values are what they say") {
  CHECK(value_of("some text").text() == "some text");
  CHECK(value_of("'1'").text() == "1");
  CHECK(value_of("0.5").positive_number() == 0.5);
  CHECK(value_of("1e-3").positive_number() == 0.001);
  CHECK(value_of("0").whole_number() == 0);
  CHECK(value_of("18446744073709551615").whole_number() == 18446744073709551615ULL);
  CHECK(value_of("true").flag());
  CHECK_FALSE(value_of("False").flag());
  CHECK(value_of("[a, b]").list().size() == 2);
  CHECK(value_of("{a: b}").map().find("a")->text() == "b");
  CHECK(value_of("").is_null());
  CHECK(value_of("~").is_null());
}

TEST_CASE("what isn't YAML is refused with its place") {
  for (const char* text : {"a: [1", "a: 'x", "a: b: c", "\tx: 1", "a: *nothing", "{", "a: 1\n b: 2",
                           "a: &x", "@a", "? [a]\n: 1", "[a]: 1"}) {
    INFO(text);
    if (std::string(text) == "a: &x") continue;  // an anchor of nothing is fine
    const auto message = input_error_of([&] { map_of(text); });
    INFO(message);
    CHECK(message.starts_with("f.yaml:"));
    CHECK(message[7] >= '0');
    CHECK(message[7] <= '9');
  }
}

TEST_CASE("a document that isn't a map is refused") {
  input_error_of([] { map_of("just text"); });
  input_error_of([] { map_of("- a\n- b\n"); });
}

TEST_CASE("YAML that is too large, too deep or not UTF-8 is refused") {
  input_error_of([] { parse_yaml(std::string(kMaxYaml + 1, ' '), "f.yaml"); });
  input_error_of([] { parse_yaml(std::string(500'000, '['), "f.yaml"); });
  input_error_of([] { parse_yaml("a: " + std::string(100'000, '{'), "f.yaml"); });
  std::string steps;
  for (int i = 0; i < 700; ++i) steps += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  input_error_of([&] { parse_yaml(steps + std::string(701, ' ') + "a: 1\n", "f.yaml"); });
  CHECK(input_error_of([] { parse_yaml("a: \xff", "f.yaml"); }) == "f.yaml: is not UTF-8");
  for (const char* escape : {"_", "N"}) {
    const std::string text = "a: 1\nb: [\"x\\" + std::string(escape) + "\"]";
    const std::string error = input_error_of([&] { parse_yaml(text, "f.yaml"); });
    CHECK(error.starts_with("f.yaml:2:5: '"));
    CHECK(error.find("an escape that is not supported") != std::string::npos);
  }
  for (const std::string& byte : {std::string(1, '\0'), std::string("\x1b"), std::string("\x7f")})
    CHECK(input_error_of([&] {
            parse_yaml("a: 1\nb" + byte + ": 2", "f.yaml");
          }).starts_with("f.yaml:2:2: a control character ("));
}

TEST_CASE("aliases of aliases are refused before anything walks them, in no time") {
  std::string text = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 60; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + ", " + before +
            "]\n";
  }
  CHECK(input_error_of([&] { map_of(text); }).find("300000 nodes") != std::string::npos);
  for (const char* cycle : {"a: &x [*x]", "a: &x {b: *x}", "&x a: &y {c: {d: *y}}"}) {
    INFO(cycle);
    CHECK(input_error_of([&] { map_of(cycle); }).starts_with("f.yaml:1:"));
  }
}

TEST_CASE("a few aliases are what they stand for") {
  const auto top = map_of("a: &x [1, 2]\nb: *x\n");
  CHECK(top.find("b")->list().size() == 2);
}

TEST_CASE("a document may be as deep and as long as the bounds say, and no more") {
  const auto nested = [](std::size_t depth) {
    return "a: " + std::string(depth, '[') + std::string(depth, ']');
  };
  map_of(nested(kMaxYamlDepth - 1));
  CHECK(input_error_of([&] { map_of(nested(kMaxYamlDepth + 1)); }).starts_with("f.yaml:1:"));
  std::string items = "a: [";
  for (std::size_t i = 0; i < kMaxYamlNodes; ++i) items += "1,";
  CHECK(input_error_of([&] { map_of(items + "]"); }).find("nodes") != std::string::npos);
}

TEST_CASE("where it is wanted, the last of two equal keys counts, and that is said") {
  std::vector<std::string> repeated;
  const auto top = parse_yaml("a: 1\nb: {c: 2, c: 3}\na: 4\n", "f.yaml", &repeated).map();
  CHECK(top.find("a")->text() == "4");
  CHECK(top.find("b")->map().find("c")->text() == "3");
  CHECK(repeated ==
        std::vector<std::string>{"f.yaml:3:1: the key 'a' is there twice; this one counts",
                                 "f.yaml:2:11: the key 'c' is there twice; this one counts"});
}
