/* One program as `__main__`: what pymain_run_python() and pymain_run_file() in Modules/main.c and
 * _PyRun_SimpleFileObject() in Python/pythonrun.c do, but with our own end (finish.c) instead of
 * Py_FinalizeEx(). */
#define Py_BUILD_CORE 1
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "judge/runtime/compile_program.h"
#include "judge/template/cpython.h"
#include "judge/template/template.h"

static PyObject* preloaded; /* a list of the names that aren't in a fresh sys.modules */

/* Says which module it is that can't be had: the interpreter's own message may be about another
 * one, deep inside of it. */
static void preload_one(const char* name) {
  /* "!name": the program ends without the interpreter's end, so it doesn't matter. */
  const int ends_at_once = *name == '!';
  name += ends_at_once;
  const Py_ssize_t callbacks = assize_exit_functions(PyInterpreterState_Get());
  PyObject* module = PyImport_ImportModule(name);
  if (module == NULL) {
    PyErr_Print();
    fprintf(stderr, "assize template: '%s' of the runtime's modules can't be imported\n", name);
    exit(1);
  }
  Py_DECREF(module);
  if (!ends_at_once && assize_exit_functions(PyInterpreterState_Get()) > callbacks) {
    fprintf(stderr,
            "assize template: '%s' of the runtime's modules has something to do at the end "
            "(logging?), which can't be preloaded\n",
            name);
    exit(1);
  }
}

static int preload(const char* modules) {
  PyObject* before = PyDict_Copy(*assize_modules(PyInterpreterState_Get()));
  char* names = strdup(modules);
  if (before == NULL || names == NULL) return -1;
  char* place = NULL;
  int result = 0;
  for (char* name = strtok_r(names, ", \n", &place); name != NULL;
       name = strtok_r(NULL, ", \n", &place))
    preload_one(name);
  free(names);
  preloaded = PyList_New(0);
  PyObject *name, *module;
  for (Py_ssize_t at = 0;
       result == 0 && preloaded != NULL &&
       PyDict_Next(*assize_modules(PyInterpreterState_Get()), &at, &name, &module);)
    if (!PyDict_Contains(before, name)) result = PyList_Append(preloaded, name);
  Py_DECREF(before);
  return preloaded == NULL ? -1 : result;
}

/* The value that Py_RunMain() gives up with; the interpreter's own text is on stderr. */
_Noreturn static void give_up(void) {
  int exit_code = 1;
  if (assize_is_system_exit(&exit_code)) assize_finish(exit_code, 0);
  PyErr_Print();
  assize_finish(1, *assize_interrupted());
}

static PyObject* attribute_of_frozen(const char* module, const char* name) {
  PyObject* imported = PyImport_ImportModule(module);
  PyObject* found = imported == NULL ? NULL : PyObject_GetAttrString(imported, name);
  Py_XDECREF(imported);
  return found;
}

static int insert_path(PyObject* entry) {
  PyObject* path = PySys_GetObject("path");
  if (path == NULL) {
    PyErr_SetString(PyExc_RuntimeError, "unable to get sys.path");
    return -1;
  }
  assize_note_path0(entry);
  return PyList_Insert(path, 0, entry);
}

/* Where the submission has a file of the same name as a preloaded module, its own is imported, as
 * it would be by exec; and what imports that module must then be imported again too. */
static int forget_shadowed(const char* folder) {
  DIR* entries = opendir(folder);
  if (entries == NULL) return 0;
  int found = 0;
  for (struct dirent* entry = readdir(entries); entry != NULL && !found; entry = readdir(entries)) {
    const size_t stem = strcspn(entry->d_name, ".");
    if (strcmp(entry->d_name, "main.py") == 0) continue;
    for (Py_ssize_t i = 0; stem > 0 && !found && i < PyList_GET_SIZE(preloaded); ++i) {
      const char* name = PyUnicode_AsUTF8(PyList_GET_ITEM(preloaded, i));
      found = name != NULL && strncmp(name, entry->d_name, stem) == 0 && name[stem] == '\0';
    }
  }
  closedir(entries);
  for (Py_ssize_t i = 0; found && i < PyList_GET_SIZE(preloaded); ++i)
    if (PyDict_DelItem(*assize_modules(PyInterpreterState_Get()), PyList_GET_ITEM(preloaded, i)) <
        0)
      return -1;
  return 0;
}

/* The usual main.py: what its run needs is made in the template. */
static struct {
  char* path;         /* absolute */
  PyObject* filename; /* the same */
  PyObject* folder;
  PyObject* loader;
} usual;

static PyObject* make_loader(PyObject* filename) {
  PyObject* type = attribute_of_frozen("_frozen_importlib_external", "SourceFileLoader");
  PyObject* loader = type == NULL ? NULL : PyObject_CallFunction(type, "sO", "__main__", filename);
  Py_XDECREF(type);
  return loader;
}

static int prepare_usual(const char* folder, const char* name) {
  const size_t size = strlen(folder) + strlen(name) + 2;
  usual.path = malloc(size);
  if (usual.path == NULL) return -1;
  snprintf(usual.path, size, "%s/%s", folder, name);
  usual.filename = PyUnicode_DecodeFSDefault(usual.path);
  usual.folder = PyUnicode_DecodeFSDefault(folder);
  usual.loader = usual.filename == NULL ? NULL : make_loader(usual.filename);
  return usual.folder == NULL || usual.loader == NULL ? -1 : 0;
}

static PyObject* check; /* compile.py, compiled */

void assize_prepare(const char* folder, const char* name, const char* modules, int kept) {
  assize_collector_begin();
  if (preload(modules) < 0 || prepare_usual(folder, name) < 0 || assize_compile_begin() < 0 ||
      assize_finish_begin() < 0) {
    PyErr_Print();
    exit(1);
  }
  if (assize_prepare_streams() < 0) exit(1);
  assize_after_fork_begin();
  assize_warm_up();
  check = Py_CompileString(kCompileProgram, "<string>", Py_file_input);
  if (check == NULL) {
    PyErr_Print();
    exit(1);
  }
  assize_collector_settle();
  assize_fill_gaps();
  PyObject_GC_UnTrack(preloaded); /* the program won't find it */
  PyOS_BeforeFork();              /* each child calls PyOS_AfterFork_Child() */
  assize_pages_learn(kept);
}

int assize_is_usual(const char* folder, const char* name) {
  const size_t size = strlen(folder);
  struct stat status;
  return strncmp(usual.path, folder, size) == 0 && usual.path[size] == '/' &&
         strcmp(usual.path + size + 1, name) == 0 && lstat(usual.path, &status) == 0 &&
         S_ISREG(status.st_mode); /* a link would lead to another folder */
}

/* The folder of the file, links followed (_PyPathConfig_ComputeSysPath0()). */
static int set_path0(const char* path) {
  char folder[PATH_MAX];
  if (path == NULL) return forget_shadowed(".") < 0 ? -1 : insert_path(usual.folder);
  if (realpath(path, folder) == NULL) return -1;
  char* slash = strrchr(folder, '/');
  slash[slash == folder ? 1 : 0] = '\0';
  if (forget_shadowed(folder) < 0) return -1;
  PyObject* entry = PyUnicode_DecodeFSDefault(folder);
  const int result = entry == NULL ? -1 : insert_path(entry);
  Py_XDECREF(entry);
  return result;
}

/* The command line is absolute from CPython's side (config_run_filename_abspath()). */
static PyObject* absolute_name(const char* path) {
  char folder[PATH_MAX];
  char whole[2 * PATH_MAX];
  if (path[0] == '/' || getcwd(folder, sizeof folder) == NULL)
    return PyUnicode_DecodeFSDefault(path);
  snprintf(whole, sizeof whole, "%s/%s", folder, path);
  return PyUnicode_DecodeFSDefault(whole);
}

static int set_main(PyObject* dict, PyObject* filename) {
  if (PyDict_SetItemString(dict, "__file__", filename) < 0 ||
      PyDict_SetItemString(dict, "__cached__", Py_None) < 0)
    return -1;
  PyObject* loader = filename == usual.filename ? Py_NewRef(usual.loader) : make_loader(filename);
  const int result = loader == NULL ? -1 : PyDict_SetItemString(dict, "__loader__", loader);
  Py_XDECREF(loader);
  return result;
}

static void flush_one(const char* name) {
  PyObject* file = PySys_GetObject(name);
  if (file == NULL) return;
  PyObject* done = PyObject_CallMethod(file, "flush", NULL);
  if (done == NULL) PyErr_Clear();
  Py_XDECREF(done);
}

static void flush_io(void) {
#if PY_VERSION_HEX >= ASSIZE_PYTHON_3_12
  PyObject* exception = PyErr_GetRaisedException();
  flush_one("stderr");
  flush_one("stdout");
  PyErr_SetRaisedException(exception);
#else
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  flush_one("stderr");
  flush_one("stdout");
  PyErr_Restore(type, value, traceback);
#endif
}

/* run_eval_code_obj() */
static PyObject* run_code(PyObject* code, PyObject* dict) {
  if (PySys_Audit("exec", "O", code) < 0) return NULL;
  *assize_interrupted() = 0;
  if (PyDict_GetItemString(dict, "__builtins__") == NULL &&
      PyDict_SetItemString(dict, "__builtins__", PyInterpreterState_Get()->builtins) < 0)
    return NULL;
  PyObject* result = PyEval_EvalCode(code, dict, dict);
  if (result == NULL && PyErr_Occurred() == PyExc_KeyboardInterrupt) *assize_interrupted() = 1;
  return result;
}

static void forget_file(PyObject* dict) {
  if (PyDict_DelItemString(dict, "__file__") < 0) PyErr_Clear();
  if (PyDict_DelItemString(dict, "__cached__") < 0) PyErr_Clear();
}

/* The end of _PyRun_SimpleFileObject() and of pymain_run_file_obj(). */
_Noreturn static void end_main(PyObject* dict, PyObject* result) {
  flush_io();
  int failed = 0;
  if (result == NULL) {
    int exit_code = 0;
    if (assize_is_system_exit(&exit_code)) {
      if (PY_VERSION_HEX >= ASSIZE_PYTHON_3_14) forget_file(dict); /* before, it exited at once */
      assize_finish(exit_code, 0);
    }
    PyErr_Print();
    failed = 1;
  }
  Py_XDECREF(result);
  forget_file(dict);
  assize_finish(failed, *assize_interrupted());
}

_Noreturn static void run_package(PyObject* filename) {
  if (insert_path(filename) < 0) give_up();
  PyObject* run = attribute_of_frozen("runpy", "_run_module_as_main");
  PyObject* result = run == NULL ? NULL : PyObject_CallFunction(run, "si", "__main__", 0);
  if (result == NULL) give_up();
  assize_finish(0, 0);
}

static FILE* open_source(PyObject* filename) {
  FILE* file = assize_open(filename);
  if (file == NULL) {
    const int error = errno;
    PyErr_Clear();
    PyObject* program = PyUnicode_FromWideChar(assize_config()->program_name, -1);
    PySys_FormatStderr("%S: can't open file %R: [Errno %d] %s\n", program, filename, error,
                       strerror(error));
    assize_finish(2, 0);
  }
  return file;
}

static int is_byte_code(FILE* file) {
  unsigned char magic[2];
  const int found = fread(magic, 1, 2, file) == 2 &&
                    (magic[0] | magic[1] << 8) == (PyImport_GetMagicNumber() & 0xffff);
  rewind(file);
  return found;
}

/* A zip file may be run too. Asking zipimport whether the source is one takes a tenth of a run: it
 * is asked only if the mark that it looks for is there. */
static int may_be_zip(const char* path) {
  static const char mark[] = {'P', 'K', 5, 6};
  static char tail[65536 + 22];
  struct stat status;
  const int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  int found = 1;
  if (fstat(fd, &status) == 0 && S_ISREG(status.st_mode)) {
    const off_t start =
        status.st_size > (off_t)sizeof tail ? status.st_size - (off_t)sizeof tail : 0;
    const ssize_t size = pread(fd, tail, sizeof tail, start);
    found = size < 0 || memmem(tail, (size_t)size, mark, sizeof mark) != NULL;
  }
  close(fd);
  return found;
}

static const char* path_of(const struct assize_run* run) {
  return run->path == NULL ? usual.path : run->path;
}

static PyObject* importer_of(const struct assize_run* run, PyObject* filename) {
  if (run->code == NULL && may_be_zip(path_of(run))) return PyImport_GetImporter(filename);
  PyObject* cache = PySys_GetObject("path_importer_cache");
  if (cache != NULL && PyDict_SetItem(cache, filename, Py_None) < 0) return NULL;
  Py_RETURN_NONE;
}

/* compile.py, as pymain_run_command() would, but sys.path stays as it is: nothing of the
 * submission's folder can be imported. */
_Noreturn static void run_check(void) {
  PyObject* module = PyImport_AddModule("__main__");
  PyObject* dict = module == NULL ? NULL : PyModule_GetDict(module);
  if (dict == NULL || run_code(check, dict) == NULL) give_up();
  assize_finish(0, 0);
}

static PyObject* read_code(const struct assize_run* run) {
  PyObject* code = PyMarshal_ReadObjectFromString(run->code, (Py_ssize_t)run->code_size);
  (void)munmap((void*)run->code, run->code_size);
  if (code != NULL && PyCode_Check(code)) return code;
  PyErr_Clear();
  Py_XDECREF(code);
  return NULL;
}

/* The program's code, if it needn't be read from its source. */
static PyObject* take_code(const struct assize_run* run, PyObject* filename) {
  if (run->compiled == NULL) return run->code == NULL ? NULL : read_code(run);
  PyObject* code = assize_compile(path_of(run), filename);
  if (code == NULL) run_check();
  assize_hand_out(code, run->compiled);
  return code;
}

static PyObject* run_source(PyObject* filename, PyObject* dict) {
  FILE* file = open_source(filename);
  PyCompilerFlags flags = _PyCompilerFlags_INIT;
  if (is_byte_code(file)) {
    PyObject* name = PyUnicode_EncodeFSDefault(filename);
    if (name == NULL) give_up();
    const int failed = PyRun_AnyFileExFlags(file, PyBytes_AS_STRING(name), 1, &flags) != 0;
    assize_finish(failed, *assize_interrupted());
  }
  if (set_main(dict, filename) < 0) give_up();
  PyObject* name = PyUnicode_EncodeFSDefault(filename);
  Py_DECREF(filename);
  if (name == NULL) give_up();
  PyObject* result =
      PyRun_FileExFlags(file, PyBytes_AS_STRING(name), Py_file_input, dict, dict, 1, &flags);
  Py_DECREF(name);
  return result;
}

_Noreturn void assize_execute(const struct assize_run* run) {
  const int has_streams = assize_make_streams() == 0;
  assize_collector_thaw();
  if (!has_streams) give_up();

  PyObject* filename = run->path == NULL ? Py_NewRef(usual.filename) : absolute_name(run->path);
  PyObject* importer = filename == NULL ? NULL : importer_of(run, filename);
  if (importer == NULL) give_up();
  if (importer != Py_None && run->compiled != NULL) run_check();
  PyObject* code = take_code(run, filename);
  assize_dicts_begin();
  assize_threads_begin();
  assize_set_running_main(PyThreadState_Get());
  if (importer != Py_None) run_package(filename);
  Py_DECREF(importer);
  if (set_path0(run->path) < 0) PyErr_Clear();
  assize_modules_count();

  PyObject* module = PyImport_AddModule("__main__");
  if (module == NULL) give_up();
  PyObject* dict = PyModule_GetDict(module);
  if (code == NULL) end_main(dict, run_source(filename, dict));
  if (set_main(dict, filename) < 0) give_up();
  Py_DECREF(filename);
  PyObject* result = run_code(code, dict);
  Py_DECREF(code);
  end_main(dict, result);
}
