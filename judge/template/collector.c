/* The collector, made to look as in a process that was just started, and kept from visiting the
 * template's objects where nobody can tell. */
#define Py_BUILD_CORE 1
#include <malloc.h>

#include "judge/template/cpython.h"
#include "judge/template/template.h"

static struct {
  int counts[NUM_GENERATIONS];
  struct gc_generation_stats stats[NUM_GENERATIONS];
  Py_ssize_t long_lived_total;
  Py_ssize_t long_lived_pending;
  int is_due;
  PyGC_Head* frozen; /* the last that the start itself put aside: from 3.12 on immortals */
  PyGC_Head* first;  /* of the template's objects: these two never go */
  PyGC_Head* last;
} fresh;

/* Where the template's objects are in a run. From 3.13 on they are where they are by exec, in the
 * middle, with `__main__` among them, since the order of the end depends on it. Before, that would
 * cost many more runs a collection of all of them: it comes after a third of the allocations. */
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_13
enum { kHome = 1, kMainIsInPlace = 1 };
#else
enum { kHome = NUM_GENERATIONS - 1, kMainIsInPlace = 0 };
#endif

static uint64_t next_thread;
static int parted;

static struct _gc_runtime_state* collector(void) { return &PyInterpreterState_Get()->gc; }

static PyGC_Head* head_of(int generation) { return &collector()->generations[generation].head; }

static void link_heads(PyGC_Head* left, PyGC_Head* right) {
  _PyGCHead_SET_NEXT(left, right);
  _PyGCHead_SET_PREV(right, left);
}

/* What follows `left` in the list `from`, which is its head or one of its objects. */
static void append_behind(PyGC_Head* left, PyGC_Head* from, PyGC_Head* to) {
  PyGC_Head* first = _PyGCHead_NEXT(left);
  PyGC_Head* last = _PyGCHead_PREV(from);
  if (first == from) return;
  link_heads(left, from);
  link_heads(_PyGCHead_PREV(to), first);
  link_heads(last, to);
}

static void append_all(PyGC_Head* from, PyGC_Head* to) { append_behind(from, from, to); }

/* Moves a tracked object between `left` and what follows it. */
static PyGC_Head* move_behind(PyObject* object, PyGC_Head* left) {
  PyGC_Head* head = _Py_AS_GC(object);
  if (head == left) return head;
  link_heads(_PyGCHead_PREV(head), _PyGCHead_NEXT(head));
  PyGC_Head* right = _PyGCHead_NEXT(left);
  link_heads(left, head);
  link_heads(head, right);
  return head;
}

static void put_all_aside(void) {
  for (int i = 0; i < NUM_GENERATIONS; ++i)
    append_all(head_of(i), &collector()->permanent_generation.head);
}

void assize_collector_begin(void) {
  const struct _gc_runtime_state* gc = collector();
  for (int i = 0; i < NUM_GENERATIONS; ++i) {
    fresh.counts[i] = gc->generations[i].count;
    fresh.stats[i] = gc->generation_stats[i];
  }
  fresh.long_lived_total = gc->long_lived_total;
  fresh.long_lived_pending = gc->long_lived_pending;
  fresh.is_due = assize_is_collection_due();
  fresh.frozen = _PyGCHead_PREV(&collector()->permanent_generation.head);
  put_all_aside(); /* what the start itself left to collect is left to the program, as by exec */
}

void assize_collector_settle(void) {
  PyGC_Collect();
  put_all_aside();
  /* The C library puts what was freed together when somebody asks for much: in each copy, page by
   * page, if not here. */
  malloc_trim(0);
  PyGC_Head* list = &collector()->permanent_generation.head;
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_13
  /* Nothing of a program's can be found from these. */
  fresh.first = move_behind(PyType_GetDict(&PyBaseObject_Type), fresh.frozen);
  fresh.last = move_behind(PyType_GetDict(&PyType_Type), _PyGCHead_PREV(list));
#else
  fresh.first = move_behind(*assize_modules(PyInterpreterState_Get()), fresh.frozen);
  fresh.last = move_behind(PyInterpreterState_Get()->sysdict, _PyGCHead_PREV(list));
#endif
  for (PyGC_Head* at = _PyGCHead_NEXT(list); at != list; at = _PyGCHead_NEXT(at))
    if (PyType_Check((PyObject*)(at + 1))) assize_types_watch(at + 1);
}

/* `__main__` is the program's: it must not be aside when the program's objects are collected. By
 * exec it is in the middle generation, which comes behind the youngest one in a full collection;
 * the order in which finalizers run depends on that. */
static void move_main(PyGC_Head* left) {
  PyObject* module = PyImport_AddModule("__main__");
  if (module == NULL) return;
  left = move_behind(module, left);
  PyObject* dict = PyModule_GetDict(module);
  if (PyObject_GC_IsTracked(dict)) move_behind(dict, left);
}

void assize_collector_thaw(void) {
  struct _gc_runtime_state* gc = collector();
  append_behind(fresh.frozen, &gc->permanent_generation.head, head_of(kHome));
  if (!kMainIsInPlace) move_main(_PyGCHead_PREV(head_of(1)));
  for (int i = 0; i < NUM_GENERATIONS; ++i) {
    gc->generations[i].count = fresh.counts[i];
    gc->generation_stats[i] = fresh.stats[i];
  }
  gc->long_lived_total = fresh.long_lived_total;
  gc->long_lived_pending = fresh.long_lived_pending;
  if (!fresh.is_due) assize_cancel_collection();
}

/* Without a collection of their generation since the thaw its list still begins with the template's
 * objects, in the old order. If there was one, the pages have been copied already, and nothing is
 * saved. */
void assize_collector_part(void) {
  struct _gc_runtime_state* gc = collector();
  PyGC_Head* home = head_of(kHome);
  PyGC_Head* aside = &gc->permanent_generation.head;
  if (_PyGCHead_PREV(aside) != fresh.frozen || _PyGCHead_NEXT(home) != fresh.first) return;
  for (int i = kHome; i < NUM_GENERATIONS; ++i)
    if (gc->generation_stats[i].collections != fresh.stats[i].collections) return;
  PyGC_Head* rest = _PyGCHead_NEXT(fresh.last);
  link_heads(fresh.frozen, fresh.first);
  link_heads(fresh.last, aside);
  link_heads(home, rest);
  if (kMainIsInPlace) move_main(home);
  parted = 1;
}

void assize_collector_rejoin(void) {
  if (!parted) return;
  parted = 0;
  append_behind(fresh.frozen, &collector()->permanent_generation.head,
                head_of(NUM_GENERATIONS - 1));
}

void assize_collector_collect(int quiet) {
  struct _gc_runtime_state* gc = collector();
  if (!quiet) {
    PyGC_Collect();
    return;
  }
  /* As _PyGC_CollectNoFail(), which isn't exported: whether enabled or not, and without callbacks.
   */
  PyObject* callbacks = gc->callbacks;
  const int enabled = gc->enabled;
  gc->callbacks = NULL;
  gc->enabled = 1;
  PyGC_Collect();
  gc->callbacks = callbacks;
  gc->enabled = enabled;
}

int assize_collector_has_finalizers(const void* const* known, size_t count) {
  for (int i = 0; i < NUM_GENERATIONS; ++i)
    for (PyGC_Head* at = _PyGCHead_NEXT(head_of(i)); at != head_of(i); at = _PyGCHead_NEXT(at)) {
      const void* object = at + 1;
      if (Py_TYPE((PyObject*)object)->tp_finalize == NULL) continue;
      size_t k = 0;
      while (k < count && known[k] != object) ++k;
      if (k == count) return 1;
    }
  return 0;
}

static int says_nothing(PyObject* object) {
  const PyTypeObject* type = Py_TYPE(object);
  if (type->tp_finalize != NULL || type->tp_del != NULL) return 0;
  if (PyWeakref_Check(object)) return ((PyWeakReference*)object)->wr_callback == NULL;
  if (!PyType_Check(object)) return 1;
  /* Its instances needn't be tracked. */
  return ((PyTypeObject*)object)->tp_finalize == NULL && ((PyTypeObject*)object)->tp_del == NULL;
}

int assize_collector_is_quiet(const void* const* known, size_t count) {
  const struct _gc_runtime_state* gc = collector();
  if (!parted || gc->debug != 0 || PyList_GET_SIZE(gc->callbacks) > 0) return 0;
  for (int i = 0; i < NUM_GENERATIONS; ++i)
    for (PyGC_Head* at = _PyGCHead_NEXT(head_of(i)); at != head_of(i); at = _PyGCHead_NEXT(at)) {
      PyObject* object = (PyObject*)(at + 1);
      size_t k = 0;
      while (k < count && known[k] != object) ++k;
      if (k == count && !says_nothing(object)) return 0;
    }
  return 1;
}

void assize_threads_begin(void) { next_thread = PyInterpreterState_Get()->threads.next_unique_id; }

int assize_had_threads(void) {
  return next_thread != PyInterpreterState_Get()->threads.next_unique_id;
}
