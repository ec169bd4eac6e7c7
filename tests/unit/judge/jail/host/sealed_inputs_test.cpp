#include "judge/jail/host/sealed_inputs.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "judge/jail/protocol/spec.h"
#include "tests/unit/support/catch2.h"

namespace {

using namespace assize;

std::shared_ptr<const std::string> input(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

std::string rest_of(const UniqueFd& file) {
  std::string text;
  std::array<char, 65536> buffer{};
  for (ssize_t length = 0; (length = ::read(file.get(), buffer.data(), buffer.size())) > 0;)
    text.append(buffer.data(), static_cast<std::size_t>(length));
  return text;
}

ino_t inode_of(const UniqueFd& file) {
  struct stat status {};
  REQUIRE(::fstat(file.get(), &status) == 0);
  return status.st_ino;
}

TEST_CASE("an input that is asked for again is the same file, read from its beginning") {
  SealedInputs inputs(false);
  const auto content = input("3 4\n");
  const UniqueFd first = inputs.open(content);
  CHECK(rest_of(first) == "3 4\n");
  const UniqueFd second = inputs.open(content);
  CHECK(rest_of(second) == "3 4\n");
  CHECK(rest_of(first).empty());  // each has a position of its own
  CHECK(inode_of(first) == inode_of(second));
}

struct stat status_of(const UniqueFd& file) {
  struct stat status {};
  REQUIRE(::fstat(file.get(), &status) == 0);
  return status;
}

TEST_CASE("what one run has done to an input's times the next one doesn't see") {
  SealedInputs inputs(false);
  const auto content = input("3 4\n");
  const UniqueFd first = inputs.open(content);
  const std::array<timespec, 2> times{timespec{1, 2}, timespec{3, 4}};
  REQUIRE(::futimens(first.get(), times.data()) == 0);
  CHECK(status_of(first).st_atim.tv_sec == 1);
  const UniqueFd second = inputs.open(content);
  CHECK(status_of(second).st_ino == status_of(first).st_ino);
  CHECK(status_of(second).st_atim.tv_sec == kFileTime);
  CHECK(status_of(second).st_atim.tv_nsec == 0);
  CHECK(status_of(second).st_mtim.tv_sec == kFileTime);
}

TEST_CASE("where runs own their inputs, each gets a fresh one") {
  SealedInputs inputs(true);
  const auto content = input("3 4\n");
  const UniqueFd first = inputs.open(content);
  REQUIRE(::fchmod(first.get(), 0) == 0);
  const UniqueFd second = inputs.open(content);
  CHECK(rest_of(second) == "3 4\n");
  CHECK((status_of(second).st_mode & 0777) == 0444);
  CHECK(status_of(second).st_ino != status_of(first).st_ino);
  CHECK(status_of(second).st_mtim.tv_sec == kFileTime);
}

TEST_CASE("a run can't write to an input, nor make it shorter or longer") {
  SealedInputs inputs(false);
  const UniqueFd file = inputs.open(input("3 4\n"));
  CHECK(::write(file.get(), "5", 1) < 0);
  const int seals = ::fcntl(file.get(), F_GET_SEALS);  // for who opens it again
  CHECK(seals == (F_SEAL_SEAL | F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW));
}

TEST_CASE("an input that came to the address of one that is gone isn't taken for it") {
  SealedInputs inputs(false);
  std::string place;
  for (const char* text : {"the first", "the second", "the second"}) {
    place = text;
    const std::shared_ptr<const std::string> content(&place, [](const std::string*) {});
    CHECK(rest_of(inputs.open(content)) == text);
  }
}

TEST_CASE("more inputs than are kept, empty and large ones are read as they are") {
  SealedInputs inputs(false);
  std::vector<std::shared_ptr<const std::string>> contents{
      input(""), input(std::string((std::size_t{16} << 20U) + 1, 'x'))};
  for (std::size_t i = 0; i < 200; ++i) contents.push_back(input(std::string(i, 'a')));
  for (int round = 0; round < 2; ++round)
    for (const auto& content : contents) REQUIRE(rest_of(inputs.open(content)) == *content);
}

}  // namespace
