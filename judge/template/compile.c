/* The compile check where it is to give a code object: main.py is compiled as the interpreter would
 * do it, but before anything else of the run, and nothing of it is executed.
 *
 * This takes the usual case only: a text in UTF-8 about which the compiler has nothing to say. All
 * other sources are checked by compile.py, which prints what there is to print, and each of their
 * runs reads the source. */
#define Py_BUILD_CORE 1
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/template/cpython.h"
#include "judge/template/template.h"

enum { kMostCode = 16 << 20 };

struct source {
  char* text; /* a mapping, with a zero behind the text */
  size_t size;
};

static struct source read_source(const char* path) {
  struct source source = {NULL, 0};
  struct stat status;
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return source;
  if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
    source.size = (size_t)status.st_size;
    void* text =
        mmap(NULL, source.size + 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (text != MAP_FAILED) source.text = text;
    size_t done = 0;
    while (source.text != NULL && done < source.size) {
      const ssize_t size = read(fd, source.text + done, source.size - done);
      if (size <= 0) break;
      done += (size_t)size;
    }
    if (source.text != NULL && done < source.size) {
      munmap(source.text, source.size + 1);
      source.text = NULL;
    }
  }
  close(fd);
  return source;
}

static int is_utf8(const struct source* source) {
  PyObject* text = PyUnicode_DecodeUTF8(source->text, (Py_ssize_t)source->size, "strict");
  if (text == NULL) PyErr_Clear();
  Py_XDECREF(text);
  return text != NULL;
}

/* The compiler takes bytes as they are, the interpreter decodes a file: what it does then must be
 * the same. Whether there is a coding cookie is a matter of the first two lines. */
static int is_plain(const struct source* source) {
  const char* end = source->text + source->size;
  const char* line = source->text;
  for (int i = 0; i < 2 && line < end; ++i) {
    const char* newline = memchr(line, '\n', (size_t)(end - line));
    line = newline == NULL ? end : newline + 1;
  }
  const size_t head = (size_t)(line - source->text);
  return memmem(source->text, head, "coding", strlen("coding")) == NULL &&
         memchr(source->text, '\r', head) == NULL &&
         memchr(source->text, '\0', source->size) == NULL && is_utf8(source);
}

static PyObject* ear; /* an io.StringIO in the place of sys.stderr: what it hears are warnings */

int assize_compile_begin(void) {
  PyObject* io = PyImport_ImportModule("_io");
  ear = io == NULL ? NULL : PyObject_CallMethod(io, "StringIO", NULL);
  Py_XDECREF(io);
  if (ear == NULL) return -1;
  PyObject_GC_UnTrack(ear); /* the program won't find it */
  return 0;
}

static int is_silent(void) {
  PyObject* place = PyObject_CallMethod(ear, "tell", NULL);
  const int silent = place != NULL && PyLong_AsLong(place) == 0;
  Py_XDECREF(place);
  return silent;
}

static PyObject* compile_silently(const struct source* source, PyObject* filename) {
  PyCompilerFlags flags = _PyCompilerFlags_INIT;
  flags.cf_flags = PyCF_SOURCE_IS_UTF8; /* as compile() does */
  PyObject* error_output = Py_XNewRef(PySys_GetObject("stderr"));
  PyObject* code = NULL;
  if (PySys_SetObject("stderr", ear) == 0)
    code = Py_CompileStringObject(source->text, filename, Py_file_input, &flags, -1);
  if (code != NULL && !is_silent()) Py_CLEAR(code);
  PyErr_Clear(); /* compile.py says it */
  const int restored = PySys_SetObject("stderr", error_output) == 0;
  Py_XDECREF(error_output);
  if (!restored) Py_CLEAR(code);
  return code;
}

void* assize_compile(const char* path, void* filename) {
  struct source source = read_source(path);
  if (source.text == NULL) return NULL;
  PyObject* code = is_plain(&source) ? compile_silently(&source, filename) : NULL;
  munmap(source.text, source.size + 1);
  return code;
}

static PyObject* list_after_marshal(PyObject* set) {
  PyObject* bytes = PyMarshal_WriteObjectToString(set, Py_MARSHAL_VERSION);
  PyObject* copy = bytes == NULL ? NULL
                                 : PyMarshal_ReadObjectFromString(PyBytes_AS_STRING(bytes),
                                                                  PyBytes_GET_SIZE(bytes));
  PyObject* list = copy == NULL ? NULL : PySequence_List(copy);
  Py_XDECREF(copy);
  Py_XDECREF(bytes);
  return list;
}

/* A set goes through marshal in another order than the compiler's, and may then be iterated in
 * another one. */
static int keeps_order(PyObject* constant) {
  if (PyFrozenSet_CheckExact(constant)) {
    PyObject* before = PySequence_List(constant);
    PyObject* after = list_after_marshal(constant);
    const int same =
        before != NULL && after != NULL && PyObject_RichCompareBool(before, after, Py_EQ) == 1;
    Py_XDECREF(before);
    Py_XDECREF(after);
    return same;
  }
  if (PyCode_Check(constant)) constant = ((PyCodeObject*)constant)->co_consts;
  if (!PyTuple_Check(constant)) return 1;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(constant); ++i)
    if (!keeps_order(PyTuple_GET_ITEM(constant, i))) return 0;
  return 1;
}

void assize_hand_out(void* code, assize_compiled* to) {
  PyObject* bytes =
      keeps_order(code) ? PyMarshal_WriteObjectToString(code, Py_MARSHAL_VERSION) : NULL;
  PyErr_Clear();
  if (bytes != NULL && PyBytes_GET_SIZE(bytes) <= kMostCode)
    to(PyBytes_AS_STRING(bytes), (size_t)PyBytes_GET_SIZE(bytes));
  else
    to(NULL, 0);
  Py_XDECREF(bytes);
}
