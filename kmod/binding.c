// SPDX-License-Identifier: GPL-2.0
#include <linux/rculist.h>
#include <linux/slab.h>
#include <net/ipv6.h>

#include "binding.h"

int saw_binding_init(struct saw_net *sn)
{
	INIT_LIST_HEAD(&sn->bindings);
	return 0;
}

/* ORDER: no socket of the namespace is left, and no request. */
void saw_binding_exit(struct saw_net *sn)
{
	struct saw_binding *binding, *next;

	list_for_each_entry_safe(binding, next, &sn->bindings, list)
		kfree(binding);
}

static bool saw_binding_holds(const struct saw_binding_prefix *prefix, u8 family,
			      const union nf_inet_addr *addr)
{
	return prefix->family == family &&
	       ipv6_prefix_equal(&prefix->addr.in6, &addr->in6, prefix->len);
}

struct saw_profile *saw_binding_profile(struct saw_net *sn, u8 family,
					const union nf_inet_addr *remote)
{
	struct saw_profile *profile = NULL;
	struct saw_binding *binding;

	rcu_read_lock();
	list_for_each_entry_rcu(binding, &sn->bindings, list)
		if (saw_binding_holds(&binding->prefix, family, remote)) {
			if (saw_profile_hold(binding->profile))
				profile = binding->profile;
			break;
		}
	rcu_read_unlock();
	return profile ?: saw_profile_default(sn);
}

/* Under profile_lock, as all that follows. */
static struct saw_binding *saw_binding_find(struct saw_net *sn,
					    const struct saw_binding_prefix *prefix)
{
	struct saw_binding *binding;

	list_for_each_entry(binding, &sn->bindings, list)
		if (binding->prefix.family == prefix->family &&
		    binding->prefix.len == prefix->len &&
		    ipv6_addr_equal(&binding->prefix.addr.in6, &prefix->addr.in6))
			return binding;
	return NULL;
}

static void saw_binding_insert(struct saw_net *sn, struct saw_binding *binding)
{
	struct saw_binding *next;

	list_for_each_entry(next, &sn->bindings, list)
		if (next->prefix.len < binding->prefix.len)
			break;
	list_add_tail_rcu(&binding->list, &next->list);
	sn->binding_count++;
}

static void saw_binding_remove(struct saw_net *sn, struct saw_binding *binding)
{
	list_del_rcu(&binding->list);
	sn->binding_count--;
	saw_profile_put(binding->profile);
	kfree_rcu(binding, rcu);
}

int saw_binding_set(struct saw_net *sn, const struct saw_binding_prefix *prefix, const char *name)
{
	struct saw_binding *binding = kzalloc(sizeof(*binding), GFP_KERNEL);
	struct saw_binding *old;
	int err = 0;

	if (!binding)
		return -ENOMEM;
	binding->prefix = *prefix;
	mutex_lock(&sn->profile_lock);
	old = saw_binding_find(sn, prefix);
	binding->profile = saw_profile_get(sn, name);
	if (!binding->profile)
		err = -ENOENT;
	else if (!old && sn->binding_count >= SAW_BINDINGS_MAX)
		err = -ENOSPC;
	if (!err) {
		saw_binding_insert(sn, binding);
		if (old)
			saw_binding_remove(sn, old);
	} else if (binding->profile) {
		saw_profile_put(binding->profile);
	}
	mutex_unlock(&sn->profile_lock);
	if (err)
		kfree(binding);
	return err;
}

int saw_binding_delete(struct saw_net *sn, const struct saw_binding_prefix *prefix)
{
	struct saw_binding *binding;

	mutex_lock(&sn->profile_lock);
	binding = saw_binding_find(sn, prefix);
	if (binding)
		saw_binding_remove(sn, binding);
	mutex_unlock(&sn->profile_lock);
	return binding ? 0 : -ENOENT;
}
