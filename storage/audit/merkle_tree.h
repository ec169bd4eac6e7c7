// The Merkle tree of an append-only log (RFC 6962, section 2.1): what one hash says of all entries,
// and short proofs that an entry is among them and that nothing before them was changed.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace assize {

using TreeHash = std::array<unsigned char, 32>;  // SHA-256

TreeHash leaf_hash(std::string_view entry);                       // SHA-256(00 || entry)
TreeHash node_hash(const TreeHash& left, const TreeHash& right);  // SHA-256(01 || left || right)
std::string_view bytes_of(const TreeHash& hash);
// Nothing, if the text isn't 32 bytes in Base64.
std::optional<TreeHash> tree_hash_from_base64(std::string_view text);

// The hash of a tree that entries are appended to, in as much memory as it has levels.
class GrowingTree {
 public:
  GrowingTree() = default;
  // Of `size` entries, by the roots of the full subtrees that they make, the largest one first.
  GrowingTree(std::uint64_t size, std::vector<TreeHash> subtrees)
      : size_(size), subtrees_(std::move(subtrees)) {}
  void add(const TreeHash& leaf);
  std::uint64_t size() const { return size_; }
  TreeHash root() const;  // of an empty tree: SHA-256 of nothing

 private:
  std::uint64_t size_ = 0;
  std::vector<TreeHash> subtrees_;
};

// The root of the subtree over the leaves [begin, end), which are there; end > begin.
using SubtreeHash = std::function<TreeHash(std::uint64_t begin, std::uint64_t end)>;

// Of a subtree whose size is no power of two, from its two parts; of others, what `full` says. So
// `full` is asked only for subtrees of 2^k leaves that begin at a multiple of 2^k.
TreeHash subtree_hash(std::uint64_t begin, std::uint64_t end, const SubtreeHash& full);

// The hashes by which it can be computed that `index` is in the tree of `size` leaves, from the
// leaf upwards; index < size.
std::vector<TreeHash> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                      const SubtreeHash& full);
// The root that a leaf at `index` has by that proof; false: it isn't a proof for this place. The
// leaf is in the tree if it is the tree's root.
bool root_by_inclusion(const TreeHash& leaf, std::uint64_t index, std::uint64_t size,
                       const std::vector<TreeHash>& proof, TreeHash& root);

// The hashes by which it can be computed that the tree of `size` leaves begins with the one of
// `before` leaves; before <= size. Empty where one of them is empty, or both are the same.
std::vector<TreeHash> consistency_proof(std::uint64_t before, std::uint64_t size,
                                        const SubtreeHash& full);
bool is_consistent(std::uint64_t before, const TreeHash& root_before, std::uint64_t size,
                   const TreeHash& root, const std::vector<TreeHash>& proof);

}  // namespace assize
