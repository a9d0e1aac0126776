// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

#include "netns.h"

int saw_stats_init(struct saw_net *sn)
{
	mutex_init(&sn->base_lock);
	sn->base_time = ktime_get_ns();
	sn->stats = alloc_percpu(struct saw_stats);
	return sn->stats ? 0 : -ENOMEM;
}

void saw_stats_exit(struct saw_net *sn)
{
	free_percpu(sn->stats);
}

/* The structure is nothing but counters: it is summed as an array of them. */
void saw_stats_sum(const struct saw_net *sn, struct saw_stats *sum)
{
	unsigned long *to = (unsigned long *)sum;
	size_t i;
	int cpu;

	memset(sum, 0, sizeof(*sum));
	for_each_possible_cpu(cpu) {
		const unsigned long *from = (unsigned long *)per_cpu_ptr(sn->stats, cpu);

		for (i = 0; i < sizeof(*sum) / sizeof(*to); i++)
			to[i] += READ_ONCE(from[i]);
	}
}

/*
 * Everybody begins in CLOSED or LISTEN, which therefore cannot be counted: no
 * table holds who never moved. Elsewhere: who came, less who left or was dropped.
 * The sum is taken without a lock, so a transition under way may be seen from
 * one side only.
 */
u64 saw_stats_population(const struct saw_stats *sum, unsigned int state)
{
	long n = 0;
	unsigned int other;

	if (state == SAWTOOTH_TCP_STATE_CLOSED || state == SAWTOOTH_TCP_STATE_LISTEN)
		return 0;
	for (other = 0; other < SAW_STATES; other++)
		n += sum->edge[other][state] - sum->edge[state][other];
	n -= sum->forgotten[state];
	return max(n, 0L);
}

void saw_stats_reset(struct saw_net *sn)
{
	mutex_lock(&sn->base_lock);
	saw_stats_sum(sn, &sn->base);
	sn->base_time = ktime_get_ns();
	mutex_unlock(&sn->base_lock);
}
