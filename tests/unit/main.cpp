#define CATCH_CONFIG_RUNNER  // version 2 defines the session here
#include "tests/unit/support/catch2.h"

int main(int argc, char** argv) { return Catch::Session().run(argc, argv); }
