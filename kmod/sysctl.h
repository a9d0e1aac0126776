/* SPDX-License-Identifier: GPL-2.0 */
/* The switches of a namespace: net.sawtooth.* */
#ifndef _SAW_SYSCTL_H
#define _SAW_SYSCTL_H

struct saw_net;

int saw_sysctl_init(struct saw_net *sn);
void saw_sysctl_exit(struct saw_net *sn);

#endif /* _SAW_SYSCTL_H */
