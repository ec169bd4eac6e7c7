/* The page faults of a run, which are most of what it costs, taken together instead of one by one.
 *
 * Two kinds: a page of a mapped file that the child looks at for the first time, because fork(2)
 * copies no page tables for such mappings unless a page of them has been written to; so one page of
 * each is, with what it holds. And a page that the child writes to, which is copied: a first run of
 * a small program tells which ones every run writes to (mostly reference counts), and each child
 * has these copied in a few calls. Which pages that are changes nothing but the time. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "judge/template/template.h"

#ifndef MADV_POPULATE_READ /* Linux 5.14 */
#define MADV_POPULATE_READ 22
#define MADV_POPULATE_WRITE 23
#endif

enum { kPage = 4096, kMaxRanges = 512 };

struct range {
  uintptr_t start;
  uintptr_t end;
};

static struct range ranges[kMaxRanges];
static size_t range_count;
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

static void share(struct range map, int is_private_file, int is_writable, int memory) {
  if (!is_private_file) return;
  (void)madvise((void*)map.start, map.end - map.start, MADV_POPULATE_READ);
  char byte;
  if (!is_writable && pread(memory, &byte, 1, (off_t)map.start) == 1)
    (void)!pwrite(memory, &byte, 1, (off_t)map.start);
}

static void add_page(uintptr_t page) {
  /* A call is cheaper than copying a page that lies between two ranges. */
  if (range_count > 0 && ranges[range_count - 1].end == page)
    ranges[range_count - 1].end += kPage;
  else if (range_count < kMaxRanges)
    ranges[range_count++] = (struct range){page, page + kPage};
}

/* Pages that only this process has: the template has all others too. */
static void find_own(struct range map, int is_private_file, int is_writable, int pagemap) {
  (void)is_private_file;
  for (uintptr_t page = map.start; is_writable && page < map.end; page += kPage) {
    uint64_t entry = 0;
    if (pread(pagemap, &entry, sizeof entry, (off_t)(page / kPage * sizeof entry)) != sizeof entry)
      return;
    const int present = (int)(entry >> 63 & 1), file = (int)(entry >> 61 & 1),
              exclusive = (int)(entry >> 56 & 1);
    if (present && !file && exclusive) add_page(page);
  }
}

void assize_pages_report(void) {
  if (learn_to < 0) return;
  const int pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
  range_count = 0;
  if (pagemap >= 0) visit_maps(find_own, pagemap);
  (void)!write(learn_to, ranges, range_count * sizeof *ranges);
}

static int memory_file(const char* text) {
  const int fd = memfd_create("example", 0);
  if (fd >= 0 && write(fd, text, strlen(text)) > 0) lseek(fd, 0, SEEK_SET);
  return fd;
}

_Noreturn static void run_example(int report) {
  char path[64];
  const int input = memory_file("1 2\n");
  const int program = memory_file("a, b = map(int, input().split())\nprint(a + b)\n");
  const int output = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (input < 0 || program < 0 || output < 0) _exit(1);
  dup2(input, 0);
  dup2(output, 1);
  dup2(output, 2);
  snprintf(path, sizeof path, "/proc/self/fd/%d", program);
  learn_to = report;
  const struct assize_run run = {path, NULL, 0, -1};
  assize_execute(&run);
}

void assize_pages_learn(void) {
  const int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
  if (memory >= 0) {
    visit_maps(share, memory);
    close(memory);
  }
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return;
  fcntl(ends[1], F_SETPIPE_SZ, 65536);
  const pid_t child = fork();
  if (child == 0) run_example(ends[1]);
  close(ends[1]);
  int status = 0;
  if (child > 0) waitpid(child, &status, 0);
  const ssize_t size = child > 0 && status == 0 ? read(ends[0], ranges, sizeof ranges) : 0;
  range_count = size > 0 ? (size_t)size / sizeof *ranges : 0;
  close(ends[0]);
}

void assize_pages_prepare(void) {
  for (size_t i = 0; i < range_count; ++i)
    (void)madvise((void*)ranges[i].start, ranges[i].end - ranges[i].start, MADV_POPULATE_WRITE);
}
