€#!/bin/sh
grep -rl '@.architecture' .
grep -rl \
  '@.architecture' \
  .
