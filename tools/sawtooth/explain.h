/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SAW_EXPLAIN_H
#define SAW_EXPLAIN_H

#include "print.h"

/* Print why @d was decided, of a connection with segments of @mss bytes. */
void explain(const struct sawtooth_decision *d, unsigned int mss);

#endif /* SAW_EXPLAIN_H */
