// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>

#include "profile.h"

/* The first is that of new connections. */
static const char *const builtin[] = { "reno" };

static struct saw_profile *saw_profile_create(const char *name)
{
	struct saw_profile *profile = kzalloc(sizeof(*profile), GFP_KERNEL);
	struct saw_profile_params *params = kzalloc(sizeof(*params), GFP_KERNEL);

	if (!profile || !params) {
		kfree(profile);
		kfree(params);
		return NULL;
	}
	strscpy(profile->name, name, sizeof(profile->name));
	saw_params_default(&params->params);
	RCU_INIT_POINTER(profile->params, params);
	return profile;
}

int saw_profile_init(struct saw_net *sn)
{
	struct saw_profile *profile;
	size_t i;

	INIT_LIST_HEAD(&sn->profiles);
	mutex_init(&sn->profile_lock);
	for (i = 0; i < ARRAY_SIZE(builtin); i++) {
		profile = saw_profile_create(builtin[i]);
		if (!profile) {
			saw_profile_exit(sn);
			return -ENOMEM;
		}
		list_add_tail(&profile->list, &sn->profiles);
	}
	return 0;
}

/* ORDER: no socket of the namespace is left, and no request. */
void saw_profile_exit(struct saw_net *sn)
{
	struct saw_profile *profile, *next;

	list_for_each_entry_safe(profile, next, &sn->profiles, list) {
		kfree(rcu_dereference_protected(profile->params, true));
		kfree(profile);
	}
}

struct saw_profile *saw_profile_default(struct saw_net *sn)
{
	return list_first_entry(&sn->profiles, struct saw_profile, list);
}

struct saw_profile *saw_profile_find(struct saw_net *sn, const char *name)
{
	struct saw_profile *profile;

	list_for_each_entry(profile, &sn->profiles, list)
		if (!strcmp(profile->name, name))
			return profile;
	return NULL;
}

int saw_profile_change(struct saw_net *sn, struct saw_profile *profile,
		       void (*change)(struct saw_params *params, void *arg), void *arg)
{
	struct saw_profile_params *new, *old;

	new = kmalloc(sizeof(*new), GFP_KERNEL);
	if (!new)
		return -ENOMEM;
	mutex_lock(&sn->profile_lock);
	old = rcu_dereference_protected(profile->params, lockdep_is_held(&sn->profile_lock));
	new->params = old->params;
	change(&new->params, arg);
	rcu_assign_pointer(profile->params, new);
	mutex_unlock(&sn->profile_lock);
	kfree_rcu(old, rcu);
	return 0;
}
