// validator: puts a file of the host into the program
// expect: refused
// hidden: daemon:
extern const char begin[], end[];
__asm__(".global begin, end\nbegin: .incbin \"/etc/shadow\"\nend:\n");

int main() { return end - begin > 0 ? 42 : 43; }
