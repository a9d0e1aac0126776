/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Profiles: named sets of congestion-control parameters, of a namespace.
 *
 * The parameters are replaced as a whole and read under RCU, so that a change reaches
 * running connections at their next ACK or loss and none of them sees half of it.
 *
 * The list holds a profile, and so do its sockets and bindings. One that only the list
 * holds can be deleted; a socket that finds it at that moment takes the default.
 */
#ifndef _SAW_PROFILE_H
#define _SAW_PROFILE_H

#include <linux/refcount.h>

#include "core/params.h"
#include "netns.h"

#define SAW_PROFILES_MAX 256	/* of a namespace */

/**
 * struct saw_profile - a profile
 * @list: entry of the namespace's profiles; changed under profile_lock, read under RCU
 * @name: constant
 * @builtin: came with the module and stays; constant
 * @params: replaced under profile_lock, read under RCU
 * @users: sockets that use it
 * @holds: those, the bindings to it, and the list
 * @rcu: for freeing
 */
struct saw_profile {
	struct list_head list;
	char name[SAWTOOTH_NAME_MAX + 1];
	bool builtin;
	struct saw_profile_params __rcu *params;
	atomic_t users;
	refcount_t holds;
	struct rcu_head rcu;
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

/* The profile of connections that no binding has, held. */
struct saw_profile *saw_profile_default(struct saw_net *sn);

/* NULL if there is none. Under rcu_read_lock(); not held. */
struct saw_profile *saw_profile_find(struct saw_net *sn, const char *name);

/* Likewise, held. Any context. */
struct saw_profile *saw_profile_get(struct saw_net *sn, const char *name);

/* False if it is being deleted. Under rcu_read_lock(). */
static inline bool saw_profile_hold(struct saw_profile *profile)
{
	return refcount_inc_not_zero(&profile->holds);
}

/* Cannot be the last: that is the list's. */
static inline void saw_profile_put(struct saw_profile *profile)
{
	refcount_dec(&profile->holds);
}

/* Under rcu_read_lock(). */
static inline const struct saw_params *saw_profile_params(const struct saw_profile *profile)
{
	return &rcu_dereference(profile->params)->params;
}

/*
 * Replace the parameters by what @change makes of them; 0, -ENOMEM, or -ENOENT if the
 * profile has been deleted. May sleep.
 */
int saw_profile_change(struct saw_net *sn, const char *name,
		       void (*change)(struct saw_params *params, void *arg), void *arg);

/*
 * Make a profile of what @change makes of the textbook. 0, -ENOMEM, -EEXIST, or -ENOSPC
 * beyond SAW_PROFILES_MAX. May sleep.
 */
int saw_profile_create(struct saw_net *sn, const char *name,
		       void (*change)(struct saw_params *params, void *arg), void *arg);

/* 0, -ENOENT, -EPERM if it is builtin, -EBUSY if it is used. May sleep. */
int saw_profile_delete(struct saw_net *sn, const char *name);

#endif /* _SAW_PROFILE_H */
