// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>

#include "cong.h"
#include "conn_room.h"
#include "event.h"
#include "netns.h"
#include "nl.h"

/*
 * ORDER: the namespaces have their state before a request or a socket can ask for
 * it, and keep it until neither can. The hooks come with the namespaces and so
 * run a moment without the family: nobody can listen to it then, which is what
 * saw_event_streams() finds.
 */
static int __init saw_init(void)
{
	int err;

	err = saw_conn_cache_init();
	if (err)
		return err;
	err = saw_netns_init();
	if (err)
		goto cache;
	err = saw_event_notifier_init();
	if (err)
		goto netns;
	err = saw_nl_init();
	if (err)
		goto notifier;
	err = saw_cong_init();
	if (err)
		goto nl;
	return 0;
nl:
	saw_nl_exit();
notifier:
	saw_event_notifier_exit();
netns:
	saw_netns_exit();
cache:
	saw_conn_cache_exit();
	return err;
}

static void __exit saw_exit(void)
{
	saw_cong_exit();
	saw_nl_exit();
	saw_event_notifier_exit();
	saw_netns_exit();
	saw_conn_cache_exit();
}

module_init(saw_init);
module_exit(saw_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Instrument for TCP and multicast");
MODULE_VERSION("0.1");
/* tcp_congestion_control=sawtooth and the command load the module by these. */
MODULE_ALIAS("tcp_sawtooth");
MODULE_ALIAS_GENL_FAMILY(SAWTOOTH_FAMILY_NAME);
