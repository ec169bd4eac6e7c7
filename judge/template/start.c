/* The start: this shared object is preloaded into the interpreter's own program, and stands in for
 * __libc_start_main(), by which that calls its main(). Ours starts CPython as Py_BytesMain() does.
 *
 *   LD_PRELOAD=…/assize-template.so ASSIZE_TEMPLATE=<control>;<modules> python3 main.py
 *
 * Both variables are removed before anything can see them, from /proc/self/environ too. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "judge/template/interpreter.h"
#include "judge/template/template.h"

typedef int main_function(int, char**, char**);
typedef int start_function(main_function*, int, char**, void (*)(void), void (*)(void),
                           void (*)(void), void*);

extern char** environ;

static char* option;

static int starts_with(const char* text, const char* prefix) {
  return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* The strings of the environment lie one behind the other: what is kept is moved together. */
static void clean_environment(void) {
  if (environ == NULL || *environ == NULL) return;
  char* to = *environ;
  char* end = to;
  char** kept = environ;
  for (char** at = environ; *at != NULL; ++at) {
    char* text = *at;
    const size_t size = strlen(text) + 1;
    end = text + size;
    if (starts_with(text, "LD_PRELOAD=")) continue;
    if (starts_with(text, "ASSIZE_TEMPLATE=")) {
      option = strdup(text + strlen("ASSIZE_TEMPLATE="));
      continue;
    }
    memmove(to, text, size);
    *kept++ = to;
    to += size;
  }
  *kept = NULL;
  memset(to, 0, (size_t)(end - to));
  /* Without the right to it (CAP_SYS_RESOURCE) only zeroes are seen behind the end. */
  (void)prctl(PR_SET_MM, PR_SET_MM_ENV_END, to, 0, 0);
}

_Noreturn static void refuse(const char* why) {
  fprintf(stderr, "assize template: %s\n", why);
  exit(1);
}

static void initialise(int argc, char** argv) {
  PyPreConfig before;
  PyPreConfig_InitPythonConfig(&before);
  PyStatus status = Py_PreInitializeFromBytesArgs(&before, argc, argv);
  if (PyStatus_Exception(status)) Py_ExitStatusException(status);
  PyConfig config;
  PyConfig_InitPythonConfig(&config);
  status = PyConfig_SetBytesArgv(&config, argc, argv);
  if (!PyStatus_Exception(status)) status = Py_InitializeFromConfig(&config);
  PyConfig_Clear(&config);
  if (PyStatus_Exception(status)) Py_ExitStatusException(status);
}

static int template_main(int argc, char** argv, char** environment) {
  (void)environment;
  if (Py_Version >> 16 != PY_VERSION_HEX >> 16) refuse("made for another version of CPython");
  char* modules = strchr(option, ';');
  if (modules == NULL || argc < 2) refuse("wrong call");
  *modules++ = '\0';
  initialise(argc, argv);
  assize_prepare(modules);
  struct assize_run run = {argv[1], NULL, 0, -1};
  assize_wait_for_run(option, &run);
  assize_execute(&run);
}

/* The interpreter's call comes here. */
__attribute__((visibility("default"))) int __libc_start_main(main_function* main, int argc,
                                                             char** argv, void (*init)(void),
                                                             void (*fini)(void),
                                                             void (*rtld_fini)(void), void* stack) {
  /* A program linked against a C library older than 2.34 brings its own init. */
  start_function* start =
      init == NULL ? (start_function*)dlsym(RTLD_NEXT, "__libc_start_main")
                   : (start_function*)dlvsym(RTLD_NEXT, "__libc_start_main", "GLIBC_2.2.5");
  if (start == NULL) _exit(127);
  environ = argv + argc + 1;
  clean_environment();
  return start(option == NULL ? main : template_main, argc, argv, init, fini, rtld_fini, stack);
}
