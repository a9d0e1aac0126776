// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel tells of the interfaces of multicast routing beside routes. It does so where
 * nobody may sleep, and hooks are registered where somebody may: hence the work.
 */
#include <net/fib_notifier.h>

#include "mcast.h"
#include "mroute.h"

static int saw_mroute_notice(struct notifier_block *notifier, unsigned long event, void *ptr)
{
	struct saw_net *sn = container_of(notifier, struct saw_net, mroute_notifier);

	if (event == FIB_EVENT_VIF_ADD)
		atomic_inc(&sn->vifs);
	else if (event == FIB_EVENT_VIF_DEL)
		atomic_dec(&sn->vifs);
	else
		return NOTIFY_DONE;
	schedule_work(&sn->mroute_work);
	return NOTIFY_DONE;
}

/* Something changed while all there is was told: it will be told again. */
static void saw_mroute_restart(struct notifier_block *notifier)
{
	atomic_set(&container_of(notifier, struct saw_net, mroute_notifier)->vifs, 0);
}

/* Without memory for the hooks they come with the next change. */
static void saw_mroute_follow(struct work_struct *work)
{
	saw_mcast_update(container_of(work, struct saw_net, mroute_work));
}

void saw_mroute_init(struct saw_net *sn)
{
	atomic_set(&sn->vifs, 0);
	INIT_WORK(&sn->mroute_work, saw_mroute_follow);
	sn->mroute_notifier.notifier_call = saw_mroute_notice;
	/* Routes that change without a pause: better to hear too much. */
	if (register_fib_notifier(sn->net, &sn->mroute_notifier, saw_mroute_restart, NULL)) {
		atomic_set(&sn->vifs, 1);
		schedule_work(&sn->mroute_work);
	}
}

void saw_mroute_exit(struct saw_net *sn)
{
	unregister_fib_notifier(sn->net, &sn->mroute_notifier);
	cancel_work_sync(&sn->mroute_work);
}
