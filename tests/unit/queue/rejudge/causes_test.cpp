#include "queue/rejudge/causes.h"

#include "tests/unit/support/catch2.h"

using namespace assize;

namespace {

Identities identities() { return {"s", "p", "y", "r", "python3", "3.11", "assize 1", "host"}; }

}  // namespace

TEST_CASE("what is different between two judgings is their cause, all of it") {
  const Identities before = identities();
  Identities after = before;
  CHECK(causes_between(before, after) == std::vector{Cause::noise});
  after.host = "another kernel";
  CHECK(causes_between(before, after) == std::vector{Cause::noise});
  after.runtime_hash = "r2";
  CHECK(causes_between(before, after) == std::vector{Cause::runtime});
  after.source_hash = "s2";
  after.judge_version = "assize 2";
  CHECK(causes_between(before, after) ==
        std::vector{Cause::source, Cause::runtime, Cause::judge_version});
  CHECK(identity_of(after, Cause::runtime) == "r2");
  CHECK(identity_of(after, Cause::noise).empty());
}

TEST_CASE("files that differ are told by path") {
  using Kind = FileChange::Kind;
  CHECK(changed_files({}, {}).empty());
  CHECK(changed_files({{"a", "1"}, {"b", "1"}}, {{"a", "1"}, {"b", "1"}}).empty());
  CHECK(changed_files({{"a", "1"}, {"b", "1"}, {"d", "1"}}, {{"b", "2"}, {"c", "1"}, {"d", "1"}}) ==
        std::vector<FileChange>{{"a", Kind::removed}, {"b", Kind::changed}, {"c", Kind::added}});
  CHECK(changed_files({{"a", "1"}}, {}) == std::vector<FileChange>{{"a", Kind::removed}});
  CHECK(changed_files({}, {{"a", "1"}}) == std::vector<FileChange>{{"a", Kind::added}});
}

TEST_CASE("lines of a policy that differ are told, whatever their order") {
  using Kind = FileChange::Kind;
  CHECK(changed_lines("a 1\nb 2\n", "b 2\na 1\n").empty());
  CHECK(changed_lines("a 1\nb 2\n", "a 1\nb 3\n") ==
        std::vector<FileChange>{{"b 2", Kind::removed}, {"b 3", Kind::added}});
}

TEST_CASE("a list of files is read back, sorted by path") {
  const auto files = parse_file_list("hash1\t/b\n-> target\t/a\nnonsense\n");
  CHECK(files == std::vector<FileHash>{{"/a", "-> target"}, {"/b", "hash1"}});
}
