/*
 * The least program that can stand in for Orthanc: it ends at once. Linked statically and without the C library's start,
 * so that the time of a launch is the launcher's time. (tests/stand-in writes down how it was started, which takes time.)
 */

#include <unistd.h>

void _start(void);

void _start(void)
{
    _exit(0);
}
