/* The modules at the end of a run: which of the template's it has left as they were, and what has
 * to be taken down of the others (finalize_modules() in Python/pylifecycle.c). */
#define Py_BUILD_CORE 1

#include "judge/template/cpython.h"
#include "judge/template/template.h"

static Py_ssize_t own_modules;

/* The template's modules in their order, and where their dictionaries say whether they have
 * changed: all of these are looked at in each run, and lie apart from each other. */
static struct {
  const PyObject* module;
  const PyObject* dict;
} known_modules[512];
static size_t known_count;

int assize_modules_begin(void) {
  PyObject *name, *module;
  const PyObject* program = PyImport_AddModule("__main__"); /* always changes, and often */
  for (Py_ssize_t at = 0;
       PyDict_Next(*assize_modules(PyInterpreterState_Get()), &at, &name, &module) &&
       known_count < sizeof known_modules / sizeof *known_modules;
       ++known_count) {
    known_modules[known_count].module = module;
    if (!PyModule_Check(module) || module == program) continue; /* typing.re is a class */
    known_modules[known_count].dict = PyModule_GetDict(module);
    if (assize_dicts_watch(PyModule_GetDict(module)) < 0) return -1;
  }
  return assize_dicts_watch(PyInterpreterState_Get()->builtins);
}

static void fetch_known_modules(void) {
  for (size_t i = 0; i < known_count; ++i) {
    __builtin_prefetch(known_modules[i].module);
    if (known_modules[i].dict != NULL) assize_dicts_fetch(known_modules[i].dict);
  }
}

/* Asks the module itself: the template's may be gone, and another one be in its place. */
static int is_known_and_unchanged(size_t place, PyObject* module) {
  return place < known_count && known_modules[place].module == module && PyModule_Check(module) &&
         PyModule_GetDict(module) == known_modules[place].dict &&
         !assize_dict_changed(known_modules[place].dict);
}

void assize_modules_count(void) {
  own_modules = PyDict_GET_SIZE(*assize_modules(PyInterpreterState_Get()));
}

void* assize_threading(void) {
  PyObject* name = PyUnicode_FromString("threading");
  PyObject* threading = name == NULL ? NULL : PyImport_GetModule(name);
  Py_XDECREF(name);
  return threading;
}

/* The end itself changes threading: that alone is no reason to take it down. */
static const void* unchanged_threading;

void assize_threading_note(void) {
  PyObject* threading = assize_threading();
  if (threading == NULL || !PyModule_Check(threading)) {
    PyErr_Clear();
  } else if (!assize_dict_changed(PyModule_GetDict(threading))) {
    unchanged_threading = threading;
  }
  Py_XDECREF(threading);
}

/* Modules of the template that the run left as they were stay alive, unseen. */
static PyObject* untouched;

static int is_untouched(PyObject* module, const PyInterpreterState* interp) {
  const PyObject* dict = PyModule_GetDict(module);
  return dict == interp->sysdict || dict == interp->builtins || module == unchanged_threading ||
         !assize_dict_changed(dict);
}

/* What is untouched stays in a dictionary that nobody sees, since taking it out one by one would
 * write to the page of each module. */
void* assize_modules_remove(void) {
  PyInterpreterState* interp = PyInterpreterState_Get();
  PyObject* weak = PyList_New(0);
  PyObject* empty = PyDict_New();
  PyObject *name, *module;
  if (weak == NULL || empty == NULL) {
    PyErr_WriteUnraisable(NULL);
    return weak;
  }
  untouched = *assize_modules(interp);
  for (Py_ssize_t at = 0; PyDict_Next(untouched, &at, &name, &module);) {
    if (!PyModule_Check(module) || is_untouched(module, interp)) continue;
    PyObject* reference = PyWeakref_NewRef(module, NULL);
    if (reference == NULL || PyList_Append(weak, reference) < 0) PyErr_WriteUnraisable(NULL);
    Py_XDECREF(reference);
    if (PyObject_SetItem(untouched, name, Py_None) < 0) PyErr_WriteUnraisable(NULL);
  }
  if (PyDict_SetItemString(interp->sysdict, "modules", empty) < 0) PyErr_WriteUnraisable(NULL);
  *assize_modules(interp) = empty;
  Py_ssize_t seen = 0;
  for (Py_ssize_t at = 0; PyDict_Next(untouched, &at, &name, &module); ++seen)
    if (seen >= own_modules && !PyModule_Check(module) && module != Py_None &&
        PyDict_SetItem(untouched, name, Py_None) < 0)
      PyErr_WriteUnraisable(NULL);
  return weak;
}

/* Has the run changed a class or a module that was there before it? What it put there may come to
 * its end in an order that only CPython itself knows. */
int assize_template_changed(void) {
  PyInterpreterState* interp = PyInterpreterState_Get();
  if (assize_types_changed()) return 1;
  fetch_known_modules();
  PyObject *name, *module;
  Py_ssize_t seen = 0;
  for (Py_ssize_t at = 0;
       seen < own_modules && PyDict_Next(*assize_modules(interp), &at, &name, &module); ++seen) {
    if (is_known_and_unchanged((size_t)seen, module)) continue;
    if (!PyModule_Check(module)) continue;
    if (is_untouched(module, interp)) continue;
    if (!PyUnicode_Check(name) || PyUnicode_CompareWithASCIIString(name, "__main__") != 0) return 1;
  }
  return seen < own_modules;
}

static int is_builtins(void* key, void* value) {
  (void)value;
  return PyUnicode_CompareWithASCIIString(key, "__builtins__") == 0;
}

/* As _PyModule_ClearDict(): first the names with one underscore, then the others. */
void assize_dict_clear(void* dict, assize_kept* kept) {
  for (int round = 0; round < 2; ++round) {
    PyObject *key, *value;
    for (Py_ssize_t at = 0; PyDict_Next(dict, &at, &key, &value);) {
      if (value == Py_None || !PyUnicode_Check(key) || kept(key, value)) continue;
      const int is_private = PyUnicode_GET_LENGTH(key) > 1 && PyUnicode_READ_CHAR(key, 0) == '_' &&
                             PyUnicode_READ_CHAR(key, 1) != '_';
      if (round == 0 && !is_private) continue;
      if (PyDict_SetItem(dict, key, Py_None) != 0) assize_unraisable("clearing module dict", NULL);
    }
  }
}

void assize_modules_clear(void* weak) {
  for (Py_ssize_t i = weak == NULL ? 0 : PyList_GET_SIZE(weak); i-- > 0;) {
    PyObject* module = assize_target_of(PyList_GET_ITEM(weak, i));
    if (module == NULL) continue;
    assize_dict_clear(PyModule_GetDict(module), is_builtins);
    Py_DECREF(module);
  }
  Py_XDECREF(weak);
}

int assize_threading_unchanged(void) { return unchanged_threading != NULL; }

void assize_modules_put_back(void) {
  PyObject* modules = *assize_modules(PyInterpreterState_Get());
  if (PyDict_Update(modules, untouched) < 0 ||
      PyDict_DelItemString(modules, "threading") < 0) /* its threads have been joined */
    PyErr_Clear();
  PyDict_Clear(untouched); /* which has other owners too */
}
