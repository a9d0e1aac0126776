/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counters of a namespace: one array for each CPU, added up when somebody asks.
 * A reset remembers the sums instead of writing to the counters of other CPUs.
 */
#ifndef _SAW_STATS_H
#define _SAW_STATS_H

#include <linux/percpu.h>

#include "core/histogram.h"

#define SAW_STATES __SAWTOOTH_TCP_STATE_MAX

struct saw_net;

/**
 * struct saw_stats - counters
 * @count: by enum sawtooth_stat
 * @edge: transitions by state left and state entered
 * @forgotten: endpoints dropped from the table, by their last state
 * @time: by enum sawtooth_histogram_kind, how many times fell into each bucket
 *
 * An unsigned long is written in one piece, so that a reader on another CPU
 * needs no seqcount; on 32-bit machines the counters wrap at 2^32.
 */
struct saw_stats {
	unsigned long count[__SAWTOOTH_STAT_MAX];
	unsigned long edge[SAW_STATES][SAW_STATES];
	unsigned long forgotten[SAW_STATES];
	unsigned long time[__SAWTOOTH_HISTOGRAM_KIND_MAX][SAW_HISTOGRAM_BUCKETS];
};

int saw_stats_init(struct saw_net *sn);
void saw_stats_exit(struct saw_net *sn);

/* Any context. */
#define saw_stats_inc(sn, stat) this_cpu_inc((sn)->stats->count[stat])
#define saw_stats_add(sn, stat, n) this_cpu_add((sn)->stats->count[stat], n)
#define saw_stats_edge(sn, from, to) this_cpu_inc((sn)->stats->edge[from][to])
#define saw_stats_forget(sn, state) this_cpu_inc((sn)->stats->forgotten[state])
#define saw_stats_time(sn, kind, ns) \
	this_cpu_inc((sn)->stats->time[kind][saw_histogram_bucket(ns)])

/* The sums since the namespace was made. */
void saw_stats_sum(const struct saw_net *sn, struct saw_stats *sum);

/* Endpoints that are in @state now, from @sum. */
u64 saw_stats_population(const struct saw_stats *sum, unsigned int state);

/* Count from zero again. May sleep. */
void saw_stats_reset(struct saw_net *sn);

#endif /* _SAW_STATS_H */
