/* CPython's headers, the internal ones too: the template does what Modules/main.c and
 * Python/pylifecycle.c do, from outside. A new minor version of CPython must be looked at here,
 * in collector.c (3.12: gc_generation and the version tags kept their shape; 3.13: an incremental
 * collector was taken back; 3.14: other lists) and in finish.c (the order of the end). */
#ifndef ASSIZE_TEMPLATE_CPYTHON_H
#define ASSIZE_TEMPLATE_CPYTHON_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <marshal.h>
#ifdef Py_BUILD_CORE
#include <internal/pycore_gc.h>
#include <internal/pycore_interp.h>
#include <internal/pycore_pylifecycle.h>
#include <internal/pycore_pystate.h>
#include <internal/pycore_runtime.h>
#endif

#if PY_VERSION_HEX < 0x030b0000 || PY_VERSION_HEX >= 0x030c0000
#error "the template knows CPython 3.11; read cpython.h before adding another one"
#endif

#endif
