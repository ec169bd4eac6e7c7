// What an interpreter says of itself when it is asked: its kind, its version, its libraries.
#pragma once

#include <string>
#include <vector>

#include "judge/runtime/runtime.h"

namespace assize {

struct Interpreter {
  std::string path;        // as the row names it
  std::string executable;  // every symbolic link resolved
  std::string venv;        // the virtual environment's folder; empty: the path is in none
  bool is_cpython = false;
  bool is_pypy = false;
  std::string language;  // of Python, as "3.11.2"
  // "CPython 3.11.2", "CPython 3.13.5 (free-threaded)", "PyPy 7.3.11 (Python 3.9.16)"
  std::string version;
  std::vector<std::string> stdlib;    // its directories, links resolved; the main one is the first
  std::vector<std::string> packages;  // the rest of sys.path, as it is there; only in a venv
};

// A path is in a virtual environment if there is a pyvenv.cfg beside it or one folder up: it is
// not resolved for that, as Python itself doesn't (PEP 405).
// Throws UnusableRuntime.
Interpreter ask_interpreter(const RuntimeRow& row);

}  // namespace assize
