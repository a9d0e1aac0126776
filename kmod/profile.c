// SPDX-License-Identifier: GPL-2.0
#include <linux/rculist.h>
#include <linux/slab.h>

#include "profile.h"

/**
 * struct saw_profile_builtin - a profile that each namespace begins with
 * @name: its name
 * @fill: writes its parameters
 */
struct saw_profile_builtin {
	const char *name;
	void (*fill)(struct saw_params *params);
};

/* The first is that of connections that no binding has. */
static const struct saw_profile_builtin builtins[] = {
	{ "reno", saw_params_reno },
	{ "cubic", saw_params_cubic },
	{ "adaptive", saw_params_adaptive },
};

static struct saw_profile *saw_profile_alloc(const char *name)
{
	struct saw_profile *profile = kzalloc(sizeof(*profile), GFP_KERNEL);
	struct saw_profile_params *params = kzalloc(sizeof(*params), GFP_KERNEL);

	if (!profile || !params) {
		kfree(profile);
		kfree(params);
		return NULL;
	}
	strscpy(profile->name, name, sizeof(profile->name));
	saw_params_reno(&params->params);
	RCU_INIT_POINTER(profile->params, params);
	refcount_set(&profile->holds, 1);
	return profile;
}

static struct saw_params *saw_profile_own(struct saw_profile *profile)
{
	return &rcu_dereference_protected(profile->params, true)->params;
}

int saw_profile_init(struct saw_net *sn)
{
	struct saw_profile *profile;
	size_t i;

	INIT_LIST_HEAD(&sn->profiles);
	mutex_init(&sn->profile_lock);
	for (i = 0; i < ARRAY_SIZE(builtins); i++) {
		profile = saw_profile_alloc(builtins[i].name);
		if (!profile) {
			saw_profile_exit(sn);
			return -ENOMEM;
		}
		profile->builtin = true;
		builtins[i].fill(saw_profile_own(profile));
		list_add_tail(&profile->list, &sn->profiles);
		sn->profile_count++;
	}
	return 0;
}

/* ORDER: no socket of the namespace is left, no binding, and no request. */
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
	struct saw_profile *profile = list_first_entry(&sn->profiles, struct saw_profile, list);

	refcount_inc(&profile->holds);
	return profile;
}

struct saw_profile *saw_profile_find(struct saw_net *sn, const char *name)
{
	struct saw_profile *profile;

	list_for_each_entry_rcu(profile, &sn->profiles, list,
				lockdep_is_held(&sn->profile_lock))
		if (!strcmp(profile->name, name))
			return profile;
	return NULL;
}

struct saw_profile *saw_profile_get(struct saw_net *sn, const char *name)
{
	struct saw_profile *profile;

	rcu_read_lock();
	profile = saw_profile_find(sn, name);
	if (profile && !saw_profile_hold(profile))
		profile = NULL;
	rcu_read_unlock();
	return profile;
}

int saw_profile_change(struct saw_net *sn, const char *name,
		       void (*change)(struct saw_params *params, void *arg), void *arg)
{
	struct saw_profile_params *new, *old;
	struct saw_profile *profile;

	new = kmalloc(sizeof(*new), GFP_KERNEL);
	if (!new)
		return -ENOMEM;
	mutex_lock(&sn->profile_lock);
	profile = saw_profile_find(sn, name);
	if (!profile) {
		mutex_unlock(&sn->profile_lock);
		kfree(new);
		return -ENOENT;
	}
	old = rcu_dereference_protected(profile->params, lockdep_is_held(&sn->profile_lock));
	new->params = old->params;
	change(&new->params, arg);
	saw_params_derive(&new->params);
	rcu_assign_pointer(profile->params, new);
	mutex_unlock(&sn->profile_lock);
	kfree_rcu(old, rcu);
	return 0;
}

static int saw_profile_add(struct saw_net *sn, struct saw_profile *profile)
{
	int err = 0;

	mutex_lock(&sn->profile_lock);
	if (saw_profile_find(sn, profile->name)) {
		err = -EEXIST;
	} else if (sn->profile_count >= SAW_PROFILES_MAX) {
		err = -ENOSPC;
	} else {
		sn->profile_count++;
		list_add_tail_rcu(&profile->list, &sn->profiles);
	}
	mutex_unlock(&sn->profile_lock);
	return err;
}

int saw_profile_create(struct saw_net *sn, const char *name,
		       void (*change)(struct saw_params *params, void *arg), void *arg)
{
	struct saw_profile *profile = saw_profile_alloc(name);
	int err;

	if (!profile)
		return -ENOMEM;
	change(saw_profile_own(profile), arg);
	saw_params_derive(saw_profile_own(profile));
	err = saw_profile_add(sn, profile);
	if (err) {
		kfree(saw_profile_own(profile));
		kfree(profile);
	}
	return err;
}

int saw_profile_delete(struct saw_net *sn, const char *name)
{
	struct saw_profile *profile;
	int err = 0;

	mutex_lock(&sn->profile_lock);
	profile = saw_profile_find(sn, name);
	if (!profile) {
		err = -ENOENT;
	} else if (profile->builtin) {
		err = -EPERM;
	} else if (!refcount_dec_if_one(&profile->holds)) {
		err = -EBUSY;
	} else {
		sn->profile_count--;
		list_del_rcu(&profile->list);
		kfree_rcu(rcu_dereference_protected(profile->params, true), rcu);
		kfree_rcu(profile, rcu);
	}
	mutex_unlock(&sn->profile_lock);
	return err;
}
