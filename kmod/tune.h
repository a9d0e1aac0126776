/* SPDX-License-Identifier: GPL-2.0 */
/* Changes of one live connection by hand. */
#ifndef _SAW_TUNE_H
#define _SAW_TUNE_H

#include "steer.h"

/**
 * struct saw_tune - what is to be changed
 * @ssthresh: segments; 0: leave it
 * @clamp: upper bound of the window, segments; 0: leave it
 * @profile: to move to, held by the caller; NULL: leave it
 */
struct saw_tune {
	u32 ssthresh;
	u32 clamp;
	struct saw_profile *profile;
};

/*
 * Change the steered socket @sk, to which the caller holds a reference; each change
 * is told as a decision. Returns 0, or -ESTALE if @sk is no longer @steer's, whose
 * memory need not exist any more. May sleep.
 */
int saw_tune(struct sock *sk, const struct saw_steer *steer, const struct saw_tune *tune);

#endif /* _SAW_TUNE_H */
