#include "storage/records/digest.h"

#include <functional>
#include <set>
#include <vector>

#include "storage/base/sha256.h"
#include "tests/unit/support/catch2.h"

using namespace assize;

TEST_CASE("SHA-256 gives the vectors of FIPS 180-4") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256_hex(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  CHECK(sha256_hex(std::string(1, '\0')) ==
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST_CASE("bytes may come in pieces") {
  CHECK(Sha256().add("a").add("").add("bc").hex() == sha256_hex("abc"));
}

TEST_CASE("a field is its length, a colon, its bytes and a line feed") {
  CHECK(Sha256().add_field("abc").add_field("").hex() == sha256_hex("3:abc\n0:\n"));
}

TEST_CASE("fields can't run into each other") {
  const auto hash = [](const std::vector<std::string>& fields) {
    Sha256 sha;
    for (const auto& field : fields) sha.add_field(field);
    return sha.hex();
  };
  const std::vector<std::vector<std::string>> all{
      {"ab", "c"}, {"a", "bc"},        {"abc"}, {"abc", ""}, {"", "abc"}, {"a\n1:b"}, {"a", "b"},
      {"ab"},      {"1:a\n", "1:b\n"}, {},      {""},        {"", ""},
  };
  std::set<std::string> hashes;
  for (const auto& fields : all) hashes.insert(hash(fields));
  CHECK(hashes.size() == all.size());
}

namespace {
struct Judged {
  std::string source = "s";
  std::string package = "p";
  std::string policy = "o";
  std::string runtime = "r";
  std::vector<DigestInput::Test> tests{
      {"sample/1", {}},
      {"secret/1", {Verdict::time_limit_exceeded, "cpu", "CPU time limit passed"}}};
  std::string score;
  Opinion final{Verdict::time_limit_exceeded, "cpu", "secret/1: CPU time limit passed"};
  std::string digest() const {
    return verdict_digest({source, package, policy, runtime, tests, score, final});
  }
};
}  // namespace

TEST_CASE("each input changes the verdict digest") {
  const std::vector<std::pair<const char*, std::function<void(Judged&)>>> changes{
      {"the source", [](Judged& j) { j.source = "x"; }},
      {"the package", [](Judged& j) { j.package = "x"; }},
      {"the policy", [](Judged& j) { j.policy = "x"; }},
      {"the runtime", [](Judged& j) { j.runtime = "x"; }},
      {"the name of a test", [](Judged& j) { j.tests[0].name = "sample/2"; }},
      {"the verdict of a test",
       [](Judged& j) { j.tests[0].opinion.verdict = Verdict::wrong_answer; }},
      {"the reason class of a test", [](Judged& j) { j.tests[1].opinion.reason_class = "wall"; }},
      {"a test less", [](Judged& j) { j.tests.pop_back(); }},
      {"a test more",
       [](Judged& j) {
         j.tests.push_back({"secret/2", {}});
       }},
      {"the order of the tests", [](Judged& j) { std::swap(j.tests[0], j.tests[1]); }},
      {"the score", [](Judged& j) { j.score = "1"; }},
      {"the final verdict", [](Judged& j) { j.final.verdict = Verdict::wrong_answer; }},
      {"the final reason class", [](Judged& j) { j.final.reason_class = "wall"; }},
      {"two hashes swapped", [](Judged& j) { std::swap(j.source, j.package); }},
      {"a hash that grows at the cost of its neighbour",
       [](Judged& j) {
         j.source = "sp";
         j.package = "";
       }},
  };
  std::set<std::string> digests{Judged().digest()};
  for (const auto& [what, change] : changes) {
    INFO(what);
    Judged judged;
    change(judged);
    const std::string digest = judged.digest();
    CHECK(digest.size() == 64);
    CHECK(digests.insert(digest).second);
  }
}

TEST_CASE("reasons in words are evidence and not in the verdict digest") {
  Judged judged;
  judged.final.reason = "something else";
  judged.tests[1].opinion.reason = "something else";
  CHECK(judged.digest() == Judged().digest());
}

TEST_CASE("the verdict digest of a judging stays what it was when it was recorded") {
  // The canonical form is a promise to everyone who recorded one: see docs/verdicts.md.
  CHECK(Judged().digest() ==
        sha256_hex("16:assize verdict 1\n1:s\n1:p\n1:o\n1:r\n1:2\n"
                   "8:sample/1\n2:AC\n0:\n8:secret/1\n3:TLE\n3:cpu\n0:\n3:TLE\n3:cpu\n"));
}
