// SPDX-License-Identifier: GPL-2.0
#include <linux/slab.h>
#include <linux/sysctl.h>

#include "generated/names.h"
#include "group.h"
#include "hook.h"
#include "mcast.h"
#include "netns.h"
#include "sysctl.h"

/*
 * net.sawtooth.log		0 or 1: transitions and joins to the kernel log
 * net.sawtooth.forward		0 or 1: follow forwarded connections, too
 * net.sawtooth.level		state or full: how much of connections that begin is followed
 * net.sawtooth.conn_max	limit of the connection table, entries
 * net.sawtooth.group_max	limit of the membership table, entries
 * net.sawtooth.group_sources	limit of the sources of a membership
 * net.sawtooth.group_all	0 or 1: hear all reports that arrive, as a router does
 *
 * The tables of other namespaces may be written by who has CAP_NET_ADMIN there;
 * the core of net sysctls sees to that.
 */
static int saw_sysctl_forward(SAW_CTL_TABLE *table, int write, void *buffer, size_t *len,
			      loff_t *pos)
{
	struct saw_net *sn = container_of(table->data, struct saw_net, forward);
	int err = proc_douintvec_minmax(table, write, buffer, len, pos);

	return err || !write ? err : saw_hook_forward(sn, READ_ONCE(sn->forward));
}

static int saw_sysctl_group_all(SAW_CTL_TABLE *table, int write, void *buffer, size_t *len,
				loff_t *pos)
{
	int err = proc_douintvec_minmax(table, write, buffer, len, pos);

	return err || !write ? err :
	       saw_mcast_update(container_of(table->data, struct saw_net, group_all));
}

/* A word of the specification. */
static int saw_sysctl_level(SAW_CTL_TABLE *table, int write, void *buffer, size_t *len,
			    loff_t *pos)
{
	struct saw_net *sn = container_of(table->data, struct saw_net, level);
	char word[8];
	struct ctl_table named = { .data = word, .maxlen = sizeof(word) };
	unsigned int level;
	int err;

	strscpy(word, sawtooth_level_names[READ_ONCE(sn->level)], sizeof(word));
	err = proc_dostring(&named, write, buffer, len, pos);
	if (err || !write)
		return err;
	for (level = 0; level < ARRAY_SIZE(sawtooth_level_names); level++) {
		if (!strcmp(word, sawtooth_level_names[level])) {
			WRITE_ONCE(sn->level, level);
			return 0;
		}
	}
	return -EINVAL;
}

static const struct {
	const char *name;
	size_t offset;
	unsigned int max;
	proc_handler *handler;
} knobs[] = {
	{ "log", offsetof(struct saw_net, log), 1 },
	{ "forward", offsetof(struct saw_net, forward), 1, saw_sysctl_forward },
	{ "level", offsetof(struct saw_net, level), SAWTOOTH_LEVEL_MAX, saw_sysctl_level },
	{ "conn_max", offsetof(struct saw_net, conn_max), 1 << 24 },
	{ "group_max", offsetof(struct saw_net, group_max), 1 << 20 },
	{ "group_sources", offsetof(struct saw_net, group_sources), SAW_GROUP_SOURCES_MAX },
	{ "group_all", offsetof(struct saw_net, group_all), 1, saw_sysctl_group_all },
};

int saw_sysctl_init(struct saw_net *sn)
{
	struct ctl_table *table;
	size_t i;

	table = kcalloc(ARRAY_SIZE(knobs) + 1, sizeof(*table), GFP_KERNEL);
	if (!table)
		return -ENOMEM;
	for (i = 0; i < ARRAY_SIZE(knobs); i++) {
		table[i].procname = knobs[i].name;
		table[i].data = (void *)sn + knobs[i].offset;
		table[i].maxlen = sizeof(unsigned int);
		table[i].mode = 0644;
		table[i].proc_handler = knobs[i].handler ?: proc_douintvec_minmax;
		table[i].extra1 = SYSCTL_ZERO;
		table[i].extra2 = (void *)&knobs[i].max;
	}
	sn->sysctl = register_net_sysctl_sz(sn->net, "net/sawtooth", table, ARRAY_SIZE(knobs));
	if (!sn->sysctl) {
		kfree(table);
		return -ENOMEM;
	}
	return 0;
}

void saw_sysctl_exit(struct saw_net *sn)
{
	const struct ctl_table *table = sn->sysctl->ctl_table_arg;

	unregister_net_sysctl_table(sn->sysctl);
	kfree(table);
}
