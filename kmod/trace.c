// SPDX-License-Identifier: GPL-2.0
/* The one place that makes the tracepoints; everybody else only fires them. */
#define CREATE_TRACE_POINTS
#include "generated/trace.h"
