/* SPDX-License-Identifier: GPL-2.0 */
/* Does the namespace route multicast? It does as long as a routing daemon has interfaces. */
#ifndef _SAW_MROUTE_H
#define _SAW_MROUTE_H

#include "netns.h"

/* The hooks of mcast.h follow each change. */
void saw_mroute_init(struct saw_net *sn);
void saw_mroute_exit(struct saw_net *sn);

static inline bool saw_mroute_on(const struct saw_net *sn)
{
	return atomic_read(&sn->vifs) > 0;
}

#endif /* _SAW_MROUTE_H */
