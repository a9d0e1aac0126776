/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Bindings: prefixes of remote addresses whose connections get a profile.
 *
 * The list is sorted, the longest prefix first, so that the first match wins. It is
 * walked once, when a connection begins; that is what SAW_BINDINGS_MAX bounds.
 */
#ifndef _SAW_BINDING_H
#define _SAW_BINDING_H

#include <linux/netfilter.h>

#include "profile.h"

#define SAW_BINDINGS_MAX 256	/* of a namespace */

/**
 * struct saw_binding_prefix - a prefix
 * @addr: bits after the prefix are zero, as are the bytes that IPv4 does not use
 * @family: AF_INET or AF_INET6
 * @len: bits
 */
struct saw_binding_prefix {
	union nf_inet_addr addr;
	u8 family;
	u8 len;
};

/**
 * struct saw_binding - a binding
 * @list: changed under profile_lock, read under RCU
 * @prefix: constant
 * @profile: held; constant
 * @rcu: for freeing
 */
struct saw_binding {
	struct list_head list;
	struct saw_binding_prefix prefix;
	struct saw_profile *profile;
	struct rcu_head rcu;
};

int saw_binding_init(struct saw_net *sn);
void saw_binding_exit(struct saw_net *sn);

/* The profile of a connection to @remote, held. Any context. */
struct saw_profile *saw_binding_profile(struct saw_net *sn, u8 family,
					const union nf_inet_addr *remote);

/*
 * Bind @prefix to the profile called @name, instead of what it was bound to. 0, -ENOMEM,
 * -ENOENT if there is no such profile, -ENOSPC beyond SAW_BINDINGS_MAX. May sleep.
 */
int saw_binding_set(struct saw_net *sn, const struct saw_binding_prefix *prefix, const char *name);

/* 0, or -ENOENT. May sleep. */
int saw_binding_delete(struct saw_net *sn, const struct saw_binding_prefix *prefix);

#endif /* _SAW_BINDING_H */
