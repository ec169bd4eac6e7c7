/* The template: an interpreter that is started once, as `python3 main.py` would be, and forked for
 * every run. See docs/template.md.
 *
 * The shared object is preloaded into the runtime's own interpreter. It puts its own main() in the
 * place of the interpreter's, which starts CPython in the same way, but stops before main.py is
 * opened, imports what programs commonly need, and waits. So there is never a Python frame, module,
 * function or thread state that isn't also there by plain exec.
 */
#ifndef ASSIZE_TEMPLATE_H
#define ASSIZE_TEMPLATE_H

#include <stddef.h>

#ifdef __cplusplus
#define ASSIZE_NORETURN [[noreturn]]
#else
#define ASSIZE_NORETURN _Noreturn
#endif

/* Hears of a program's marshalled code object, before anything of the program happens; null: its
 * runs must each parse the source. */
typedef void assize_compiled(const void* code, size_t size);

/* What the forked child is to run. */
struct assize_run {
  const char* path;          /* of the source, as it would be on the command line */
  const void* code;          /* its marshalled code object, or null: then the source is parsed */
  size_t code_size;          /* code is whole pages, which are unmapped when it has been read */
  assize_compiled* compiled; /* if not null, the run begins with the compile check. It ends with it
                                if there is something to say of the source: exit code 1 and an
                                error message, or 0 if it does compile */
};

/* Waits for runs, and forks. Returns only in the process that is to run a program: forked from the
 * template (perhaps by an intermediate process), with one thread, its standard descriptors and its
 * working directory in place, everything else closed, and the signal actions that CPython had set
 * in the template. Whatever confines the process has been done by then, and assize_after_fork() has
 * been called in it. The `control` text comes from the environment variable that starts the
 * template. */
void assize_wait_for_run(const char* control, struct assize_run* run);

/* For tests, where a program may be another one, or none. */
int assize_is_usual(const char* folder, const char* name);

/* In the child: what can be done before it is known what it is to run. */
void assize_after_fork(void); /* after_fork.c */

/* Called by main(), in this order. */
/* In the template, once: the usual program is the file `name` in `folder`, and no link. `kept` is a
 * file in memory for what is learnt (pages.c), which is closed; or -1. */
void assize_prepare(const char* folder, const char* name, const char* modules, int kept);
ASSIZE_NORETURN void assize_execute(const struct assize_run*); /* in the child */

/* The rest is between the template's own files. */

/* collector.c: the collector's lists and counters. */
void assize_collector_begin(void);  /* before the preload: remembers the counters */
void assize_collector_settle(void); /* after it: collects and puts all that lives aside */
void assize_collector_thaw(void);   /* in the child: as in a fresh process again */
/* At the end: the template's objects aside again, if that's cheap. */
void assize_collector_part(void);
void assize_collector_rejoin(void); /* undoes assize_collector_part() */
/* A full collection; quiet: as at the end of the interpreter. */
void assize_collector_collect(int quiet);
void assize_threads_begin(void); /* in the child */
int assize_had_threads(void);    /* since then */
/* Is nothing alive but the template's objects that could say or write something when it goes? Not
 * counting `known`. After assize_collector_part(). */
int assize_collector_is_quiet(const void* const* known, size_t count);
/* Is there an object left that would say or write something when it goes? Not counting `known`. */
int assize_collector_has_finalizers(const void* const* known, size_t count);

/* dicts.c: which dictionaries have been changed, and whether a class has. A dictionary of which the
 * template doesn't know counts as changed. */
int assize_dicts_watch(void* dict); /* in the template: it will be asked about */
void assize_dicts_begin(void);      /* in the child: changes count from here */
int assize_dict_changed(const void* dict);
void assize_types_watch(void* type); /* in the template */
int assize_types_changed(void);
void assize_dicts_fetch(const void* dict); /* it will be asked about soon */

/* after_fork.c */
void assize_after_fork_begin(void); /* in the template, when all modules are there */

/* warm_up.c */
void assize_warm_up(void);   /* in the template, when its streams are there */
void assize_fill_gaps(void); /* … and when nothing is freed there any more */

/* pages.c */
void assize_pages_learn(int kept); /* in the template, at last; see assize_prepare() */
void assize_pages_prepare(void);   /* in the child, at first */
void assize_pages_report(void);    /* at the end of a run: does something only in the first one */

/* compile.c */
int assize_compile_begin(void);                         /* in the template */
void* assize_compile(const char* path, void* filename); /* null: it takes compile.py */
void assize_hand_out(void* code, assize_compiled* to);

/* streams.c */
int assize_prepare_streams(void); /* in the template, at the end: its own descriptors are gone */
int assize_make_streams(void);    /* in the child */
extern const void* assize_stream_parts[9];

/* system_exit.c: whether the program has ended by SystemExit, which is then written, and with which
 * exit code. */
int assize_is_system_exit(int* exit_code);

/* modules.c */
int assize_modules_begin(void);  /* in the template */
void assize_modules_count(void); /* in the child, before anything of the run is imported */
/* Whether the run has changed a class or a module that was there before it. */
int assize_template_changed(void);
void* assize_threading(void);     /* the module: a new reference; null: it isn't imported */
void assize_threading_note(void); /* the end itself changes it: that is no reason to take it down */
int assize_threading_unchanged(void); /* before that */
/* Empties sys.modules. Gives the modules that the run imported or changed, as weak references, in
 * order of import. */
void* assize_modules_remove(void);
void assize_modules_clear(void* weak); /* what is still alive of them */
void assize_modules_put_back(void);    /* the others: what is left to do CPython does itself */
/* As a module's dictionary is cleared at the end, without the names that are `kept`. */
typedef int assize_kept(void* key, void* value);
void assize_dict_clear(void* dict, assize_kept* kept);

/* finish.c */
int assize_finish_begin(void); /* in the template: what sys holds by itself */
ASSIZE_NORETURN void assize_finish(int exit_code, int interrupted);

#endif
