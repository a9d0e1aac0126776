/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SAW_PLOT_H
#define SAW_PLOT_H

#include "cmd.h"

/**
 * struct plot_sample - what is drawn at a time; NAN is drawn as a gap
 * @time: CLOCK_MONOTONIC, seconds
 * @cwnd: segments
 * @ssthresh: likewise
 * @srtt: milliseconds
 * @min_rtt: likewise
 * @acked: megabits so far
 * @estimate: megabits a second that the path delivers
 * @phase: enum sawtooth_phase, -1 if it is none of them
 */
struct plot_sample {
	double time;
	double cwnd;
	double ssthresh;
	double srtt;
	double min_rtt;
	double acked;
	double estimate;
	int phase;
};

/**
 * struct plot_mark - a decision on ssthresh
 * @time: CLOCK_MONOTONIC, seconds; the first member
 * @cwnd: before it, segments
 * @after: the threshold, segments
 * @cause: enum sawtooth_ssthresh_cause, -1 if it is none of them
 */
struct plot_mark {
	double time;
	double cwnd;
	double after;
	int cause;
};

enum plot_kind { PLOT_LOSS, PLOT_MANUAL, PLOT_OTHER };

/* What kind of mark it is in the picture. */
enum plot_kind plot_kind(const struct plot_mark *mark);

/**
 * struct plot - what is drawn
 * @title: above it
 * @samples: at least one, in order
 * @sample_count: number of @samples
 * @marks: in order
 * @mark_count: number of @marks
 * @lost: decisions that are missing in the recording
 */
struct plot {
	char title[256];
	struct plot_sample *samples;
	size_t sample_count;
	struct plot_mark *marks;
	size_t mark_count;
	uint64_t lost;
};

/* gnuplot.c: draw to @path, SVG or PNG by its end. 0, or the exit status after saying why. */
int plot_draw(const struct plot *plot, const char *path);

#endif /* SAW_PLOT_H */
