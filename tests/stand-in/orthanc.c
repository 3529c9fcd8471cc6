/*
 * A stand-in for Orthanc: it writes down how it was started and ends.
 *
 *   orthanc [ARGUMENT...]
 *     Writes into the folder STAND_IN_RECORD (else "record" beside the program):
 *       cmdline, environ   arguments and variables, NUL-terminated, bytes and order as received
 *       descriptors        one line per open descriptor: its number and what it leads to
 *       status, limits     copies of /proc/self/status and /proc/self/limits
 *       children           the process ids of children, those that ended and were not waited for too
 *       directory          the working directory
 *       configuration      a copy of the file named by the first argument that is no option, if it can be read
 *       pid                the process id, written last: once it is there, the record is complete
 *     Then sleeps STAND_IN_SLEEP seconds (default 0) and exits with STAND_IN_EXIT (default 0).
 *
 *   orthanc exec-with FILE PROGRAM [ARGUMENT...]
 *     Executes PROGRAM (a path) with exactly the variables of FILE (NUL-terminated, any bytes, any order, duplicates too),
 *     every signal at its default, none blocked, and no descriptor but 0, 1 and 2. It stays the same process.
 */

#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ;

static char record[PATH_MAX];

static void fail(const char *what)
{
    fprintf(stderr, "stand-in: %s: %s\n", what, strerror(errno));
    exit(125);
}

static FILE *create(const char *name)
{
    char path[PATH_MAX + NAME_MAX + 2];
    snprintf(path, sizeof path, "%s/%s", record, name);
    FILE *file = fopen(path, "w");
    if (file == NULL)
    {
        fail(path);
    }
    return file;
}

static void finish(FILE *file)
{
    if (fclose(file) != 0)
    {
        fail(record);
    }
}

/* A file that cannot be opened, or is none, leaves no copy: its absence is what a test looks for. */
static void copy(const char *source, const char *name)
{
    int input = open(source, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (input < 0)
    {
        return;
    }
    struct stat status;
    if (fstat(input, &status) != 0 || !S_ISREG(status.st_mode))
    {
        close(input);
        return;
    }
    FILE *output = create(name);
    char buffer[65536];
    ssize_t count;
    while ((count = read(input, buffer, sizeof buffer)) > 0)
    {
        fwrite(buffer, 1, (size_t)count, output);
    }
    finish(output);
    close(input);
}

static void write_list(char **list, const char *name)
{
    FILE *file = create(name);
    for (; *list != NULL; list++)
    {
        fwrite(*list, 1, strlen(*list) + 1, file);
    }
    finish(file);
}

/* Collected before anything else is opened, so that only what was inherited is seen. */
static char *list_descriptors(void)
{
    char *text = NULL;
    size_t size = 0;
    DIR *directory = opendir("/proc/self/fd");
    if (directory == NULL)
    {
        fail("/proc/self/fd");
    }
    FILE *memory = open_memstream(&text, &size);
    struct dirent *entry;
    while ((entry = readdir(directory)) != NULL)
    {
        if (entry->d_name[0] == '.' || atoi(entry->d_name) == dirfd(directory))
        {
            continue;
        }
        char target[PATH_MAX];
        ssize_t length = readlinkat(dirfd(directory), entry->d_name, target, sizeof target - 1);
        target[length < 0 ? 0 : length] = '\0';
        fprintf(memory, "%s %s\n", entry->d_name, target);
    }
    fclose(memory);
    closedir(directory);
    return text;
}

static void find_record(void)
{
    const char *named = getenv("STAND_IN_RECORD");
    if (named != NULL)
    {
        snprintf(record, sizeof record, "%s", named);
    }
    else
    {
        char program[PATH_MAX];
        ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
        program[length < 0 ? 0 : length] = '\0';
        if (snprintf(record, sizeof record, "%s/record", dirname(program)) >= (int)sizeof record)
        {
            errno = ENAMETOOLONG;
            fail("record");
        }
    }
    if (mkdir(record, 0777) != 0 && errno != EEXIST)
    {
        fail(record);
    }
}

static int number(const char *variable)
{
    const char *text = getenv(variable);
    return text == NULL ? 0 : atoi(text);
}

static int exec_with(int argc, char **argv)
{
    if (argc < 4)
    {
        fputs("stand-in: exec-with FILE PROGRAM [ARGUMENT...]\n", stderr);
        return 125;
    }

    FILE *file = fopen(argv[2], "r");
    if (file == NULL)
    {
        fail(argv[2]);
    }
    char **variables = NULL;
    size_t count = 0;
    char *line = NULL;
    size_t capacity = 0;
    while (getdelim(&line, &capacity, '\0', file) > 0)
    {
        variables = realloc(variables, (count + 2) * sizeof *variables);
        variables[count++] = strdup(line);
    }
    fclose(file);
    char *none[] = {NULL};
    if (variables == NULL)
    {
        variables = none;
    }
    variables[count] = NULL;

    for (int signal_number = 1; signal_number < NSIG; signal_number++)
    {
        signal(signal_number, SIG_DFL);
    }
    sigset_t empty;
    sigemptyset(&empty);
    sigprocmask(SIG_SETMASK, &empty, NULL);

    for (int descriptor = 3; descriptor < 4096; descriptor++)
    {
        close(descriptor);
    }

    execve(argv[3], argv + 3, variables);
    fail(argv[3]);
    return 125;
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "exec-with") == 0)
    {
        return exec_with(argc, argv);
    }

    char *descriptors = list_descriptors();
    find_record();

    FILE *file = create("descriptors");
    fputs(descriptors, file);
    finish(file);
    write_list(argv, "cmdline");
    write_list(environ, "environ");
    copy("/proc/self/status", "status");
    copy("/proc/self/limits", "limits");
    copy("/proc/thread-self/children", "children");

    char directory[PATH_MAX];
    if (getcwd(directory, sizeof directory) != NULL)
    {
        file = create("directory");
        fputs(directory, file);
        finish(file);
    }

    for (int index = 1; index < argc; index++)
    {
        if (argv[index][0] != '-')
        {
            copy(argv[index], "configuration");
            break;
        }
    }

    file = create("pid");
    fprintf(file, "%d", (int)getpid());
    finish(file);

    if (number("STAND_IN_SLEEP") > 0)
    {
        sleep((unsigned)number("STAND_IN_SLEEP"));
    }
    return number("STAND_IN_EXIT");
}
