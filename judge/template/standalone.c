/* Waits for runs without a jail, for the fidelity suite and for measuring: on the socket whose
 * descriptor is the control text, one message for a run, with the descriptors of its streams; the
 * answer is its wait status. A message is <folder>\0<path>\0<check>\0. With a fourth descriptor
 * the code object is taken from that file; but if <check> isn't empty the run begins with the
 * compile check, and the code object is written to it: "only" is the end then, with exit code 3 if
 * there is none but the run would have gone on. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "judge/template/template.h"

enum { kMaxFds = 4 };

static int fds[kMaxFds];
static size_t fd_count;
static char text[8192];

static void receive(int control) {
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof fds)];
  } ancillary;
  struct iovec data = {text, sizeof text - 3};
  struct msghdr message = {.msg_iov = &data,
                           .msg_iovlen = 1,
                           .msg_control = &ancillary,
                           .msg_controllen = sizeof ancillary};
  const ssize_t size = recvmsg(control, &message, MSG_CMSG_CLOEXEC);
  if (size <= 0) exit(size < 0);
  memset(text + size, 0, 3);
  const struct cmsghdr* header = CMSG_FIRSTHDR(&message);
  fd_count = header == NULL ? 0 : (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
  if (header != NULL) memcpy(fds, CMSG_DATA(header), fd_count * sizeof(int));
  if (fd_count < 3) exit(1);
}

static void take_code(int fd, struct assize_run* run) {
  struct stat status;
  if (fstat(fd, &status) != 0) _exit(127);
  void* code = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
  if (code == MAP_FAILED) _exit(127);
  run->code = code;
  run->code_size = (size_t)status.st_size;
  close(fd);
}

static int code_file;
static int is_check_only;

static void keep_code(const void* code, size_t size) {
  if (write(code_file, code, size) != (ssize_t)size) _exit(127);
  if (is_check_only) _exit(size == 0 ? 3 : 0);
  close(code_file);
}

static void become_run(int control, struct assize_run* run) {
  close(control);
  for (int i = 0; i < 3; ++i)
    if (dup2(fds[i], i) < 0) _exit(127);
  for (int i = 0; i < 3; ++i)
    if (fds[i] > 2) close(fds[i]);
  if (chdir(text) != 0) _exit(127);
  const char* path = text + strlen(text) + 1;
  if (!assize_is_usual(text, path)) run->path = path;
  const char* check = path + strlen(path) + 1;
  if (*check == '\0') {
    if (fd_count > 3) take_code(fds[3], run);
    return;
  }
  if (fd_count < 4) _exit(127);
  code_file = fds[3];
  is_check_only = strcmp(check, "only") == 0;
  run->compiled = keep_code;
}

void assize_wait_for_run(const char* control_text, struct assize_run* run) {
  const int control = atoi(control_text);
  for (;;) {
    receive(control);
    const pid_t child = fork();
    if (child == 0) {
      assize_after_fork();
      become_run(control, run);
      return;
    }
    for (size_t i = 0; i < fd_count; ++i) close(fds[i]);
    int status = 0;
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
    if (send(control, &status, sizeof status, MSG_NOSIGNAL) < 0) exit(1);
  }
}
