// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/sawtooth.yaml */
/* YNL-GEN kernel source */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "nl.h"

#include <uapi/linux/sawtooth.h>

/* Common nested types */
const struct nla_policy sawtooth_filter_nl_policy[SAWTOOTH_A_FILTER_CGROUP + 1] = {
	[SAWTOOTH_A_FILTER_STATES] = NLA_POLICY_MAX(NLA_U32, 2047),
	[SAWTOOTH_A_FILTER_FAMILY] = { .type = NLA_U8, },
	[SAWTOOTH_A_FILTER_SADDR] = { .type = NLA_BINARY, },
	[SAWTOOTH_A_FILTER_SADDR_LEN] = NLA_POLICY_MAX(NLA_U8, 128),
	[SAWTOOTH_A_FILTER_DADDR] = { .type = NLA_BINARY, },
	[SAWTOOTH_A_FILTER_DADDR_LEN] = NLA_POLICY_MAX(NLA_U8, 128),
	[SAWTOOTH_A_FILTER_SPORT] = { .type = NLA_U16, },
	[SAWTOOTH_A_FILTER_DPORT] = { .type = NLA_U16, },
	[SAWTOOTH_A_FILTER_IFINDEX] = { .type = NLA_U32, },
	[SAWTOOTH_A_FILTER_ADDR] = { .type = NLA_BINARY, },
	[SAWTOOTH_A_FILTER_ADDR_LEN] = NLA_POLICY_MAX(NLA_U8, 128),
	[SAWTOOTH_A_FILTER_PORT] = { .type = NLA_U16, },
	[SAWTOOTH_A_FILTER_SOURCE] = { .type = NLA_BINARY, },
	[SAWTOOTH_A_FILTER_SOURCE_LEN] = NLA_POLICY_MAX(NLA_U8, 128),
	[SAWTOOTH_A_FILTER_ROLE] = NLA_POLICY_MAX(NLA_U32, 1),
	[SAWTOOTH_A_FILTER_UID] = { .type = NLA_U32, },
	[SAWTOOTH_A_FILTER_CGROUP] = NLA_POLICY_MIN(NLA_U64, 1),
};

/* SAWTOOTH_CMD_CONN_GET - do */
static const struct nla_policy sawtooth_conn_get_nl_policy[SAWTOOTH_A_CONN_ID + 1] = {
	[SAWTOOTH_A_CONN_ID] = { .type = NLA_U64, },
};

/* SAWTOOTH_CMD_CONN_DUMP - dump */
static const struct nla_policy sawtooth_conn_dump_nl_policy[SAWTOOTH_A_CONN_FILTER + 1] = {
	[SAWTOOTH_A_CONN_FILTER] = NLA_POLICY_NESTED(sawtooth_filter_nl_policy),
};

/* SAWTOOTH_CMD_PROFILE_GET - do */
static const struct nla_policy sawtooth_profile_get_nl_policy[SAWTOOTH_A_PROFILE_NAME + 1] = {
	[SAWTOOTH_A_PROFILE_NAME] = { .type = NLA_NUL_STRING, .len = SAWTOOTH_NAME_MAX, },
};

/* SAWTOOTH_CMD_PROFILE_SET - do */
static const struct nla_policy sawtooth_profile_set_nl_policy[SAWTOOTH_A_PROFILE_LOSS_THRESHOLD + 1] = {
	[SAWTOOTH_A_PROFILE_NAME] = { .type = NLA_NUL_STRING, .len = SAWTOOTH_NAME_MAX, },
	[SAWTOOTH_A_PROFILE_SLOW_START_LAW] = NLA_POLICY_MAX(NLA_U32, 3),
	[SAWTOOTH_A_PROFILE_GROWTH_LAW] = NLA_POLICY_MAX(NLA_U32, 2),
	[SAWTOOTH_A_PROFILE_SSTHRESH_LAW] = NLA_POLICY_MAX(NLA_U32, 4),
	[SAWTOOTH_A_PROFILE_BETA] = NLA_POLICY_RANGE(NLA_U32, 100, 1000),
	[SAWTOOTH_A_PROFILE_FIXED_SSTHRESH] = NLA_POLICY_MIN(NLA_U32, 2),
	[SAWTOOTH_A_PROFILE_INITIAL_SSTHRESH] = NLA_POLICY_MIN(NLA_U32, 2),
	[SAWTOOTH_A_PROFILE_BETA_ECN] = NLA_POLICY_RANGE(NLA_U32, 100, 1000),
	[SAWTOOTH_A_PROFILE_CUBIC_C] = NLA_POLICY_RANGE(NLA_U32, 10, 10000),
	[SAWTOOTH_A_PROFILE_MAX_SSTHRESH] = NLA_POLICY_RANGE(NLA_U32, 2, 32000),
	[SAWTOOTH_A_PROFILE_BDP_GAIN] = NLA_POLICY_RANGE(NLA_U32, 1000, 2000),
	[SAWTOOTH_A_PROFILE_QUEUE_THRESHOLD] = NLA_POLICY_RANGE(NLA_U32, 10, 1000),
	[SAWTOOTH_A_PROFILE_QUEUE_LIMIT] = NLA_POLICY_RANGE(NLA_U32, 100, 32000),
	[SAWTOOTH_A_PROFILE_LOSS_THRESHOLD] = NLA_POLICY_RANGE(NLA_U32, 1, 1000),
};

/* SAWTOOTH_CMD_PROFILE_CREATE - do */
static const struct nla_policy sawtooth_profile_create_nl_policy[SAWTOOTH_A_PROFILE_LOSS_THRESHOLD + 1] = {
	[SAWTOOTH_A_PROFILE_NAME] = { .type = NLA_NUL_STRING, .len = SAWTOOTH_NAME_MAX, },
	[SAWTOOTH_A_PROFILE_SLOW_START_LAW] = NLA_POLICY_MAX(NLA_U32, 3),
	[SAWTOOTH_A_PROFILE_GROWTH_LAW] = NLA_POLICY_MAX(NLA_U32, 2),
	[SAWTOOTH_A_PROFILE_SSTHRESH_LAW] = NLA_POLICY_MAX(NLA_U32, 4),
	[SAWTOOTH_A_PROFILE_BETA] = NLA_POLICY_RANGE(NLA_U32, 100, 1000),
	[SAWTOOTH_A_PROFILE_FIXED_SSTHRESH] = NLA_POLICY_MIN(NLA_U32, 2),
	[SAWTOOTH_A_PROFILE_INITIAL_SSTHRESH] = NLA_POLICY_MIN(NLA_U32, 2),
	[SAWTOOTH_A_PROFILE_BETA_ECN] = NLA_POLICY_RANGE(NLA_U32, 100, 1000),
	[SAWTOOTH_A_PROFILE_CUBIC_C] = NLA_POLICY_RANGE(NLA_U32, 10, 10000),
	[SAWTOOTH_A_PROFILE_MAX_SSTHRESH] = NLA_POLICY_RANGE(NLA_U32, 2, 32000),
	[SAWTOOTH_A_PROFILE_BDP_GAIN] = NLA_POLICY_RANGE(NLA_U32, 1000, 2000),
	[SAWTOOTH_A_PROFILE_QUEUE_THRESHOLD] = NLA_POLICY_RANGE(NLA_U32, 10, 1000),
	[SAWTOOTH_A_PROFILE_QUEUE_LIMIT] = NLA_POLICY_RANGE(NLA_U32, 100, 32000),
	[SAWTOOTH_A_PROFILE_LOSS_THRESHOLD] = NLA_POLICY_RANGE(NLA_U32, 1, 1000),
};

/* SAWTOOTH_CMD_PROFILE_DELETE - do */
static const struct nla_policy sawtooth_profile_delete_nl_policy[SAWTOOTH_A_PROFILE_NAME + 1] = {
	[SAWTOOTH_A_PROFILE_NAME] = { .type = NLA_NUL_STRING, .len = SAWTOOTH_NAME_MAX, },
};

/* SAWTOOTH_CMD_BINDING_SET - do */
static const struct nla_policy sawtooth_binding_set_nl_policy[SAWTOOTH_A_BINDING_PROFILE + 1] = {
	[SAWTOOTH_A_BINDING_FAMILY] = { .type = NLA_U8, },
	[SAWTOOTH_A_BINDING_PREFIX] = { .type = NLA_BINARY, },
	[SAWTOOTH_A_BINDING_PREFIX_LEN] = NLA_POLICY_MAX(NLA_U8, 128),
	[SAWTOOTH_A_BINDING_PROFILE] = { .type = NLA_NUL_STRING, .len = SAWTOOTH_NAME_MAX, },
};

/* SAWTOOTH_CMD_BINDING_DELETE - do */
static const struct nla_policy sawtooth_binding_delete_nl_policy[SAWTOOTH_A_BINDING_PREFIX_LEN + 1] = {
	[SAWTOOTH_A_BINDING_FAMILY] = { .type = NLA_U8, },
	[SAWTOOTH_A_BINDING_PREFIX] = { .type = NLA_BINARY, },
	[SAWTOOTH_A_BINDING_PREFIX_LEN] = NLA_POLICY_MAX(NLA_U8, 128),
};

/* SAWTOOTH_CMD_STEER_SET - do */
static const struct nla_policy sawtooth_steer_set_nl_policy[SAWTOOTH_A_CONN_PROFILE + 1] = {
	[SAWTOOTH_A_CONN_ID] = { .type = NLA_U64, },
	[SAWTOOTH_A_CONN_FILTER] = NLA_POLICY_NESTED(sawtooth_filter_nl_policy),
	[SAWTOOTH_A_CONN_ROLE] = NLA_POLICY_MAX(NLA_U32, 1),
	[SAWTOOTH_A_CONN_SSTHRESH] = NLA_POLICY_MIN(NLA_U32, 2),
	[SAWTOOTH_A_CONN_CLAMP] = NLA_POLICY_MIN(NLA_U32, 2),
	[SAWTOOTH_A_CONN_PROFILE] = { .type = NLA_NUL_STRING, .len = SAWTOOTH_NAME_MAX, },
};

/* SAWTOOTH_CMD_GROUP_DUMP - dump */
static const struct nla_policy sawtooth_group_dump_nl_policy[SAWTOOTH_A_GROUP_FILTER + 1] = {
	[SAWTOOTH_A_GROUP_FILTER] = NLA_POLICY_NESTED(sawtooth_filter_nl_policy),
};

/* SAWTOOTH_CMD_EVENT_SUBSCRIBE - do */
static const struct nla_policy sawtooth_event_subscribe_nl_policy[SAWTOOTH_A_EVENT_DELAY + 1] = {
	[SAWTOOTH_A_EVENT_FILTER] = NLA_POLICY_NESTED(sawtooth_filter_nl_policy),
	[SAWTOOTH_A_EVENT_KINDS] = NLA_POLICY_MAX(NLA_U32, 127),
	[SAWTOOTH_A_EVENT_DELAY] = NLA_POLICY_MAX(NLA_U32, 1000),
};

/* Ops table for sawtooth */
const struct genl_split_ops sawtooth_nl_ops[18] = {
	{
		.cmd	= SAWTOOTH_CMD_STATUS_GET,
		.doit	= sawtooth_nl_status_get_doit,
		.flags	= GENL_CMD_CAP_DO,
	},
	{
		.cmd	= SAWTOOTH_CMD_STATS_GET,
		.doit	= sawtooth_nl_stats_get_doit,
		.flags	= GENL_CMD_CAP_DO,
	},
	{
		.cmd	= SAWTOOTH_CMD_STATS_RESET,
		.doit	= sawtooth_nl_stats_reset_doit,
		.flags	= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd	= SAWTOOTH_CMD_HISTOGRAM_DUMP,
		.start	= sawtooth_nl_histogram_dump_start,
		.dumpit	= sawtooth_nl_histogram_dump_dumpit,
		.flags	= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= SAWTOOTH_CMD_CONN_GET,
		.doit		= sawtooth_nl_conn_get_doit,
		.policy		= sawtooth_conn_get_nl_policy,
		.maxattr	= SAWTOOTH_A_CONN_ID,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd		= SAWTOOTH_CMD_CONN_DUMP,
		.dumpit		= sawtooth_nl_conn_dump_dumpit,
		.policy		= sawtooth_conn_dump_nl_policy,
		.maxattr	= SAWTOOTH_A_CONN_FILTER,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= SAWTOOTH_CMD_PROFILE_GET,
		.doit		= sawtooth_nl_profile_get_doit,
		.policy		= sawtooth_profile_get_nl_policy,
		.maxattr	= SAWTOOTH_A_PROFILE_NAME,
		.flags		= GENL_CMD_CAP_DO,
	},
	{
		.cmd	= SAWTOOTH_CMD_PROFILE_DUMP,
		.dumpit	= sawtooth_nl_profile_dump_dumpit,
		.flags	= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= SAWTOOTH_CMD_PROFILE_SET,
		.doit		= sawtooth_nl_profile_set_doit,
		.policy		= sawtooth_profile_set_nl_policy,
		.maxattr	= SAWTOOTH_A_PROFILE_LOSS_THRESHOLD,
		.flags		= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= SAWTOOTH_CMD_PROFILE_CREATE,
		.doit		= sawtooth_nl_profile_create_doit,
		.policy		= sawtooth_profile_create_nl_policy,
		.maxattr	= SAWTOOTH_A_PROFILE_LOSS_THRESHOLD,
		.flags		= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= SAWTOOTH_CMD_PROFILE_DELETE,
		.doit		= sawtooth_nl_profile_delete_doit,
		.policy		= sawtooth_profile_delete_nl_policy,
		.maxattr	= SAWTOOTH_A_PROFILE_NAME,
		.flags		= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= SAWTOOTH_CMD_BINDING_SET,
		.doit		= sawtooth_nl_binding_set_doit,
		.policy		= sawtooth_binding_set_nl_policy,
		.maxattr	= SAWTOOTH_A_BINDING_PROFILE,
		.flags		= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= SAWTOOTH_CMD_BINDING_DELETE,
		.doit		= sawtooth_nl_binding_delete_doit,
		.policy		= sawtooth_binding_delete_nl_policy,
		.maxattr	= SAWTOOTH_A_BINDING_PREFIX_LEN,
		.flags		= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd	= SAWTOOTH_CMD_BINDING_DUMP,
		.dumpit	= sawtooth_nl_binding_dump_dumpit,
		.flags	= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= SAWTOOTH_CMD_STEER_SET,
		.doit		= sawtooth_nl_steer_set_doit,
		.policy		= sawtooth_steer_set_nl_policy,
		.maxattr	= SAWTOOTH_A_CONN_PROFILE,
		.flags		= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
	{
		.cmd		= SAWTOOTH_CMD_GROUP_DUMP,
		.start		= sawtooth_nl_group_dump_start,
		.dumpit		= sawtooth_nl_group_dump_dumpit,
		.done		= sawtooth_nl_walk_done,
		.policy		= sawtooth_group_dump_nl_policy,
		.maxattr	= SAWTOOTH_A_GROUP_FILTER,
		.flags		= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd	= SAWTOOTH_CMD_QUERIER_DUMP,
		.start	= sawtooth_nl_querier_dump_start,
		.dumpit	= sawtooth_nl_querier_dump_dumpit,
		.done	= sawtooth_nl_walk_done,
		.flags	= GENL_CMD_CAP_DUMP,
	},
	{
		.cmd		= SAWTOOTH_CMD_EVENT_SUBSCRIBE,
		.doit		= sawtooth_nl_event_subscribe_doit,
		.policy		= sawtooth_event_subscribe_nl_policy,
		.maxattr	= SAWTOOTH_A_EVENT_DELAY,
		.flags		= GENL_UNS_ADMIN_PERM | GENL_CMD_CAP_DO,
	},
};

const struct genl_multicast_group sawtooth_nl_mcgrps[] = {
	[SAWTOOTH_NLGRP_EVENTS] = { "events", .flags = GENL_MCAST_CAP_NET_ADMIN, },
};
