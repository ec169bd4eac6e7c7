/* CPython's headers, the internal ones too: the template does what Modules/main.c and
 * Python/pylifecycle.c do, from outside. What differs between the versions that it knows is here,
 * in dicts.c and at the marked places of finish.c and run.c.
 *
 * A new minor version must be looked at
 * - here: where the interpreter's state keeps what this asks for, and what the program exports;
 * - in collector.c (Python/gc.c): generations, counters, when a collection is due. 3.14.0 to 3.14.4
 *   had an incremental collector;
 * - in finish.c (Python/pylifecycle.c): the order of the end, and its messages;
 * - in run.c (Modules/main.c, Python/pythonrun.c) and streams.c (create_stdio());
 * - in after_fork.c (PyOS_AfterFork_Child(), Modules/_randommodule.c);
 * - in warm_up.c (Objects/obmalloc.c): the size of a pool and of its header;
 * and tests/fidelity must pass with it. docs/runtimes.md says which versions have been tested. */
#ifndef ASSIZE_TEMPLATE_CPYTHON_H
#define ASSIZE_TEMPLATE_CPYTHON_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <marshal.h>
#include <stddef.h>
#ifdef Py_BUILD_CORE
#include <internal/pycore_gc.h>
#include <internal/pycore_interp.h>
#include <internal/pycore_pylifecycle.h>
#include <internal/pycore_pystate.h>
#include <internal/pycore_runtime.h>
#if PY_VERSION_HEX >= 0x030d0000
#include <internal/pycore_ceval.h>
#endif
#endif

#define ASSIZE_PYTHON_3_12 0x030c0000
/* The first one of 3.12 whose runtime state ends as below. */
#define ASSIZE_PYTHON_3_12_LEAST 0x030c0100
#define ASSIZE_PYTHON_3_13 0x030d0000
#define ASSIZE_PYTHON_3_14 0x030e0000
/* The first one of 3.14 that has the collector of 3.13. */
#define ASSIZE_PYTHON_3_14_LEAST 0x030e0500

#if PY_VERSION_HEX < 0x030b0000 || PY_VERSION_HEX >= 0x030f0000
#error "the template knows CPython 3.11 to 3.14; read cpython.h before adding another one"
#endif
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_12 && PY_VERSION_HEX < ASSIZE_PYTHON_3_12_LEAST
#error "the template knows CPython 3.12 from 3.12.1 on: before it had another runtime state"
#endif
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_14 && PY_VERSION_HEX < ASSIZE_PYTHON_3_14_LEAST
#error "the template knows CPython 3.14 from 3.14.5 on: before it had another collector"
#endif
#if defined(Py_GIL_DISABLED) || defined(Py_DEBUG) || defined(Py_TRACE_REFS)
#error "the template doesn't know free-threaded builds nor debug builds of CPython"
#endif

#ifdef Py_BUILD_CORE

#if PY_VERSION_HEX < ASSIZE_PYTHON_3_12
extern int _Py_UnhandledKeyboardInterrupt;
#endif

static inline PyConfig* assize_config(void) { return &PyInterpreterState_Get()->config; }

/* sys.modules */
static inline PyObject** assize_modules(PyInterpreterState* interp) {
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_12
  return &interp->imports.modules;
#else
  return &interp->modules;
#endif
}

#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_12 && PY_VERSION_HEX < ASSIZE_PYTHON_3_13
/* Two fields of the runtime state lie behind the interned strings, of which bug-fix releases
 * of 3.12 have more or less, and right before the main interpreter: they are found from there. */
#define ASSIZE_RUNTIME_FIELD(type, field)                         \
  ((type*)(void*)((char*)_PyRuntime.interpreters.main -           \
                  (offsetof(_PyRuntimeState, _main_interpreter) - \
                   offsetof(_PyRuntimeState, field))))
#endif

/* The first entry of sys.path, for interpreters that the program makes. */
static inline void assize_note_path0(PyObject* entry) {
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_12
  const Py_ssize_t size = PyUnicode_AsWideChar(entry, NULL, 0); /* with the zero behind it */
  wchar_t* text = size <= 0 ? NULL : PyMem_RawMalloc((size_t)size * sizeof *text);
  if (text == NULL || PyUnicode_AsWideChar(entry, text, size) < 0) return;
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_13
  assize_config()->sys_path_0 = text;
#else
  *ASSIZE_RUNTIME_FIELD(wchar_t*, sys_path_0) = text;
#endif
#else
  (void)entry;
#endif
}

/* Whether a KeyboardInterrupt has ended the program. */
static inline int* assize_interrupted(void) {
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_12
  return &_PyRuntime.signals.unhandled_keyboard_interrupt;
#else
  return &_Py_UnhandledKeyboardInterrupt;
#endif
}

static inline int assize_has_audit_hooks(const PyInterpreterState* interp) {
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_12
  return interp->audit_hooks != NULL || _PyRuntime.audit_hooks.head != NULL;
#else
  return interp->audit_hooks != NULL || _PyRuntime.audit_hook_head != NULL;
#endif
}

/* By sys.settrace(), sys.setprofile() or sys.monitoring. */
static inline int assize_is_traced(const PyThreadState* tstate) {
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_12
  for (int tool = 0; tool < PY_MONITORING_TOOL_IDS; ++tool)
    if (tstate->interp->monitoring_tool_names[tool] != NULL) return 1;
#endif
  return tstate->c_tracefunc != NULL || tstate->c_profilefunc != NULL;
}

/* How many functions atexit has, or has had. */
static inline Py_ssize_t assize_exit_functions(const PyInterpreterState* interp) {
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_14
  return PyList_GET_SIZE(interp->atexit.callbacks);
#else
  return interp->atexit.ncallbacks;
#endif
}

static inline FILE* assize_open(PyObject* filename) {
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_14
  return Py_fopen(filename, "rb");
#else
  return _Py_fopen_obj(filename, "rb");
#endif
}

/* Py_AddPendingCall() */
static inline int assize_has_pending_calls(const PyInterpreterState* interp) {
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_13
  return interp->ceval.pending.npending != 0 || _PyRuntime.ceval.pending_mainthread.npending != 0;
#elif PY_VERSION_HEX >= ASSIZE_PYTHON_3_12
  return interp->ceval.pending.calls_to_do._value != 0 ||
         _PyRuntime.ceval.pending_mainthread.calls_to_do._value != 0;
#else
  return interp->ceval.pending.calls_to_do._value != 0;
#endif
}

/* From here on other threads end when they ask for the lock. */
static inline void assize_set_finalizing(PyThreadState* tstate) {
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_12
  _PyInterpreterState_SetFinalizing(tstate->interp, tstate);
#endif
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_12 && PY_VERSION_HEX < ASSIZE_PYTHON_3_13
  _PyRuntime._finalizing._value = (uintptr_t)tstate;
  ASSIZE_RUNTIME_FIELD(_Py_atomic_address, _finalizing_id)->_value = tstate->thread_id;
#else
  _PyRuntimeState_SetFinalizing(&_PyRuntime, tstate);
#endif
}

#if PY_VERSION_HEX < ASSIZE_PYTHON_3_13
static inline void assize_delete_all_threads_but(PyThreadState* tstate) {
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_12
  _PyThreadState_DeleteExcept(tstate);
#else
  _PyThreadState_DeleteExcept(&_PyRuntime, tstate);
#endif
}
#endif

static inline void assize_set_initialized(int initialized) {
  _PyRuntime.initialized = initialized;
  _PyRuntime.core_initialized = initialized;
}

/* The thread that executes `__main__`; null: none does. */
static inline void assize_set_running_main(PyThreadState* tstate) {
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_13
  PyInterpreterState_Get()->threads.main = tstate;
#elif PY_VERSION_HEX >= ASSIZE_PYTHON_3_12
  PyInterpreterState_Get()->threads_main = tstate;
#else
  (void)tstate;
#endif
}

/* A collection is made as soon as the interpreter looks whether there is something to do. Before
 * 3.12 it is made when it is due. */
static inline int assize_is_collection_due(void) {
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_13
  return (PyThreadState_Get()->eval_breaker & _PY_GC_SCHEDULED_BIT) != 0;
#elif PY_VERSION_HEX >= ASSIZE_PYTHON_3_12
  return PyInterpreterState_Get()->ceval.gc_scheduled._value != 0;
#else
  return 0;
#endif
}

static inline void assize_cancel_collection(void) {
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_13
  PyThreadState_Get()->eval_breaker &= ~(uintptr_t)_PY_GC_SCHEDULED_BIT;
#elif PY_VERSION_HEX >= ASSIZE_PYTHON_3_12
  PyInterpreterState_Get()->ceval.gc_scheduled._value = 0;
#endif
}

/* A new reference, or null: it has gone. */
static inline PyObject* assize_target_of(PyObject* weak_reference) {
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_13
  PyObject* target = NULL;
  (void)PyWeakref_GetRef(weak_reference, &target);
  return target;
#else
  PyObject* target = PyWeakref_GET_OBJECT(weak_reference);
  return target == Py_None ? NULL : Py_NewRef(target);
#endif
}

/* What went wrong while a SystemExit was written: 3.12 leaves it to the end, which tells of it. */
static inline PyObject* assize_take_exception(void) {
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_12 && PY_VERSION_HEX < ASSIZE_PYTHON_3_13
  return PyErr_GetRaisedException();
#else
  return NULL;
#endif
}

static inline void assize_give_exception(PyObject* exception) {
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_12 && PY_VERSION_HEX < ASSIZE_PYTHON_3_13
  PyErr_SetRaisedException(exception);
#else
  (void)exception;
#endif
}

/* What nobody can be told of is written to standard error; the words are the version's own. */
static inline void assize_unraisable(const char* what, PyObject* object) {
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_13
  (void)object;
  const int is_while =
      PY_VERSION_HEX >= ASSIZE_PYTHON_3_14 && strcmp(what, "threading shutdown") != 0;
  PyErr_FormatUnraisable("Exception ignored %s %s", is_while ? "while" : "on", what);
#else
  (void)what;
  PyErr_WriteUnraisable(object);
#endif
}

#endif

#endif
