// validator: makes the compiler write without end
// expect: refused
#define TEN(x) x x x x x x x x x x
#define MANY TEN(TEN(TEN(TEN(TEN(undeclared_name_that_is_long + 1;)))))

int main() { MANY }
