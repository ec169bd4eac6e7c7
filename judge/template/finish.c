/* The end of a run: what Py_FinalizeEx() does, as far as a program's output, exit code or files can
 * show it, and not more. Most of the cost of Py_FinalizeEx() is taking down the interpreter's own
 * modules and types, which the end of the process does for nothing. The order of the steps is that
 * of Py_FinalizeEx() and finalize_modules() in Python/pylifecycle.c.
 *
 * Where this may miss something (an object with a finalizer is still alive afterwards, because it
 * hangs on a module of the template), Py_FinalizeEx() itself is called.
 */
#define Py_BUILD_CORE 1
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "judge/template/cpython.h"
#include "judge/template/template.h"

/* The values of sys in the template: everything else in it is the run's. */
static struct {
  PyObject* key;
  PyObject* value;
} * own;
static Py_ssize_t own_count;
static struct {
  long version;
  Py_ssize_t count;
} own_filters; /* of warnings */

static PyObject* run_exitfuncs; /* atexit._run_exitfuncs */
static PyObject* set_handler;   /* signal.signal */

static PyObject* module_function(const char* module, const char* function) {
  PyObject* imported = PyImport_ImportModule(module);
  PyObject* found = imported == NULL ? NULL : PyObject_GetAttrString(imported, function);
  Py_XDECREF(imported);
  return found;
}

int assize_finish_begin(void) {
  own_filters.version = PyInterpreterState_Get()->warnings.filters_version;
  own_filters.count = PyObject_Size(PyInterpreterState_Get()->warnings.filters);
  run_exitfuncs = module_function("atexit", "_run_exitfuncs");
  set_handler = module_function("_signal", "signal");
  if (assize_modules_begin() < 0) return -1;
  PyObject* dict = PyInterpreterState_Get()->sysdict;
  own = calloc((size_t)PyDict_GET_SIZE(dict), sizeof *own);
  PyObject *key, *value;
  for (Py_ssize_t at = 0; own != NULL && PyDict_Next(dict, &at, &key, &value); ++own_count) {
    own[own_count].key = key;
    own[own_count].value = value;
  }
  return own != NULL && run_exitfuncs != NULL && set_handler != NULL ? 0 : -1;
}

static int is_own(void* key, void* value) {
  for (Py_ssize_t i = 0; i < own_count; ++i)
    if (own[i].key == key) return own[i].value == value;
  return 0;
}

/* Only a program that traces its own end could see the difference. */
static void join_threads(const PyThreadState* tstate) {
  if (assize_threading_unchanged() && assize_is_traced(tstate) && !assize_had_threads()) return;
  const int is_unused = assize_threading_unchanged() && PyErr_Occurred() != NULL;
  PyObject* threading = is_unused ? NULL : assize_threading();
  if (threading == NULL) {
    if (PyErr_Occurred()) assize_unraisable("threading shutdown", NULL);
    return;
  }
  PyObject* result = PyObject_CallMethod(threading, "_shutdown", NULL);
  if (result == NULL) assize_unraisable("threading shutdown", threading);
  Py_XDECREF(result);
  Py_DECREF(threading);
}

/* Of daemons. What their frames hold goes now. */
static void delete_other_threads(PyThreadState* tstate) {
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_13
  PyThreadState* next;
  for (PyThreadState* at = PyInterpreterState_ThreadHead(tstate->interp); at != NULL; at = next) {
    next = PyThreadState_Next(at);
    if (at == tstate) continue;
    PyThreadState_Clear(at);
    PyThreadState_Delete(at);
  }
#else
  if (PyThreadState_Next(PyInterpreterState_ThreadHead(tstate->interp)) != NULL)
    assize_delete_all_threads_but(tstate);
#endif
}

static void call_atexit(void) {
  PyObject* result = PyObject_CallNoArgs(run_exitfuncs);
  if (result == NULL) PyErr_WriteUnraisable(NULL);
  Py_XDECREF(result);
}

static int is_closed(PyObject* file) {
  PyObject* closed = PyObject_GetAttrString(file, "closed");
  const int result = closed == NULL ? 0 : PyObject_IsTrue(closed);
  Py_XDECREF(closed);
  PyErr_Clear();
  return result > 0;
}

static int flush(const char* name, int report) {
  PyObject* file = PySys_GetObject(name);
  if (file == NULL || file == Py_None || is_closed(file)) return 0;
  PyObject* done = PyObject_CallMethod(file, "flush", NULL);
  if (done == NULL) {
    if (report)
      assize_unraisable("flushing sys.stdout", file);
    else
      PyErr_Clear();
    return -1;
  }
  Py_DECREF(done);
  return 0;
}

static int flush_both(void) {
  const int output = flush("stdout", 1);
  const int error_output = flush("stderr", 0);
  return output < 0 || error_output < 0 ? -1 : 0;
}

/* Handlers written in Python go; the signals get their default action. */
static void drop_handlers(void) {
  for (int signum = 1; signum < NSIG; ++signum) {
    struct sigaction action;
    if (sigaction(signum, NULL, &action) != 0 || action.sa_handler == SIG_DFL ||
        action.sa_handler == SIG_IGN)
      continue;
    PyObject* old = PyObject_CallFunction(set_handler, "ii", signum, 0);
    if (old == NULL) PyErr_Clear();
    Py_XDECREF(old);
  }
}

static void set_none(PyObject* dict, const char* name) {
  if (PyDict_SetItemString(dict, name, Py_None) < 0) PyErr_WriteUnraisable(NULL);
}

static void delete_special(PyInterpreterState* interp) {
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_12
  static const char* const first[] = {"path_importer_cache", "path_hooks"};
  static const char* const gone[] = {"path",       "argv",           "ps1",
                                     "ps2",        "last_exc",       "last_type",
                                     "last_value", "last_traceback", "__interactivehook__",
                                     "meta_path"};
  for (size_t i = 0; i < sizeof first / sizeof *first; ++i) set_none(interp->sysdict, first[i]);
#else
  static const char* const gone[] = {"path",
                                     "argv",
                                     "ps1",
                                     "ps2",
                                     "last_type",
                                     "last_value",
                                     "last_traceback",
                                     "path_hooks",
                                     "path_importer_cache",
                                     "meta_path",
                                     "__interactivehook__"};
#endif
  static const char* const files[][2] = {
      {"stdin", "__stdin__"}, {"stdout", "__stdout__"}, {"stderr", "__stderr__"}};
  set_none(interp->builtins, "_");
  for (size_t i = 0; i < sizeof gone / sizeof *gone; ++i) set_none(interp->sysdict, gone[i]);
  for (size_t i = 0; i < sizeof files / sizeof *files; ++i) {
    PyObject* original = PyDict_GetItemString(interp->sysdict, files[i][1]);
    if (PyDict_SetItemString(interp->sysdict, files[i][0], original == NULL ? Py_None : original) <
        0)
      PyErr_WriteUnraisable(NULL);
  }
}

/* What is left to do is left to CPython, which does it for all that lives. */
static int finalize(PyInterpreterState* interp) {
  assize_modules_put_back();
  assize_set_initialized(1);
  interp->gc.enabled = 0; /* its first collection, which calls gc.callbacks, has been */
  assize_collector_rejoin();
  return Py_FinalizeEx();
}

static void restore_builtins(PyInterpreterState* interp) {
  PyObject* all = PyDict_Copy(interp->builtins);
  if (all == NULL) PyErr_WriteUnraisable(NULL);
  PyDict_Clear(interp->builtins);
  if (PyDict_Update(interp->builtins, interp->builtins_copy)) PyErr_Clear();
  Py_XDECREF(all);
}

_Noreturn static void leave(int exit_code, int interrupted) {
  fflush(NULL);
  assize_pages_report();
  if (interrupted) {
    PyOS_setsig(SIGINT, SIG_DFL);
    kill(getpid(), SIGINT);
    exit_code = 128 + SIGINT;
  }
  _exit(exit_code);
}

/* What is in the streams' buffers has been written. */
static int has_own_streams(void) {
  return PySys_GetObject("stdout") == assize_stream_parts[5] &&
         PySys_GetObject("stderr") == assize_stream_parts[8];
}

/* Is there anything besides finalizers that could tell how the interpreter ends? Warnings about
 * what a program left open are off by default, and come from objects without finalizers too. */
static int is_watched(PyInterpreterState* interp, const PyThreadState* tstate) {
  return assize_is_traced(tstate) || assize_has_audit_hooks(interp) ||
         interp->warnings.filters_version != own_filters.version ||
         (Py_ssize_t)PyObject_Size(interp->warnings.filters) != own_filters.count ||
         PyDict_GetItemString(*assize_modules(interp), "_ctypes") != NULL; /* native code */
}

_Noreturn void assize_finish(int exit_code, int interrupted) {
  PyThreadState* tstate = PyThreadState_Get();
  PyInterpreterState* interp = tstate->interp;
  PyObject* exception = assize_take_exception();
  assize_set_running_main(NULL);
  const int builtins_changed = assize_dict_changed(interp->builtins);
  assize_threading_note();
  const int template_changed = assize_template_changed();
  assize_give_exception(exception);
  if (template_changed) {
    if (Py_FinalizeEx() < 0) exit_code = 120;
    leave(exit_code, interrupted);
  }

  interp->finalizing = 1;
  join_threads(tstate);
  if (assize_has_pending_calls(interp) && Py_MakePendingCalls() < 0) PyErr_Print();
  call_atexit();

  assize_set_finalizing(tstate);
  assize_set_initialized(0);
  delete_other_threads(tstate);
  const int failed = flush_both() < 0;
  if (failed) exit_code = 120;
  assize_collector_part();
  if (!failed && has_own_streams() && !is_watched(interp, tstate) &&
      assize_collector_is_quiet(assize_stream_parts, 9))
    leave(exit_code, interrupted);
  drop_handlers();
  assize_collector_collect(0);

  delete_special(interp);
  PyObject* modules = assize_modules_remove();
  assize_collector_collect(1);
  if (builtins_changed) restore_builtins(interp);
  assize_modules_clear(modules);
  if (assize_collector_has_finalizers(assize_stream_parts, 9)) {
    if (finalize(interp) < 0) exit_code = 120;
    leave(exit_code, interrupted);
  }
  assize_dict_clear(interp->sysdict, is_own);
  assize_collector_collect(1);
  leave(exit_code, interrupted);
}
