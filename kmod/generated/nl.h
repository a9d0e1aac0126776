/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/sawtooth.yaml */
/* YNL-GEN kernel header */

#ifndef _LINUX_SAWTOOTH_GEN_H
#define _LINUX_SAWTOOTH_GEN_H

#include <net/netlink.h>
#include <net/genetlink.h>

#include <uapi/linux/sawtooth.h>

/* Common nested types */
extern const struct nla_policy sawtooth_filter_nl_policy[SAWTOOTH_A_FILTER_CGROUP + 1];

/* Ops table for sawtooth */
extern const struct genl_split_ops sawtooth_nl_ops[18];

int sawtooth_nl_histogram_dump_start(struct netlink_callback *cb);
int sawtooth_nl_group_dump_start(struct netlink_callback *cb);
int sawtooth_nl_querier_dump_start(struct netlink_callback *cb);
int sawtooth_nl_walk_done(struct netlink_callback *cb);

int sawtooth_nl_status_get_doit(struct sk_buff *skb, struct genl_info *info);
int sawtooth_nl_stats_get_doit(struct sk_buff *skb, struct genl_info *info);
int sawtooth_nl_stats_reset_doit(struct sk_buff *skb, struct genl_info *info);
int sawtooth_nl_histogram_dump_dumpit(struct sk_buff *skb,
				      struct netlink_callback *cb);
int sawtooth_nl_conn_get_doit(struct sk_buff *skb, struct genl_info *info);
int sawtooth_nl_conn_dump_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb);
int sawtooth_nl_profile_get_doit(struct sk_buff *skb, struct genl_info *info);
int sawtooth_nl_profile_dump_dumpit(struct sk_buff *skb,
				    struct netlink_callback *cb);
int sawtooth_nl_profile_set_doit(struct sk_buff *skb, struct genl_info *info);
int sawtooth_nl_profile_create_doit(struct sk_buff *skb,
				    struct genl_info *info);
int sawtooth_nl_profile_delete_doit(struct sk_buff *skb,
				    struct genl_info *info);
int sawtooth_nl_binding_set_doit(struct sk_buff *skb, struct genl_info *info);
int sawtooth_nl_binding_delete_doit(struct sk_buff *skb,
				    struct genl_info *info);
int sawtooth_nl_binding_dump_dumpit(struct sk_buff *skb,
				    struct netlink_callback *cb);
int sawtooth_nl_steer_set_doit(struct sk_buff *skb, struct genl_info *info);
int sawtooth_nl_group_dump_dumpit(struct sk_buff *skb,
				  struct netlink_callback *cb);
int sawtooth_nl_querier_dump_dumpit(struct sk_buff *skb,
				    struct netlink_callback *cb);
int sawtooth_nl_event_subscribe_doit(struct sk_buff *skb,
				     struct genl_info *info);

enum {
	SAWTOOTH_NLGRP_EVENTS,
};

extern const struct genl_multicast_group sawtooth_nl_mcgrps[1];

#endif /* _LINUX_SAWTOOTH_GEN_H */
