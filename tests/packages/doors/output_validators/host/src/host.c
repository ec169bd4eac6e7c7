#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static const char* feedback;

static void end(int code, const char* text) {
  char path[4096];
  snprintf(path, sizeof path, "%sjudgemessage.txt", feedback);
  FILE* message = fopen(path, "w");
  if (message) fprintf(message, "%s\n", text);
  if (message) fclose(message);
  exit(code);
}

int main(int count, char** arguments) {
  int doors = 0, prize = 0;
  FILE* input = count > 3 ? fopen(arguments[1], "r") : NULL;
  if (!input || fscanf(input, "%d %d", &doors, &prize) != 2) return 1;
  feedback = arguments[3];
  signal(SIGPIPE, SIG_IGN);
  printf("%d\n", doors);
  fflush(stdout);
  for (int asked = 0;; ++asked) {
    char kind = 0;
    int first = 0, last = 0;
    if (scanf(" %c", &kind) != 1) end(43, "it ends without a door");
    if (kind == '!' && scanf("%d", &first) == 1) end(first == prize ? 42 : 43, "a door");
    if (kind != '?' || scanf("%d %d", &first, &last) != 2) end(43, "no question");
    if (asked == 10) end(43, "too many questions");
    puts(first <= prize && prize <= last ? "yes" : "no");
    fflush(stdout);
  }
}
