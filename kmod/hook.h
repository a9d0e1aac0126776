/* SPDX-License-Identifier: GPL-2.0 */
/* The netfilter hooks: packet -> segment or report. */
#ifndef _SAW_HOOK_H
#define _SAW_HOOK_H

struct saw_net;

int saw_hook_init(struct saw_net *sn);
void saw_hook_exit(struct saw_net *sn);

/*
 * Follow what the namespace forwards, too, or no longer. Process context. Returns 0,
 * -ENOMEM, or -ENODEV when the namespace is going.
 */
int saw_hook_forward(struct saw_net *sn, bool on);

#endif /* _SAW_HOOK_H */
