/* What a copy of the template has to renew before it is a run. */
#define Py_BUILD_CORE 1
#include <stdint.h>
#include <sys/random.h>

#include "judge/template/cpython.h"
#include "judge/template/template.h"

/* RandomObject of Modules/_randommodule.c: a Mersenne Twister. */
struct generator {
  PyObject_HEAD int index;
  uint32_t state[624];
};

static struct {
  PyObject* hook; /* `random` registers this for forks: its own generator's seed() */
  struct generator* generator;
  PyObject* threading;
  PyObject* numpy; /* numpy.random */
} known;

static PyObject* imported(const char* module) {
  PyObject* name = PyUnicode_FromString(module);
  PyObject* found = name == NULL ? NULL : PyImport_GetModule(name);
  Py_XDECREF(name);
  PyErr_Clear();
  return found;
}

static PyObject* attribute(PyObject* object, const char* name) {
  PyObject* found = object == NULL ? NULL : PyObject_GetAttrString(object, name);
  PyErr_Clear();
  return found;
}

static void know_random(void) {
  PyObject* random = imported("random");
  PyObject* low = imported("_random");
  PyObject* generator = attribute(random, "_inst");
  PyObject* type = attribute(low, "Random");
  if (generator != NULL && type != NULL && PyObject_IsInstance(generator, type) == 1 &&
      ((PyTypeObject*)type)->tp_basicsize == (Py_ssize_t)sizeof(struct generator)) {
    known.hook = attribute(generator, "seed");
    known.generator = (struct generator*)generator;
  }
  Py_XDECREF(type);
  Py_XDECREF(low);
  Py_XDECREF(random);
}

void assize_after_fork_begin(void) {
  know_random();
  known.threading = imported("threading");
  known.numpy = imported("numpy.random");
}

/* xoshiro256** by Blackman and Vigna: 256 bits of the kernel's are enough, and 2496 bytes take it
 * as long as a page. */
static uint64_t next_of(uint64_t seed[4]) {
  const uint64_t product = seed[1] * 5;
  const uint64_t result = (product << 7 | product >> 57) * 9;
  const uint64_t shifted = seed[1] << 17;
  seed[2] ^= seed[0];
  seed[3] ^= seed[1];
  seed[1] ^= seed[2];
  seed[0] ^= seed[3];
  seed[2] ^= shifted;
  seed[3] = seed[3] << 45 | seed[3] >> 19;
  return result;
}

/* As seed() without an argument, but nothing is executed, which would touch some twenty pages more.
 * In the template nothing has been drawn, so there is no second half of a gauss() to forget. */
static int seed_random(void) {
  uint64_t seed[4];
  enum { kWords = sizeof known.generator->state / sizeof known.generator->state[0] };
  if (getrandom(seed, sizeof seed, GRND_NONBLOCK) != (ssize_t)sizeof seed) return -1;
  for (int i = 0; i < kWords; ++i) known.generator->state[i] = (uint32_t)(next_of(seed) >> 32);
  known.generator->index = kWords;
  return 0;
}

static int is_done_without(PyObject* hook) {
  if (known.hook == NULL || PyObject_RichCompareBool(hook, known.hook, Py_EQ) != 1) {
    PyErr_Clear();
    return 0;
  }
  return seed_random() == 0;
}

static void after_fork(void) {
  PyInterpreterState* interp = PyInterpreterState_Get();
  PyObject* hooks = interp->after_forkers_child;
  interp->after_forkers_child = NULL;
  PyOS_AfterFork_Child();
  interp->after_forkers_child = hooks;
  for (Py_ssize_t i = 0; hooks != NULL && i < PyList_GET_SIZE(hooks); ++i) {
    PyObject* hook = PyList_GET_ITEM(hooks, i);
    if (is_done_without(hook)) continue;
    PyObject* done = PyObject_CallNoArgs(hook);
    if (done == NULL) PyErr_WriteUnraisable(hook);
    Py_XDECREF(done);
  }
}

/* What a preloaded module took from the template when it was imported, and doesn't renew after a
 * fork by itself: the number that the kernel gives to the main thread, and numpy's seed. */
static void renew_modules(void) {
  PyObject* thread =
      known.threading == NULL ? NULL : PyObject_CallMethod(known.threading, "main_thread", NULL);
  PyObject* done = thread == NULL ? NULL : PyObject_CallMethod(thread, "_set_native_id", NULL);
  Py_XDECREF(done);
  Py_XDECREF(thread);
  done = known.numpy == NULL ? NULL : PyObject_CallMethod(known.numpy, "seed", NULL);
  Py_XDECREF(done);
  PyErr_Clear();
}

void assize_after_fork(void) {
  assize_pages_prepare();
  after_fork();
  renew_modules();
}
