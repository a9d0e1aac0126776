// SPDX-License-Identifier: GPL-2.0
/* What main.c has, for the tests that link the command's files without it. */
#include "cmd.h"

struct options options = { .numeric = true, .ready_fd = -1, .queue = 1 << 20 };
