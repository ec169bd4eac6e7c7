// validator: doubles a text thirty times
// expect: refused
#define A(x) x + x
#define B(x) A(A(A(A(A(x)))))
#define C(x) B(B(B(B(B(B(x))))))

int main() { return C(1); }
