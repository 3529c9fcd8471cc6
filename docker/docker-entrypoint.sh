#!/bin/sh
exec orthanc-launcher "$@"
