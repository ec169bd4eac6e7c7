// validator: shows a file of the host in the compiler's messages
// expect: refused
// hidden: daemon:
#include "/etc/passwd"
#include "/etc/shadow"

int main() { return 42; }
