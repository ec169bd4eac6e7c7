// validator: makes templates of templates
// expect: refused
template <unsigned long N>
struct Tree {
  static constexpr unsigned long value = Tree<2 * N>::value + Tree<2 * N + 1>::value;
};

int main() { return Tree<1>::value != 0 ? 42 : 43; }
