/* SPDX-License-Identifier: GPL-2.0 */
/* The netfilter hooks: packet -> segment or report. */
#ifndef _SAW_HOOK_H
#define _SAW_HOOK_H

struct saw_net;

int saw_hook_init(struct saw_net *sn);
void saw_hook_exit(struct saw_net *sn);

#endif /* _SAW_HOOK_H */
