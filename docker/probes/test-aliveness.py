#!/bin/sh
# The health check of earlier images, under its old name and with its old arguments; orthanc-launcher probe does the work.
# The shell runs this file, as images need no Python; for python3 /probes/test-aliveness.py it is Python as well: to the
# shell the next line is two empty words and exec, to Python it opens a string that ends below.
''''exec orthanc-launcher probe "$@" # '''

import os
import sys

try:
    os.execvp("orthanc-launcher", ["orthanc-launcher", "probe"] + sys.argv[1:])
except OSError as error:
    sys.exit("test-aliveness: orthanc-launcher cannot be started: " + str(error.strerror))
