/* Reads the coins one by one: nothing of the output is kept. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char message_path[4096];

static void wrong(const char* text, long number) {
  FILE* message = fopen(message_path, "w");
  if (message == NULL) exit(1);
  fprintf(message, "%s (%ld)\n", text, number);
  fclose(message);
  exit(43);
}

static int is_coin(long value) {
  return value == 1 || value == 2 || value == 5 || value == 10 || value == 20;
}

int main(int argc, char** argv) {
  long amount, most, coin, paid = 0, coins = 0;
  FILE* input;
  int got;
  if (argc != 4 || strlen(argv[3]) > 4000) return 1;
  snprintf(message_path, sizeof message_path, "%sjudgemessage.txt", argv[3]);
  input = fopen(argv[1], "r");
  if (input == NULL || fscanf(input, "%ld %ld", &amount, &most) != 2) return 1;
  fclose(input);
  while ((got = scanf("%ld", &coin)) == 1) {
    if (!is_coin(coin)) wrong("there is no such coin", coin);
    if (++coins > most) wrong("too many coins", coins);
    paid += coin;
  }
  if (got != EOF) wrong("not a number after so many coins", coins);
  if (paid != amount) wrong("paid another amount", paid);
  return 42;
}
