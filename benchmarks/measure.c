/*
 * Measures commands against each other.
 *
 *   measure ROUNDS WARM-UPS SEED FILE
 *     Runs every command of FILE once a round, in an order shuffled again each round, so that whatever slows the machine for a
 *     while slows all of them. The rounds of the warm-up are not reported. Prints a line a run, separated by tabs:
 *       round, command, wall-clock time in ns, user time in us, system time in us, peak memory in KB, minor faults, major faults
 *     A command that ends with another exit code than it should ends the measuring.
 *
 *   measure run FILE COMMAND [NAME=VALUE...] [PROGRAM ARGUMENT...]
 *     Becomes one of the commands, or PROGRAM with the command as its last arguments: for looking at it with other tools in
 *     the same surroundings.
 *
 * FILE has one word and its text a line:
 *   command NAME          begins a command
 *   directory FOLDER      the working directory (default /)
 *   environment FILE      variables, NAME=VALUE a line; a command has no others
 *   variable NAME=VALUE   one more
 *   argument TEXT         first the program's path, then its arguments
 *   remove FILE           deleted before each run, outside the time: what an earlier run left behind
 *   exit CODE             the exit code that is right (default 0)
 *
 * Linked statically and kept small on purpose: between vfork and exec a child has its parent's memory, and the kernel counts
 * that to the child's peak.
 */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum
{
    MOST_COMMANDS = 64,
    MOST_ARGUMENTS = 64,
    MOST_VARIABLES = 128,
    MOST_REMOVED = 64
};

struct command
{
    char *name;
    char *directory;
    char *arguments[MOST_ARGUMENTS + 1];
    char *variables[MOST_VARIABLES + 1];
    char *removed[MOST_REMOVED + 1];
    size_t argument_count;
    size_t variable_count;
    size_t removed_count;
    int exit_code;
};

static struct command commands[MOST_COMMANDS];
static size_t command_count;
static uint64_t random_state;

static void fail(const char *what, const char *why)
{
    fflush(stdout);
    fprintf(stderr, "measure: %s: %s\n", what, why);
    exit(1);
}

static char *copy(const char *text)
{
    char *result = strdup(text);
    if (result == NULL)
    {
        fail(text, strerror(errno));
    }
    return result;
}

static void append(char **list, size_t *count, size_t most, const char *text)
{
    if (*count == most)
    {
        fail(text, "is one too many");
    }
    list[(*count)++] = copy(text);
}

/* Calls back for every line that is not empty, without its end. */
static void read_lines(const char *path, void (*take)(char *line, void *state), void *state)
{
    FILE *file = fopen(path, "re");
    if (file == NULL)
    {
        fail(path, strerror(errno));
    }
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    while ((length = getline(&line, &capacity, file)) > 0)
    {
        if (line[length - 1] == '\n')
        {
            line[--length] = '\0';
        }
        if (length > 0)
        {
            take(line, state);
        }
    }
    free(line);
    fclose(file);
}

static void take_variable(char *line, void *state)
{
    struct command *command = state;
    append(command->variables, &command->variable_count, MOST_VARIABLES, line);
}

static void take_word(char *line, void *state)
{
    (void)state;
    char *text = strchr(line, ' ');
    if (text == NULL)
    {
        fail(line, "has no text");
    }
    *text++ = '\0';
    if (strcmp(line, "command") == 0)
    {
        if (command_count == MOST_COMMANDS)
        {
            fail(text, "is one command too many");
        }
        commands[command_count++].name = copy(text);
        return;
    }
    if (command_count == 0)
    {
        fail(line, "stands before the first command");
    }

    struct command *command = &commands[command_count - 1];
    if (strcmp(line, "argument") == 0)
    {
        append(command->arguments, &command->argument_count, MOST_ARGUMENTS, text);
    }
    else if (strcmp(line, "variable") == 0)
    {
        take_variable(text, command);
    }
    else if (strcmp(line, "environment") == 0)
    {
        read_lines(text, take_variable, command);
    }
    else if (strcmp(line, "remove") == 0)
    {
        append(command->removed, &command->removed_count, MOST_REMOVED, text);
    }
    else if (strcmp(line, "directory") == 0)
    {
        command->directory = copy(text);
    }
    else if (strcmp(line, "exit") == 0)
    {
        command->exit_code = atoi(text);
    }
    else
    {
        fail(line, "is not a word of a list of commands");
    }
}

/* Xorshift: the same seed gives the same orders everywhere. */
static uint64_t next_random(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static void shuffle(size_t *order, size_t count)
{
    for (size_t i = count; i > 1; i--)
    {
        size_t other = (size_t)(next_random() % i);
        size_t swapped = order[i - 1];
        order[i - 1] = order[other];
        order[other] = swapped;
    }
}

static void clear(const struct command *command)
{
    for (size_t i = 0; i < command->removed_count; i++)
    {
        if (unlink(command->removed[i]) != 0 && errno != ENOENT)
        {
            fail(command->removed[i], strerror(errno));
        }
    }
}

static void become(struct command *command)
{
    if (chdir(command->directory == NULL ? "/" : command->directory) == 0)
    {
        execve(command->arguments[0], command->arguments, command->variables);
    }
}

static int64_t nanoseconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static long microseconds(struct timeval time)
{
    return (long)time.tv_sec * 1000000 + (long)time.tv_usec;
}

static void run(struct command *command, int round, int null)
{
    clear(command);
    struct rusage usage;
    int status;
    int64_t begin = nanoseconds();
    pid_t child = vfork();
    if (child == 0)
    {
        dup2(null, STDIN_FILENO);
        dup2(null, STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
        become(command);
        _exit(255);
    }
    if (child < 0 || wait4(child, &status, 0, &usage) != child)
    {
        fail(command->name, strerror(errno));
    }
    int64_t end = nanoseconds();
    if (!WIFEXITED(status) || WEXITSTATUS(status) != command->exit_code)
    {
        char text[64];
        snprintf(text, sizeof text, "ended with the wait status 0x%04x", (unsigned)status);
        fail(command->name, text);
    }
    if (round > 0)
    {
        printf("%d\t%s\t%lld\t%ld\t%ld\t%ld\t%ld\t%ld\n", round, command->name, (long long)(end - begin), microseconds(usage.ru_utime),
            microseconds(usage.ru_stime), usage.ru_maxrss, usage.ru_minflt, usage.ru_majflt);
    }
}

static void read_commands(const char *path)
{
    read_lines(path, take_word, NULL);
    for (size_t i = 0; i < command_count; i++)
    {
        if (commands[i].argument_count == 0)
        {
            fail(commands[i].name, "has no program");
        }
    }
}

static struct command *find(const char *name)
{
    for (size_t i = 0; i < command_count; i++)
    {
        if (strcmp(commands[i].name, name) == 0)
        {
            return &commands[i];
        }
    }
    fail(name, "is not in the list");
    return NULL;
}

static int run_one(const char *path, const char *name, char **words)
{
    read_commands(path);
    struct command *command = find(name);
    struct command wrapped = *command;
    for (; *words != NULL && strchr(*words, '=') != NULL; words++)
    {
        take_variable(*words, &wrapped);
    }
    wrapped.argument_count = 0;
    for (; *words != NULL; words++)
    {
        append(wrapped.arguments, &wrapped.argument_count, MOST_ARGUMENTS, *words);
    }
    for (size_t i = 0; i < command->argument_count; i++)
    {
        append(wrapped.arguments, &wrapped.argument_count, MOST_ARGUMENTS, command->arguments[i]);
    }
    clear(&wrapped);
    become(&wrapped);
    fail(wrapped.arguments[0], strerror(errno));
    return 1;
}

int main(int argc, char **argv)
{
    if (argc >= 4 && strcmp(argv[1], "run") == 0)
    {
        return run_one(argv[2], argv[3], argv + 4);
    }
    if (argc != 5 || atoi(argv[1]) <= 0)
    {
        fputs("usage: measure ROUNDS WARM-UPS SEED FILE\n       measure run FILE COMMAND [NAME=VALUE...] [PROGRAM ARGUMENT...]\n", stderr);
        return 2;
    }

    int rounds = atoi(argv[1]);
    random_state = strtoull(argv[3], NULL, 10) * 2 + 1;
    read_commands(argv[4]);
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0)
    {
        fail("/dev/null", strerror(errno));
    }

    size_t order[MOST_COMMANDS];
    for (size_t i = 0; i < command_count; i++)
    {
        order[i] = i;
    }
    for (int round = 1 - atoi(argv[2]); round <= rounds; round++)
    {
        shuffle(order, command_count);
        for (size_t i = 0; i < command_count; i++)
        {
            run(&commands[order[i]], round, null);
        }
    }
    return 0;
}
