/* Which of the template's dictionaries a run has changed: modules that it left as they were needn't
 * be taken down at its end.
 *
 * CPython 3.11 gives a dictionary a new, greater number at each change (PEP 509). From 3.12 on
 * that number is on its way out (PEP 699), and a dictionary can be watched instead. */
#define Py_BUILD_CORE 1
#include <stdint.h>

#include "judge/template/cpython.h"
#include "judge/template/template.h"

#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_12

enum { kRows = 2048 }; /* a power of two, many more than there are modules */

static struct {
  const void* dict;
  int changed;
} watched[kRows];
static size_t watched_count;
static int watcher = -1;
static int counting;

/* The row of the dictionary, or the free one where it belongs. */
static size_t row_of(const void* dict) {
  size_t row = (size_t)((uintptr_t)dict >> 4) * 0x9e3779b97f4a7c15u >> 32 & (kRows - 1);
  while (watched[row].dict != NULL && watched[row].dict != dict) row = (row + 1) & (kRows - 1);
  return row;
}

/* Also when it goes: another one may then be at the same address. */
static int note_change(PyDict_WatchEvent event, PyObject* dict, PyObject* key, PyObject* value) {
  (void)event;
  (void)key;
  (void)value;
  if (!counting) return 0;
  const size_t row = row_of(dict);
  if (watched[row].dict == dict) watched[row].changed = 1;
  return 0;
}

int assize_dicts_watch(void* dict) {
  if (watcher < 0) watcher = PyDict_AddWatcher(note_change);
  const size_t row = row_of(dict);
  if (watcher < 0 || PyDict_Watch(watcher, dict) < 0) return -1;
  if (watched[row].dict == dict || watched_count >= kRows / 2) return 0;
  watched[row].dict = dict;
  ++watched_count;
  return 0;
}

void assize_dicts_begin(void) { counting = 1; }

int assize_dict_changed(const void* dict) {
  const size_t row = row_of(dict);
  return watched[row].dict != dict || watched[row].changed;
}

void assize_dicts_fetch(const void* dict) { (void)dict; }

static int types_changed;

static int note_type(PyTypeObject* type) {
  (void)type;
  if (counting) types_changed = 1;
  return 0;
}

/* One that can't be watched isn't: what a run hangs on it is then taken for the template's. */
void assize_types_watch(void* type) {
  static int type_watcher = -1;
  if (type_watcher < 0) type_watcher = PyType_AddWatcher(note_type);
  if (type_watcher < 0 || PyType_Watch(type_watcher, type) < 0) PyErr_Clear();
}

int assize_types_changed(void) { return types_changed; }

#else

static uint64_t first_change;

int assize_dicts_watch(void* dict) {
  (void)dict;
  return 0;
}

void assize_dicts_begin(void) {
  PyObject* dict = PyDict_New();
  first_change = dict == NULL ? 0 : ((PyDictObject*)dict)->ma_version_tag;
  Py_XDECREF(dict);
}

int assize_dict_changed(const void* dict) {
  return ((const PyDictObject*)dict)->ma_version_tag >= first_change;
}

void assize_types_watch(void* type) { (void)type; }

int assize_types_changed(void) { return 0; }

void assize_dicts_fetch(const void* dict) {
  __builtin_prefetch(&((const PyDictObject*)dict)->ma_version_tag);
}

#endif
