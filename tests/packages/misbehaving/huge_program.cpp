// validator: is compiled to 1 GB
// expect: refused
char big[1 << 30] = {1};

int main() { return big[0] + 41; }
