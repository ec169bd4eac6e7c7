/* _Py_HandleSystemExit() of Python/pythonrun.c, which isn't exported any more from 3.13 on. */
#define Py_BUILD_CORE 1
#include <stdio.h>

#include "judge/template/cpython.h"
#include "judge/template/template.h"

#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_13
static void print_exit(PyObject* what) {
  PyObject* error_output = PySys_GetObject("stderr");
  int result = 0;
  if (error_output != NULL && error_output != Py_None) {
    Py_INCREF(error_output);
    result = PyFile_WriteObject(what, error_output, Py_PRINT_RAW);
    Py_DECREF(error_output);
  } else {
    result = PyObject_Print(what, stderr, Py_PRINT_RAW);
    fflush(stderr);
  }
  if (result < 0) PyErr_Clear();
  PySys_WriteStderr("\n");
}

int assize_is_system_exit(int* exit_code) {
  if (!PyErr_ExceptionMatches(PyExc_SystemExit)) return 0;
  fflush(stdout);
  PyObject* exception = PyErr_GetRaisedException();
  PyObject* code = PyObject_GetAttrString(exception, "code");
  if (code == NULL) PyErr_Clear();
  if (code == Py_None) {
    *exit_code = 0;
  } else if (code != NULL && PyLong_Check(code)) {
    *exit_code = (int)PyLong_AsLongLong(code);
    PyErr_Clear(); /* too large: -1 */
  } else {
    print_exit(code == NULL ? exception : code);
    *exit_code = 1;
  }
  Py_DECREF(exception);
  Py_XDECREF(code);
  return 1;
}
#else
int assize_is_system_exit(int* exit_code) { return _Py_HandleSystemExit(exit_code); }
#endif
