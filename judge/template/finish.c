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
static Py_ssize_t own_modules;
static struct {
  long version;
  Py_ssize_t count;
} own_filters; /* of warnings */

/* The template's modules in their order, and where their dictionaries say whether they have
 * changed: all of these are looked at in each run, and lie apart from each other. */
static struct {
  const PyObject* module;
  const PyDictObject* dict;
} known_modules[512];
static size_t known_count;

static void know_modules(void) {
  PyObject *name, *module;
  for (Py_ssize_t at = 0; PyDict_Next(PyInterpreterState_Get()->modules, &at, &name, &module) &&
                          known_count < sizeof known_modules / sizeof *known_modules;
       ++known_count) {
    known_modules[known_count].module = module;
    if (PyModule_Check(module)) /* typing.re is a class */
      known_modules[known_count].dict = (const PyDictObject*)PyModule_GetDict(module);
  }
}

static void fetch_known_modules(void) {
  for (size_t i = 0; i < known_count; ++i) {
    __builtin_prefetch(known_modules[i].module);
    if (known_modules[i].dict != NULL) __builtin_prefetch(&known_modules[i].dict->ma_version_tag);
  }
}

/* Asks the module itself: the template's may be gone, and another one be in its place. */
static int is_known_and_unchanged(size_t place, PyObject* module) {
  return place < known_count && known_modules[place].module == module && PyModule_Check(module) &&
         (const PyDictObject*)PyModule_GetDict(module) == known_modules[place].dict &&
         !assize_dict_changed(known_modules[place].dict);
}

void assize_finish_count_modules(void) {
  own_modules = PyDict_GET_SIZE(PyInterpreterState_Get()->modules);
}

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
  know_modules();
  PyObject* dict = PyInterpreterState_Get()->sysdict;
  own = calloc((size_t)PyDict_GET_SIZE(dict), sizeof *own);
  PyObject *key, *value;
  for (Py_ssize_t at = 0; own != NULL && PyDict_Next(dict, &at, &key, &value); ++own_count) {
    own[own_count].key = key;
    own[own_count].value = value;
  }
  return own != NULL && run_exitfuncs != NULL && set_handler != NULL ? 0 : -1;
}

static int is_own(PyObject* key, PyObject* value) {
  for (Py_ssize_t i = 0; i < own_count; ++i)
    if (own[i].key == key) return own[i].value == value;
  return 0;
}

static PyObject* imported_threading(void) {
  PyObject* name = PyUnicode_FromString("threading");
  PyObject* threading = name == NULL ? NULL : PyImport_GetModule(name);
  Py_XDECREF(name);
  return threading;
}

/* The end itself changes threading: that alone is no reason to take it down. */
static const void* unchanged_threading;

static void note_threading(void) {
  PyObject* threading = imported_threading();
  if (threading == NULL || !PyModule_Check(threading)) {
    PyErr_Clear();
  } else if (!assize_dict_changed(PyModule_GetDict(threading))) {
    unchanged_threading = threading;
  }
  Py_XDECREF(threading);
}

/* Only a program that traces its own end could see the difference. */
static int is_traced(const PyThreadState* tstate) {
  return tstate->c_tracefunc != NULL || tstate->c_profilefunc != NULL;
}

static void join_threads(const PyThreadState* tstate) {
  if (unchanged_threading != NULL && is_traced(tstate) && !assize_had_threads()) return;
  PyObject* threading = imported_threading();
  if (threading == NULL) {
    if (PyErr_Occurred()) PyErr_WriteUnraisable(NULL);
    return;
  }
  PyObject* result = PyObject_CallMethod(threading, "_shutdown", NULL);
  if (result == NULL) PyErr_WriteUnraisable(threading);
  Py_XDECREF(result);
  Py_DECREF(threading);
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
      PyErr_WriteUnraisable(file);
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

/* Modules of the template that the run left as they were stay alive, unseen. */
static PyObject* untouched;

static int is_untouched(PyObject* module, const PyInterpreterState* interp) {
  const PyObject* dict = PyModule_GetDict(module);
  return dict == interp->sysdict || dict == interp->builtins || module == unchanged_threading ||
         !assize_dict_changed(dict);
}

/* Empties sys.modules: what is untouched stays in a dictionary that nobody sees, since taking it
 * out one by one would write to the page of each module. Gives the modules that the run imported or
 * changed, as weak references, in order of import. */
static PyObject* remove_modules(PyInterpreterState* interp) {
  PyObject* weak = PyList_New(0);
  PyObject* empty = PyDict_New();
  PyObject *name, *module;
  if (weak == NULL || empty == NULL) {
    PyErr_WriteUnraisable(NULL);
    return weak;
  }
  untouched = interp->modules;
  for (Py_ssize_t at = 0; PyDict_Next(untouched, &at, &name, &module);) {
    if (!PyModule_Check(module) || is_untouched(module, interp)) continue;
    PyObject* reference = PyWeakref_NewRef(module, NULL);
    if (reference == NULL || PyList_Append(weak, reference) < 0) PyErr_WriteUnraisable(NULL);
    Py_XDECREF(reference);
    if (PyObject_SetItem(untouched, name, Py_None) < 0) PyErr_WriteUnraisable(NULL);
  }
  if (PyDict_SetItemString(interp->sysdict, "modules", empty) < 0) PyErr_WriteUnraisable(NULL);
  interp->modules = empty;
  Py_ssize_t seen = 0;
  for (Py_ssize_t at = 0; PyDict_Next(untouched, &at, &name, &module); ++seen)
    if (seen >= own_modules && !PyModule_Check(module) && module != Py_None &&
        PyDict_SetItem(untouched, name, Py_None) < 0)
      PyErr_WriteUnraisable(NULL);
  return weak;
}

/* Has the run changed a module that was there before it? What it put there may come to its end in
 * an order that only CPython itself knows. */
static int has_changed_template(PyInterpreterState* interp) {
  fetch_known_modules();
  PyObject *name, *module;
  Py_ssize_t seen = 0;
  for (Py_ssize_t at = 0; seen < own_modules && PyDict_Next(interp->modules, &at, &name, &module);
       ++seen) {
    if (is_known_and_unchanged((size_t)seen, module)) continue;
    if (!PyModule_Check(module)) continue;
    if (is_untouched(module, interp)) continue;
    if (!PyUnicode_Check(name) || PyUnicode_CompareWithASCIIString(name, "__main__") != 0) return 1;
  }
  return seen < own_modules;
}

/* What is left to do is left to CPython, which does it for all that lives. */
static int finalize(PyInterpreterState* interp) {
  if (PyDict_Update(interp->modules, untouched) < 0 ||
      PyDict_DelItemString(interp->modules, "threading") < 0) /* its threads have been joined */
    PyErr_Clear();
  PyDict_Clear(untouched); /* which has other owners too */
  _PyRuntime.initialized = 1;
  _PyRuntime.core_initialized = 1;
  interp->gc.enabled = 0; /* its first collection, which calls gc.callbacks, has been */
  assize_collector_rejoin();
  return Py_FinalizeEx();
}

static void clear_modules(PyObject* weak) {
  for (Py_ssize_t i = weak == NULL ? 0 : PyList_GET_SIZE(weak); i-- > 0;) {
    PyObject* module = PyWeakref_GET_OBJECT(PyList_GET_ITEM(weak, i));
    if (module == Py_None) continue;
    Py_INCREF(module);
    _PyModule_Clear(module);
    Py_DECREF(module);
  }
  Py_XDECREF(weak);
}

static void restore_builtins(PyInterpreterState* interp) {
  PyObject* all = PyDict_Copy(interp->builtins);
  if (all == NULL) PyErr_WriteUnraisable(NULL);
  PyDict_Clear(interp->builtins);
  if (PyDict_Update(interp->builtins, interp->builtins_copy)) PyErr_Clear();
  Py_XDECREF(all);
}

/* As _PyModule_ClearDict() goes through sys, but only what isn't the template's. */
static void clear_sys(PyObject* dict) {
  for (int round = 0; round < 2; ++round) {
    PyObject *key, *value;
    for (Py_ssize_t at = 0; PyDict_Next(dict, &at, &key, &value);) {
      if (value == Py_None || !PyUnicode_Check(key) || is_own(key, value)) continue;
      const int is_private = PyUnicode_GET_LENGTH(key) > 1 && PyUnicode_READ_CHAR(key, 0) == '_' &&
                             PyUnicode_READ_CHAR(key, 1) != '_';
      if ((round == 0) != is_private) continue;
      if (PyDict_SetItem(dict, key, Py_None) != 0) PyErr_WriteUnraisable(NULL);
    }
  }
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
static int is_watched(const PyInterpreterState* interp, const PyThreadState* tstate) {
  return is_traced(tstate) || interp->audit_hooks != NULL || _PyRuntime.audit_hook_head != NULL ||
         interp->warnings.filters_version != own_filters.version ||
         (Py_ssize_t)PyObject_Size(interp->warnings.filters) != own_filters.count ||
         PyDict_GetItemString(interp->modules, "_ctypes") != NULL; /* native code */
}

_Noreturn void assize_finish(int exit_code, int interrupted) {
  PyThreadState* tstate = PyThreadState_Get();
  PyInterpreterState* interp = tstate->interp;
  const int builtins_changed = assize_dict_changed(interp->builtins);
  note_threading();
  if (has_changed_template(interp)) {
    if (Py_FinalizeEx() < 0) exit_code = 120;
    leave(exit_code, interrupted);
  }

  interp->finalizing = 1;
  join_threads(tstate);
  if (interp->ceval.pending.calls_to_do._value != 0 && Py_MakePendingCalls() < 0) PyErr_Print();
  call_atexit();

  /* From here on other threads end when they ask for the lock. */
  _PyRuntimeState_SetFinalizing(&_PyRuntime, tstate);
  _PyRuntime.initialized = 0;
  _PyRuntime.core_initialized = 0;
  if (PyThreadState_Next(PyInterpreterState_ThreadHead(interp)) != NULL)
    _PyThreadState_DeleteExcept(&_PyRuntime, tstate);
  const int failed = flush_both() < 0;
  if (failed) exit_code = 120;
  assize_collector_part();
  if (!failed && has_own_streams() && !is_watched(interp, tstate) &&
      assize_collector_is_quiet(assize_stream_parts, 9))
    leave(exit_code, interrupted);
  drop_handlers();
  assize_collector_collect(0);

  delete_special(interp);
  PyObject* modules = remove_modules(interp);
  assize_collector_collect(1);
  if (builtins_changed) restore_builtins(interp);
  clear_modules(modules);
  if (assize_collector_has_finalizers(assize_stream_parts, 9)) {
    if (finalize(interp) < 0) exit_code = 120;
    leave(exit_code, interrupted);
  }
  clear_sys(interp->sysdict);
  assize_collector_collect(1);
  leave(exit_code, interrupted);
}
