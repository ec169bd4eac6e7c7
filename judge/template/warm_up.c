/* What makes a run touch fewer pages of the template, each of which has to be copied for it.
 *
 * Objects of a run would be put into the gaps between the template's, one here and one there. If
 * both allocators have no gaps left, they begin at fresh pages: some hundred KiB more in the
 * template for some twenty pages less in each run.
 *
 * And CPython remembers, in a table of the interpreter, where it found an attribute of a type. Each
 * first time costs the pages of the table's row, of the name and of the types that were looked
 * through. What most programs look up is looked up here. No program can see the table. */
#define Py_BUILD_CORE 1
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "judge/template/cpython.h"
#include "judge/template/template.h"

/* Objects/obmalloc.c: pools of one size each, which begin with a header of 48 bytes. */
enum { kPool = 1 << 14, kHeader = 48, kStep = 16, kLargest = 512, kMostBlocks = 1 << 16 };

/* The one block that is the first of its pool stays taken: a pool without any is given back. */
static void fill_pools(void) {
  for (size_t size = kStep; size <= kLargest; size += kStep)
    for (int i = 0; i < kMostBlocks; ++i) {
      const void* block = PyObject_Malloc(size);
      if (block == NULL || ((uintptr_t)block & (kPool - 1)) == kHeader) break;
    }
}

/* The C library has found no gap any more when it cuts from the end of its heap. */
static void fill_heap(void) {
  enum { kMost = 1 << 15 };
  for (size_t size = 24; size <= kLargest * 2 + 8; size += kStep)
    for (int i = 0; i < kMost; ++i) {
      const struct mallinfo2 before = mallinfo2();
      if (malloc(size) == NULL) return;
      const struct mallinfo2 after = mallinfo2();
      if (after.keepcost < before.keepcost) break;
    }
}

void assize_fill_gaps(void) {
  fill_pools();
  fill_heap();
}

static const char kProgram[] =
    "import sys\n"
    "a, b = map(int, input().split())\n"
    "print(a + b)\n"
    "print(a, b, sep=' ', end='\\n')\n"
    "rows = [line.strip().split() for line in sys.stdin]\n"
    "sys.stdin.readline()\n"
    "sys.stdin.read().split()\n"
    "rows.append(list(map(str, [a, b])))\n"
    "rows.sort()\n"
    "rows.pop()\n"
    "sys.stdout.write(' '.join(str(n) for n in sorted({a, b})))\n"
    "count = dict(enumerate(range(a)))\n"
    "count.get(a)\n"
    "for key, value in count.items(): count[key] = value + 1\n"
    "f'{a} {b:.3f}'.upper().lower().replace('a', 'b').find('c')\n"
    "compile('', '', 'exec')\n" /* the compile check's, which makes 150 types at its first call */
    "sys.stdout.flush()\n";

static PyObject* open_memory(const char* content, size_t size, const char* mode) {
  const int fd = memfd_create("warm", MFD_CLOEXEC);
  if (fd < 0 || write(fd, content, size) != (ssize_t)size || lseek(fd, 0, SEEK_SET) != 0)
    return NULL;
  return PyFile_FromFd(fd, NULL, mode, -1, "utf-8", NULL, NULL, 1);
}

/* By streams of its own: the run's are as they were made. */
static int run_program(PyObject* input, PyObject* output) {
  if (input == NULL || output == NULL || PySys_SetObject("stdin", input) < 0 ||
      PySys_SetObject("stdout", output) < 0)
    return -1;
  PyObject* dict = PyDict_New();
  PyObject* result = dict == NULL || PyDict_SetItemString(dict, "__builtins__",
                                                          PyInterpreterState_Get()->builtins) < 0
                         ? NULL
                         : PyRun_String(kProgram, Py_file_input, dict, dict);
  PyObject* closed = result == NULL ? NULL : PyObject_GetAttrString(output, "closed");
  Py_XDECREF(closed);
  Py_XDECREF(result);
  Py_XDECREF(dict);
  return closed == NULL ? -1 : 0;
}

static void close_stream(PyObject* stream) {
  PyObject* done = stream == NULL ? NULL : PyObject_CallMethod(stream, "close", NULL);
  if (done == NULL) PyErr_Clear();
  Py_XDECREF(done);
  Py_XDECREF(stream);
}

void assize_warm_up(void) {
  static const char input_text[] = "1 2\n3 4\n";
  PyObject* stdin_object = Py_XNewRef(PySys_GetObject("stdin"));
  PyObject* stdout_object = Py_XNewRef(PySys_GetObject("stdout"));
  PyObject* input = open_memory(input_text, sizeof input_text - 1, "r");
  PyObject* output = open_memory("", 0, "w");
  if (run_program(input, output) < 0) PyErr_Print();
  PySys_SetObject("stdin", stdin_object);
  PySys_SetObject("stdout", stdout_object);
  Py_XDECREF(stdin_object);
  Py_XDECREF(stdout_object);
  close_stream(input);
  close_stream(output);
}
