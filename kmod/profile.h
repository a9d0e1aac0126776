/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Profiles: named sets of congestion-control parameters, of a namespace.
 *
 * A profile lives as long as its namespace. Its parameters are replaced as a whole
 * and read under RCU, so that a change reaches running connections at their next
 * ACK or loss and none of them sees half of it.
 */
#ifndef _SAW_PROFILE_H
#define _SAW_PROFILE_H

#include "core/params.h"
#include "netns.h"

/**
 * struct saw_profile - a profile
 * @list: entry of the namespace's profiles; constant
 * @name: constant
 * @params: replaced under profile_lock, read under RCU
 * @users: sockets that use it
 */
struct saw_profile {
	struct list_head list;
	char name[SAWTOOTH_NAME_MAX + 1];
	struct saw_profile_params __rcu *params;
	atomic_t users;
};

/**
 * struct saw_profile_params - one version of a profile's parameters
 * @params: the parameters
 * @rcu: for freeing
 */
struct saw_profile_params {
	struct saw_params params;
	struct rcu_head rcu;
};

int saw_profile_init(struct saw_net *sn);
void saw_profile_exit(struct saw_net *sn);

/* The profile of new connections. */
struct saw_profile *saw_profile_default(struct saw_net *sn);

/* NULL if there is none. */
struct saw_profile *saw_profile_find(struct saw_net *sn, const char *name);

/* Under rcu_read_lock(). */
static inline const struct saw_params *saw_profile_params(const struct saw_profile *profile)
{
	return &rcu_dereference(profile->params)->params;
}

/*
 * Replace the parameters by what @change makes of them; 0 or -ENOMEM. May sleep.
 */
int saw_profile_change(struct saw_net *sn, struct saw_profile *profile,
		       void (*change)(struct saw_params *params, void *arg), void *arg);

#endif /* _SAW_PROFILE_H */
