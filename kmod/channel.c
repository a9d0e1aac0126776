// SPDX-License-Identifier: GPL-2.0
#include <linux/random.h>
#include <linux/slab.h>

#include "channel.h"
#include "group.h"

/* Logarithms of the number of heads: at first, by how much they grow, at most. */
#define HEADS_FIRST 6
#define HEADS_STEP 2
#define HEADS_LAST 16

/* A timer fires again after so long at least, and longer where there is more to look at. */
#define LAPSE_PAUSE (10 * NSEC_PER_MSEC)
#define LAPSE_EACH (NSEC_PER_MSEC / 32)

/* The table is changed under the lock, and by nobody when the namespace goes. */
static struct saw_channels *saw_channels_now(const struct saw_net *sn)
{
	return rcu_dereference_protected(sn->channels, true);
}

static unsigned int saw_channels_bits(const struct saw_channels *channels)
{
	return 64 - channels->shift;
}

static struct hlist_node *saw_channel_node(struct saw_channel *channel,
					   const struct saw_channels *channels)
{
	return (void *)channel + channels->offset;
}

static void saw_channel_insert(struct saw_channels *channels, struct saw_channel *channel)
{
	u64 high = channel->half[1] ^ channel->key.link;
	u64 hash = channel->half[0] * channels->mix[0] + high * channels->mix[1];

	hlist_add_head_rcu(saw_channel_node(channel, channels),
			   &channels->head[hash >> channels->shift]);
}

static struct saw_channels *saw_channels_alloc(unsigned int bits, unsigned int side, gfp_t gfp)
{
	struct saw_channels *channels = kzalloc(struct_size(channels, head, BIT(bits)), gfp);

	if (!channels)
		return NULL;
	channels->mix[0] = get_random_u64() | 1;
	channels->mix[1] = get_random_u64() | 1;
	channels->shift = 64 - bits;
	channels->offset = offsetof(struct saw_channel, node[side]);
	return channels;
}

/* One more channel is to come. */
static void saw_channels_grow(struct saw_net *sn)
{
	struct saw_channels *old = saw_channels_now(sn), *channels;
	struct saw_groups *groups = sn->groups;
	unsigned int bits = saw_channels_bits(old), i;
	bool other = !old->offset;

	if (groups->channel_count < BIT(bits) || bits >= HEADS_LAST ||
	    !poll_state_synchronize_rcu(groups->grown))
		return;
	channels = saw_channels_alloc(bits + HEADS_STEP, other, GFP_ATOMIC | __GFP_NOWARN);
	if (!channels)
		return;
	for (i = 0; i < BIT(bits); i++) {
		struct hlist_node *node;

		hlist_for_each(node, &old->head[i])
			saw_channel_insert(channels, (void *)node - old->offset);
	}
	rcu_assign_pointer(sn->channels, channels);
	groups->grown = get_state_synchronize_rcu();
	kfree_rcu(old, rcu);
}

struct saw_channel *saw_channel_lookup(const struct saw_net *sn, const struct saw_channel_key *key)
{
	const __be32 *word = key->group.s6_addr32;

	return saw_channel_find(saw_channels_now(sn), saw_channel_half(word[0], word[1]),
				saw_channel_half(word[2], word[3]), key->link);
}

static enum hrtimer_restart saw_channel_timer(struct hrtimer *timer)
{
	struct saw_channel *channel = container_of(timer, struct saw_channel, timer);
	struct saw_groups *groups = channel->groups;
	struct saw_group *group, *next;
	u64 now, due = SAW_NEVER;
	unsigned int size;

	spin_lock_bh(&groups->lock);
	now = ktime_get_ns();
	channel->armed = SAW_NEVER;
	size = channel->size;
	list_for_each_entry_safe(group, next, &channel->members, mate) {
		if (!saw_group_lapse(groups->sn, group, now))
			due = min(due, saw_member_due(&group->state));
	}
	if (due != SAW_NEVER)
		saw_channel_arm(channel, max(due, now + LAPSE_PAUSE + size * LAPSE_EACH));
	spin_unlock_bh(&groups->lock);
	return HRTIMER_NORESTART;
}

void saw_channel_arm(struct saw_channel *channel, u64 due)
{
	if (due >= channel->armed)
		return;
	channel->armed = due;
	hrtimer_start(&channel->timer, ns_to_ktime(due), HRTIMER_MODE_ABS_SOFT);
}

struct saw_channel *saw_channel_get(struct saw_net *sn, const struct saw_channel_key *key)
{
	const __be32 *word = key->group.s6_addr32;
	struct saw_channel *channel = saw_channel_lookup(sn, key);

	if (channel)
		return channel;
	channel = kzalloc(sizeof(*channel), GFP_ATOMIC);
	if (!channel)
		return NULL;
	channel->key = *key;
	channel->half[0] = saw_channel_half(word[0], word[1]);
	channel->half[1] = saw_channel_half(word[2], word[3]);
	channel->groups = sn->groups;
	channel->armed = SAW_NEVER;
	INIT_LIST_HEAD(&channel->members);
	hrtimer_setup(&channel->timer, saw_channel_timer, CLOCK_MONOTONIC, HRTIMER_MODE_ABS_SOFT);
	saw_channels_grow(sn);
	saw_channel_insert(saw_channels_now(sn), channel);
	sn->groups->channel_count++;
	return channel;
}

/* A timer that runs now finds the list empty, and channel and lock there until it ends. */
void saw_channel_release(struct saw_net *sn, struct saw_channel *channel)
{
	struct hlist_node *node = saw_channel_node(channel, saw_channels_now(sn));

	/* saw_channels_exit() waits for the timer that has come here. */
	if (hlist_unhashed(node))
		return;
	hlist_del_rcu(node);
	sn->groups->channel_count--;
	hrtimer_try_to_cancel(&channel->timer);
	kfree_rcu(channel, rcu);
}

int saw_channels_init(struct saw_net *sn)
{
	struct saw_channels *channels = saw_channels_alloc(HEADS_FIRST, 0, GFP_KERNEL);

	if (!channels)
		return -ENOMEM;
	sn->groups->grown = get_state_synchronize_rcu();
	RCU_INIT_POINTER(sn->channels, channels);
	return 0;
}

static struct saw_channel *saw_channels_take(struct saw_groups *groups,
					     struct saw_channels *channels, struct hlist_head *head)
{
	struct saw_channel *channel = NULL;

	spin_lock_bh(&groups->lock);
	if (!hlist_empty(head)) {
		channel = (void *)head->first - channels->offset;
		hlist_del_init(head->first);
	}
	spin_unlock_bh(&groups->lock);
	return channel;
}

void saw_channels_exit(struct saw_net *sn)
{
	struct saw_channels *channels = saw_channels_now(sn);
	struct saw_channel *channel;
	unsigned int i;

	for (i = 0; i < BIT(saw_channels_bits(channels)); i++) {
		while ((channel = saw_channels_take(sn->groups, channels, &channels->head[i]))) {
			hrtimer_cancel(&channel->timer);
			kfree(channel);
		}
	}
	kfree(channels);
}
