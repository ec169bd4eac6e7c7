/* sys.stdin, sys.stdout and sys.stderr, made as CPython does at its start (create_stdio() and
 * init_sys_streams() in Python/pylifecycle.c). The template makes them for the kinds of descriptors
 * that a run in the jail has; a run with others makes its own. */
#define Py_BUILD_CORE 1
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/template/cpython.h"
#include "judge/template/template.h"

const void* assize_stream_parts[9];

/* What CPython asks a descriptor for when it makes a stream. */
struct kind {
  mode_t type; /* 0: unknown, or a device, which may be a terminal */
  blksize_t block;
  off_t place;
};

static struct kind own[3];

static struct kind kind_of(int fd) {
  struct stat status;
  if (fstat(fd, &status) != 0 || (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode)))
    return (struct kind){0, 0, 0};
  return (struct kind){status.st_mode & S_IFMT, status.st_blksize, lseek(fd, 0, SEEK_CUR)};
}

static int streams_fit(void) {
  for (int fd = 0; fd < 3; ++fd) {
    const struct kind kind = kind_of(fd);
    if (kind.type == 0 || kind.type != own[fd].type || kind.block != own[fd].block ||
        kind.place != own[fd].place)
      return 0;
  }
  return 1;
}

static PyObject* wrap(PyObject* io, int fd, const PyConfig* config, const wchar_t* errors,
                      PyObject* buffer, int write, const void** parts) {
  static const char* const names[] = {"<stdin>", "<stdout>", "<stderr>"};
  const int buffered = !write || config->buffered_stdio;
  PyObject* raw = buffered ? PyObject_GetAttrString(buffer, "raw") : Py_NewRef(buffer);
  if (raw == NULL) return NULL;
  PyObject* name = PyUnicode_FromString(names[fd]);
  int terminal = -1;
  if (name != NULL && PyObject_SetAttrString(raw, "name", name) == 0) {
    PyObject* answer = PyObject_CallMethod(raw, "isatty", NULL);
    if (answer != NULL) terminal = PyObject_IsTrue(answer);
    Py_XDECREF(answer);
  }
  Py_XDECREF(name);
  parts[0] = raw;
  parts[1] = buffer;
  Py_DECREF(raw);
  if (terminal < 0) return NULL;

  PyObject* by_line = config->buffered_stdio && (terminal || fd == 2) ? Py_True : Py_False;
  PyObject* through = config->buffered_stdio ? Py_False : Py_True;
  PyObject* encoding = PyUnicode_FromWideChar(config->stdio_encoding, -1);
  PyObject* on_error = PyUnicode_FromWideChar(errors, -1);
  PyObject* text = NULL;
  if (encoding != NULL && on_error != NULL)
    text = PyObject_CallMethod(io, "TextIOWrapper", "OOOsOO", buffer, encoding, on_error, "\n",
                               by_line, through);
  Py_XDECREF(encoding);
  Py_XDECREF(on_error);
  PyObject* mode = PyUnicode_FromString(write ? "w" : "r");
  if (text != NULL && (mode == NULL || PyObject_SetAttrString(text, "mode", mode) < 0))
    Py_CLEAR(text);
  Py_XDECREF(mode);
  parts[2] = text;
  return text;
}

static PyObject* make_stream(PyObject* io, int fd, const PyConfig* config, const wchar_t* errors,
                             const void** parts) {
  if (fcntl(fd, F_GETFD) < 0) Py_RETURN_NONE;
  const int write = fd != 0;
  const int buffering = !config->buffered_stdio && write ? 0 : -1;
  PyObject* text = NULL;
  PyObject* buffer = PyObject_CallMethod(io, "open", "isiOOOO", fd, write ? "wb" : "rb", buffering,
                                         Py_None, Py_None, Py_None, Py_False);
  if (buffer != NULL) {
    text = wrap(io, fd, config, errors, buffer, write, parts);
    Py_DECREF(buffer);
  }
  if (text == NULL && PyErr_ExceptionMatches(PyExc_OSError) && fcntl(fd, F_GETFD) < 0) {
    PyErr_Clear();
    Py_RETURN_NONE;
  }
  return text;
}

static int make_streams(void) {
  static const char* const names[][2] = {
      {"__stdin__", "stdin"}, {"__stdout__", "stdout"}, {"__stderr__", "stderr"}};
  const PyConfig* config = assize_config();
  PyObject* io = PyImport_ImportModule(PY_VERSION_HEX >= ASSIZE_PYTHON_3_14 ? "_io" : "io");
  if (io == NULL) return -1;
  int result = 0;
  for (int fd = 0; fd < 3 && result == 0; ++fd) {
    PyObject* stream =
        make_stream(io, fd, config, fd == 2 ? L"backslashreplace" : config->stdio_errors,
                    &assize_stream_parts[3 * fd]);
    if (stream == NULL || PySys_SetObject(names[fd][0], stream) < 0 ||
        PySys_SetObject(names[fd][1], stream) < 0)
      result = -1;
    Py_XDECREF(stream);
  }
  Py_DECREF(io);
  return result;
}

/* A file, and a pipe that nobody reads: what the template had to say it has said. */
static int take_usual_descriptors(void) {
  int ends[2];
  const int input = memfd_create("input", MFD_CLOEXEC);
  if (input < 0 || pipe2(ends, O_CLOEXEC) != 0) return -1;
  const int result = dup2(input, 0) < 0 || dup2(ends[1], 1) < 0 || dup2(ends[1], 2) < 0 ? -1 : 0;
  close(input);
  close(ends[0]);
  close(ends[1]);
  return result;
}

int assize_prepare_streams(void) {
  if (take_usual_descriptors() < 0) return -1;
  for (int fd = 0; fd < 3; ++fd) own[fd] = kind_of(fd);
  return make_streams();
}

int assize_make_streams(void) { return streams_fit() ? 0 : make_streams(); }
