/* The start: this shared object is preloaded into the interpreter's own program, and stands in for
 * __libc_start_main(), by which that calls its main(). Ours starts CPython as Py_BytesMain() does.
 *
 *   LD_PRELOAD=…/assize-template.so ASSIZE_TEMPLATE=<control>;<folder>;<modules>;<kept> \
 *     python3 main.py
 *
 * Both variables are removed before anything can see them, from /proc/self/environ too. */
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "judge/template/cpython.h"
#include "judge/template/template.h"

typedef int main_function(int, char**, char**);
typedef int start_function(main_function*, int, char**, void (*)(void), void (*)(void),
                           void (*)(void), void*);

extern char** environ;

static char* option;

static int starts_with(const char* text, const char* prefix) {
  return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* Tells the kernel where the environment ends, for /proc/self/environ. The other fields must be
 * given too, as they are: proc(5), stat. */
static void set_environment_end(char* end) {
  FILE* file = fopen("/proc/self/stat", "re");
  char line[1024] = "";
  if (file == NULL) return;
  const size_t size = fread(line, 1, sizeof line - 1, file);
  fclose(file);
  line[size] = '\0';
  unsigned long long field[52] = {0};
  char* place = strrchr(line, ')');
  if (place == NULL) return;
  place += 3; /* behind field 3, the state, which is a letter */
  for (int i = 4; i < 52; ++i) field[i] = strtoull(place, &place, 10);
  struct prctl_mm_map map = {.start_code = field[26],
                             .end_code = field[27],
                             .start_stack = field[28],
                             .start_data = field[45],
                             .end_data = field[46],
                             .start_brk = field[47],
                             .brk = (unsigned long long)(uintptr_t)sbrk(0),
                             .arg_start = field[48],
                             .arg_end = field[49],
                             .env_start = field[50],
                             .env_end = (unsigned long long)(uintptr_t)end,
                             .exe_fd = (unsigned)-1};
  /* Where that fails, zeroes are seen behind the end. */
  (void)prctl(PR_SET_MM, PR_SET_MM_MAP, &map, sizeof map, 0);
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
    if (starts_with(text, "LD_PRELOAD=") || starts_with(text, "LD_BIND_NOW=")) continue;
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
  set_environment_end(to);
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

static int is_of_this_version(void) {
  return Py_Version >> 16 == PY_VERSION_HEX >> 16 &&
         (Py_Version >= ASSIZE_PYTHON_3_12_LEAST || Py_Version < ASSIZE_PYTHON_3_12) &&
         (Py_Version >= ASSIZE_PYTHON_3_14_LEAST || Py_Version < ASSIZE_PYTHON_3_14);
}

static int template_main(int argc, char** argv, char** environment) {
  (void)environment;
  if (!is_of_this_version()) refuse("made for another version of CPython");
  if (strstr(Py_GetVersion(), "free-threading") != NULL)
    refuse("not made for free-threaded CPython");
  char* folder = strchr(option, ';');
  char* modules = folder == NULL ? NULL : strchr(folder + 1, ';');
  char* kept = modules == NULL ? NULL : strchr(modules + 1, ';');
  if (kept == NULL || argc < 2) refuse("wrong call");
  *folder++ = *modules++ = *kept++ = '\0';
  initialise(argc, argv);
  assize_prepare(folder, argv[1], modules, atoi(kept));
  struct assize_run run = {NULL, NULL, 0, NULL};
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
