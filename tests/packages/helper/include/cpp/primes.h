int nth(int n);
