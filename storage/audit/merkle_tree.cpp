#include "storage/audit/merkle_tree.h"

#include <openssl/sha.h>

#include <algorithm>
#include <bit>
#include <string>

#include "storage/base/base64.h"

namespace assize {

namespace {

TreeHash hash_of(const std::string& bytes) {
  TreeHash hash{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash.data());
  return hash;
}

// Where a tree of `size` leaves is divided: the largest power of two below it.
std::uint64_t left_part(std::uint64_t size) { return std::bit_floor(size - 1); }

void prove_inclusion(std::uint64_t index, std::uint64_t begin, std::uint64_t end,
                     const SubtreeHash& full, std::vector<TreeHash>& proof) {
  if (end - begin == 1) return;
  const std::uint64_t middle = begin + left_part(end - begin);
  if (index < middle) {
    prove_inclusion(index, begin, middle, full, proof);
    proof.push_back(subtree_hash(middle, end, full));
  } else {
    prove_inclusion(index, middle, end, full, proof);
    proof.push_back(subtree_hash(begin, middle, full));
  }
}

// `is_known`: whether the verifier has the root of what is before it already.
void prove_consistency(std::uint64_t before, std::uint64_t begin, std::uint64_t end, bool is_known,
                       const SubtreeHash& full, std::vector<TreeHash>& proof) {
  if (before == end) {
    if (!is_known) proof.push_back(subtree_hash(begin, end, full));
    return;
  }
  const std::uint64_t middle = begin + left_part(end - begin);
  if (before <= middle) {
    prove_consistency(before, begin, middle, is_known, full, proof);
    proof.push_back(subtree_hash(middle, end, full));
  } else {
    prove_consistency(before, middle, end, false, full, proof);
    proof.push_back(subtree_hash(begin, middle, full));
  }
}

}  // namespace

TreeHash leaf_hash(std::string_view entry) {
  std::string bytes(1, '\0');
  bytes += entry;
  return hash_of(bytes);
}

TreeHash node_hash(const TreeHash& left, const TreeHash& right) {
  std::string bytes(1, '\1');
  bytes += bytes_of(left);
  bytes += bytes_of(right);
  return hash_of(bytes);
}

std::string_view bytes_of(const TreeHash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

std::optional<TreeHash> tree_hash_from_base64(std::string_view text) {
  TreeHash hash{};
  const auto bytes = from_base64(text);
  if (!bytes || bytes->size() != hash.size()) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), hash.begin());
  return hash;
}

void GrowingTree::add(const TreeHash& leaf) {
  TreeHash hash = leaf;
  // As many subtrees are full now as the size so far has ones at its end.
  for (std::uint64_t ones = size_; (ones & 1U) != 0; ones >>= 1U) {
    hash = node_hash(subtrees_.back(), hash);
    subtrees_.pop_back();
  }
  subtrees_.push_back(hash);
  ++size_;
}

TreeHash GrowingTree::root() const {
  if (subtrees_.empty()) return hash_of({});
  TreeHash hash = subtrees_.back();
  for (auto left = subtrees_.rbegin() + 1; left != subtrees_.rend(); ++left)
    hash = node_hash(*left, hash);
  return hash;
}

TreeHash subtree_hash(std::uint64_t begin, std::uint64_t end, const SubtreeHash& full) {
  if (std::has_single_bit(end - begin)) return full(begin, end);
  const std::uint64_t middle = begin + left_part(end - begin);
  return node_hash(subtree_hash(begin, middle, full), subtree_hash(middle, end, full));
}

std::vector<TreeHash> inclusion_proof(std::uint64_t index, std::uint64_t size,
                                      const SubtreeHash& full) {
  std::vector<TreeHash> proof;
  prove_inclusion(index, 0, size, full, proof);
  return proof;
}

// RFC 9162, section 2.1.3.2.
bool root_by_inclusion(const TreeHash& leaf, std::uint64_t index, std::uint64_t size,
                       const std::vector<TreeHash>& proof, TreeHash& root) {
  if (index >= size) return false;
  std::uint64_t place = index;
  std::uint64_t last = size - 1;
  root = leaf;
  for (const auto& other : proof) {
    if (last == 0) return false;
    if ((place & 1U) != 0 || place == last) {
      root = node_hash(other, root);
      while ((place & 1U) == 0 && place != 0) {
        place >>= 1U;
        last >>= 1U;
      }
    } else {
      root = node_hash(root, other);
    }
    place >>= 1U;
    last >>= 1U;
  }
  return last == 0;
}

std::vector<TreeHash> consistency_proof(std::uint64_t before, std::uint64_t size,
                                        const SubtreeHash& full) {
  std::vector<TreeHash> proof;
  if (before > 0 && before < size) prove_consistency(before, 0, size, true, full, proof);
  return proof;
}

// RFC 9162, section 2.1.4.2.
bool is_consistent(std::uint64_t before, const TreeHash& root_before, std::uint64_t size,
                   const TreeHash& root, const std::vector<TreeHash>& proof) {
  if (before > size) return false;
  if (before == size) return proof.empty() && root_before == root;
  if (before == 0) return proof.empty() && root_before == GrowingTree().root();
  std::vector<TreeHash> path = proof;
  if (std::has_single_bit(before)) path.insert(path.begin(), root_before);
  if (path.empty()) return false;
  std::uint64_t place = before - 1;
  std::uint64_t last = size - 1;
  while ((place & 1U) != 0) {
    place >>= 1U;
    last >>= 1U;
  }
  TreeHash old_root = path.front();
  TreeHash new_root = path.front();
  for (auto other = path.begin() + 1; other != path.end(); ++other) {
    if (last == 0) return false;
    if ((place & 1U) != 0 || place == last) {
      old_root = node_hash(*other, old_root);
      new_root = node_hash(*other, new_root);
      while ((place & 1U) == 0 && place != 0) {
        place >>= 1U;
        last >>= 1U;
      }
    } else {
      new_root = node_hash(new_root, *other);
    }
    place >>= 1U;
    last >>= 1U;
  }
  return last == 0 && old_root == root_before && new_root == root;
}

}  // namespace assize
