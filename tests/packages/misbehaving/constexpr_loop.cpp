// validator: computes without end while it is compiled
// expect: refused
constexpr unsigned long count() {
  unsigned long sum = 0;
  for (unsigned long i = 0; i < 1UL << 60; ++i) sum += i;
  return sum;
}

constexpr unsigned long kSum = count();

int main() { return kSum != 0 ? 42 : 43; }
