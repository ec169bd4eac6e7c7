#include "storage/audit/merkle_tree.h"

#include "storage/base/sha256.h"
#include "tests/unit/support/catch2.h"

namespace assize {
namespace {

using std::string;

TreeHash entry(std::uint64_t number) { return leaf_hash("entry " + std::to_string(number)); }

// As the RFC defines it: from the leaves, each time.
TreeHash by_definition(std::uint64_t begin, std::uint64_t end) {
  if (end - begin == 1) return entry(begin);
  std::uint64_t left = 1;
  while (left * 2 < end - begin) left *= 2;
  return node_hash(by_definition(begin, begin + left), by_definition(begin + left, end));
}

string hex(const TreeHash& hash) { return in_hex(bytes_of(hash)); }

TEST_CASE("the tree's hashes are those of the known test vectors of RFC 6962 logs") {
  const string leaves[] = {string(),
                           string(1, '\0'),
                           "\x10",
                           "\x20\x21",
                           "\x30\x31",
                           "\x40\x41\x42\x43",
                           "\x50\x51\x52\x53\x54\x55\x56\x57",
                           "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
  GrowingTree tree;
  CHECK(hex(tree.root()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  tree.add(leaf_hash(leaves[0]));
  CHECK(hex(tree.root()) == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  tree.add(leaf_hash(leaves[1]));
  CHECK(hex(tree.root()) == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
  for (std::size_t i = 2; i < std::size(leaves); ++i) tree.add(leaf_hash(leaves[i]));
  CHECK(hex(tree.root()) == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
}

TEST_CASE("a growing tree has the root that the definition gives, at every size") {
  GrowingTree tree;
  for (std::uint64_t size = 1; size <= 130; ++size) {
    tree.add(entry(size - 1));
    REQUIRE(tree.size() == size);
    REQUIRE(tree.root() == by_definition(0, size));
    REQUIRE(subtree_hash(0, size, by_definition) == tree.root());
  }
}

TEST_CASE("every entry of every tree is proved, and no other entry, place, size or root is") {
  for (std::uint64_t size = 1; size <= 40; ++size) {
    const TreeHash root = by_definition(0, size);
    for (std::uint64_t index = 0; index < size; ++index) {
      auto proof = inclusion_proof(index, size, by_definition);
      const auto holds = [&](const TreeHash& leaf, std::uint64_t at, std::uint64_t among) {
        TreeHash found{};
        return root_by_inclusion(leaf, at, among, proof, found) && found == root;
      };
      REQUIRE(holds(entry(index), index, size));
      CHECK_FALSE(holds(entry(index + 1), index, size));
      CHECK_FALSE(holds(entry(index), size, size));
      if (size > 1) CHECK_FALSE(holds(entry(index), (index + 1) % size, size));
      for (auto& hash : proof) {
        hash[7] ^= 0x10U;
        CHECK_FALSE(holds(entry(index), index, size));
        hash[7] ^= 0x10U;
      }
      proof.push_back(root);
      CHECK_FALSE(holds(entry(index), index, size));
      proof.pop_back();
      if (!proof.empty()) {
        proof.pop_back();
        CHECK_FALSE(holds(entry(index), index, size));
      }
    }
  }
}

TEST_CASE("a tree is proved to begin with every smaller one, and not with what is another") {
  for (std::uint64_t size = 0; size <= 40; ++size) {
    const TreeHash root = size == 0 ? GrowingTree().root() : by_definition(0, size);
    for (std::uint64_t before = 0; before <= size; ++before) {
      const TreeHash old_root = before == 0 ? GrowingTree().root() : by_definition(0, before);
      auto proof = consistency_proof(before, size, by_definition);
      REQUIRE(is_consistent(before, old_root, size, root, proof));
      TreeHash other = old_root;
      other[31] ^= 1U;
      CHECK_FALSE(is_consistent(before, other, size, root, proof));
      CHECK_FALSE(is_consistent(size + 1, old_root, size, root, proof));
      if (before < size && before > 0) {
        other = root;
        other[0] ^= 1U;
        CHECK_FALSE(is_consistent(before, old_root, size, other, proof));
        CHECK_FALSE(is_consistent(before, old_root, size, root, {}));
      }
      for (auto& hash : proof) {
        hash[3] ^= 0x80U;
        CHECK_FALSE(is_consistent(before, old_root, size, root, proof));
        hash[3] ^= 0x80U;
      }
      proof.push_back(root);
      CHECK_FALSE(is_consistent(before, old_root, size, root, proof));
    }
  }
}

TEST_CASE("a growing tree goes on from the subtrees that it consisted of") {
  for (std::uint64_t size = 0; size <= 33; ++size) {
    std::vector<TreeHash> subtrees;
    std::uint64_t begin = 0;
    for (std::uint64_t width = 64; width > 0; width /= 2)
      if ((size & width) != 0) {
        subtrees.push_back(by_definition(begin, begin + width));
        begin += width;
      }
    GrowingTree tree(size, subtrees);
    for (std::uint64_t more = size; more < size + 20; ++more) tree.add(entry(more));
    CHECK(tree.root() == by_definition(0, size + 20));
  }
}

}  // namespace
}  // namespace assize
