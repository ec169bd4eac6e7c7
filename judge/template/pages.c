/* The memory that a run shares with the template, arranged so that a copy costs little: most of
 * what a short run costs is the copying of page tables and of pages, and taking both down.
 *
 * The interpreter's data and heap are moved into a file in memory, of which they are a private
 * mapping from then on. A page of a file needn't be in a page table: one that isn't there is found
 * when it is looked at. So each page table only has to hold what nearly every run looks at; and a
 * page that is written to without having been there is copied at less cost than one that was.
 *
 * A first run of a small program, from its code object as most runs are, tells which pages these
 * are. Those that it only looked at are in the template's page tables, and so in each copy's:
 * fork(2) copies them for mappings of which a page has been written to, so one page of each is,
 * with what it holds. Those that it wrote to (mostly reference counts) each child has copied in a
 * few calls. All other ones are taken out. Which pages that are changes nothing but the time, so
 * what one template has learnt is kept for the next one of the same runtime, as long as everything
 * lies at the same addresses. */
#define Py_BUILD_CORE 1
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "judge/template/cpython.h"
#include "judge/template/template.h"

#ifndef MADV_POPULATE_READ /* Linux 5.14 */
#define MADV_POPULATE_READ 22
#define MADV_POPULATE_WRITE 23
#endif

enum { kPage = 4096, kMaxRanges = 2000, kWorthMoving = 256 * 1024, kMostSplit = 10000 };

struct range {
  uintptr_t start;
  uintptr_t end;
};

struct ranges {
  size_t count;
  struct range list[kMaxRanges];
};

static struct {
  uint64_t layout; /* of the mappings, in which the ranges are */
  struct ranges written;
  struct ranges unseen; /* of files; not in the page tables */
} pages;
static int learn_to = -1;

typedef void visitor(struct range map, int is_private_file, int is_writable, int fd);

static void visit_maps(visitor* visit, int fd) {
  FILE* maps = fopen("/proc/self/maps", "re");
  char line[8192];
  while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
    unsigned long start = 0, end = 0;
    char mode[5] = "";
    if (sscanf(line, "%lx-%lx %4s", &start, &end, mode) != 3 || strstr(line, "[v") != NULL)
      continue;
    visit((struct range){start, end}, mode[0] == 'r' && mode[3] == 'p' && strchr(line, '/') != NULL,
          mode[1] == 'w', fd);
  }
  if (maps != NULL) fclose(maps);
}

/* No page of it is needed: then it costs least as a mapping of which nothing is copied. */
static int is_unseen(struct range map) {
  for (size_t i = 0; i < pages.unseen.count; ++i)
    if (pages.unseen.list[i].start <= map.start && map.end <= pages.unseen.list[i].end) return 1;
  return 0;
}

/* The parts of it that aren't needed are taken out afterwards. */
static void share(struct range map, int is_private_file, int is_writable, int memory) {
  (void)is_writable;
  if (!is_private_file || is_unseen(map)) return;
  (void)madvise((void*)map.start, map.end - map.start, MADV_POPULATE_READ);
  char byte;
  if (pread(memory, &byte, 1, (off_t)map.start) == 1)
    (void)!pwrite(memory, &byte, 1, (off_t)map.start);
}

static void add_page(struct ranges* to, uintptr_t page) {
  /* A call is cheaper than copying a page that lies between two ranges. */
  if (to->count > 0 && to->list[to->count - 1].end == page)
    to->list[to->count - 1].end += kPage;
  else if (to->count < kMaxRanges)
    to->list[to->count++] = (struct range){page, page + kPage};
}

static uint64_t entry_of(int pagemap, uintptr_t page) {
  uint64_t entry = 0;
  (void)!pread(pagemap, &entry, sizeof entry, (off_t)(page / kPage * sizeof entry));
  return entry;
}

static int is_present(uint64_t entry) { return (int)(entry >> 63 & 1); }
static int is_of_file(uint64_t entry) { return (int)(entry >> 61 & 1); }
static int is_exclusive(uint64_t entry) { return (int)(entry >> 56 & 1); }

/* Only what can be read again: a page that was written to is no longer the file's. */
static void forget(struct range pages_of, int pagemap) {
  for (uintptr_t page = pages_of.start; page < pages_of.end; page += kPage) {
    const uint64_t entry = entry_of(pagemap, page);
    if (is_present(entry) && is_of_file(entry)) (void)madvise((void*)page, kPage, MADV_DONTNEED);
  }
}

/* The kernel finds a page together with those around it, as far as they are in the same mapping: to
 * know which of them was looked at, each is made one of its own, as far as a process may have so
 * many (vm.max_map_count). The flag means nothing here. */
static void split(struct range map) {
  static int made;
  for (uintptr_t page = map.start + kPage; page < map.end && made < kMostSplit;
       page += 2 * kPage, ++made)
    (void)madvise((void*)page, kPage, MADV_DONTFORK);
}

static void forget_and_split(struct range map, int is_private_file, int is_writable, int pagemap) {
  (void)is_writable;
  if (!is_private_file) return;
  forget(map, pagemap);
  split(map);
}

/* Pages that only this process has: the template has all others too. And those it hasn't. */
static void look_at(struct range map, int is_private_file, int is_writable, int pagemap) {
  for (uintptr_t page = map.start; page < map.end; page += kPage) {
    const uint64_t entry = entry_of(pagemap, page);
    if (is_writable && is_present(entry) && !is_of_file(entry) && is_exclusive(entry))
      add_page(&pages.written, page);
    if (is_private_file && !is_present(entry)) add_page(&pages.unseen, page);
  }
}

static void visit_own_maps(visitor* visit) {
  const int pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
  if (pagemap >= 0) visit_maps(visit, pagemap);
  close(pagemap);
}

void assize_pages_report(void) {
  if (learn_to < 0) return;
  pages.written.count = pages.unseen.count = 0;
  visit_own_maps(look_at);
  (void)!write(learn_to, &pages, sizeof pages);
}

static int memory_file(const void* bytes, size_t size) {
  const int fd = memfd_create("example", MFD_CLOEXEC);
  if (fd >= 0 && write(fd, bytes, size) == (ssize_t)size) lseek(fd, 0, SEEK_SET);
  return fd;
}

typedef void child_function(int output, const void* argument);

/* Has a child do something, and gives how much it wrote, or 0. */
static size_t ask_child(child_function* what, const void* argument, void* answer, size_t most) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return 0;
  fcntl(ends[1], F_SETPIPE_SZ, 65536);
  const pid_t child = fork();
  if (child == 0) {
    what(ends[1], argument);
    _exit(1);
  }
  close(ends[1]);
  int status = 1;
  if (child > 0) waitpid(child, &status, 0);
  const ssize_t size = status == 0 ? read(ends[0], answer, most) : 0;
  close(ends[0]);
  return size > 0 ? (size_t)size : 0;
}

static void compile_example(int output, const void* source) {
  PyObject* code = Py_CompileString(source, "main.py", Py_file_input);
  PyObject* bytes = code == NULL ? NULL : PyMarshal_WriteObjectToString(code, Py_MARSHAL_VERSION);
  if (bytes == NULL) return;
  const size_t size = (size_t)PyBytes_GET_SIZE(bytes);
  if (write(output, PyBytes_AS_STRING(bytes), size) == (ssize_t)size) _exit(0);
}

struct code {
  char* bytes; /* a mapping of its own */
  size_t size;
};

static void run_example(int report, const void* argument) {
  const struct code* code = argument;
  int ends[2];
  const int input = memory_file("1 2\n", 4);
  if (input < 0 || pipe(ends) != 0) return;
  dup2(input, 0);
  dup2(ends[1], 1);
  dup2(ends[1], 2);
  learn_to = report;
  visit_own_maps(forget_and_split);
  const struct assize_run run = {NULL, code->bytes, code->size, NULL};
  assize_after_fork();
  assize_execute(&run);
}

static void share_what_is_needed(void) {
  const int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
  const int pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
  if (memory >= 0 && pagemap >= 0) {
    visit_maps(share, memory);
    for (size_t i = 0; i < pages.unseen.count; ++i) forget(pages.unseen.list[i], pagemap);
  }
  close(memory);
  close(pagemap);
}

static struct ranges large; /* data and heap */

static void note_large(struct range map, int is_private_file, int is_writable, int fd) {
  (void)is_private_file;
  (void)fd;
  const uintptr_t stack = (uintptr_t)&map;
  const int is_stack = map.start <= stack && stack < map.end;
  if (is_writable && !is_stack && map.end - map.start >= kWorthMoving && large.count < kMaxRanges)
    large.list[large.count++] = map;
}

static int copy_out(int file, struct range map) {
  for (uintptr_t at = map.start; at < map.end;) {
    const ssize_t size = write(file, (const void*)at, map.end - at);
    if (size <= 0) return -1;
    at += (uintptr_t)size;
  }
  return 0;
}

/* Nothing here may write to what is being moved. */
static void move_into_file(void) {
  visit_maps(note_large, -1);
  const int file = memfd_create("interpreter", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (file < 0) return;
  for (size_t i = 0; i < large.count; ++i)
    if (copy_out(file, large.list[i]) != 0) large.count = 0;
  (void)fcntl(file, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE);
  off_t at = 0;
  for (size_t i = 0; i < large.count; ++i) {
    const size_t size = large.list[i].end - large.list[i].start;
    if (mmap((void*)large.list[i].start, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED,
             file, at) == MAP_FAILED)
      _exit(1); /* what was there may be gone */
    at += (off_t)size;
  }
  close(file);
}

static uint64_t layout;

/* FNV-1a, by words. */
static void add_to_layout(struct range map, int is_private_file, int is_writable, int fd) {
  (void)fd;
  const uint64_t words[] = {map.start, map.end, (uint64_t)is_private_file << 1 | is_writable};
  for (size_t i = 0; i < sizeof words / sizeof *words; ++i)
    layout = (layout ^ words[i]) * 0x100000001b3;
}

static int read_learnt(int fd) {
  return fd >= 0 && pread(fd, &pages, sizeof pages, 0) == sizeof pages && pages.layout == layout &&
         pages.written.count <= kMaxRanges && pages.unseen.count <= kMaxRanges;
}

static int learn(void) {
  struct code code = {NULL, 0};
  code.bytes = mmap(NULL, kPage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (code.bytes == MAP_FAILED) return 0;
  code.size = ask_child(compile_example, "a, b = map(int, input().split())\nprint(a + b)\n",
                        code.bytes, kPage);
  const int learnt =
      code.size > 0 && ask_child(run_example, &code, &pages, sizeof pages) == sizeof pages;
  munmap(code.bytes, kPage);
  return learnt;
}

void assize_pages_learn(int kept) {
  move_into_file();
  layout = 0xcbf29ce484222325;
  visit_maps(add_to_layout, -1);
  if (!read_learnt(kept)) {
    memset(&pages, 0, sizeof pages);
    if (!learn()) memset(&pages, 0, sizeof pages);
    pages.layout = layout;
    if (kept >= 0) (void)!pwrite(kept, &pages, sizeof pages, 0);
  }
  if (kept >= 0) close(kept);
  share_what_is_needed();
}

void assize_pages_prepare(void) {
  const struct ranges* written = &pages.written;
  for (size_t i = 0; i < written->count; ++i)
    (void)madvise((void*)written->list[i].start, written->list[i].end - written->list[i].start,
                  MADV_POPULATE_WRITE);
}
