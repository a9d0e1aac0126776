/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Who holds a socket: as "ss -p" finds it, from outside. sock_diag(7) tells the inode of
 * each TCP socket of the network namespace, and /proc whose descriptors lead to it. So it
 * is of the moment, of the processes that who asks may look at, and nothing is known of a
 * socket that no process holds.
 */
#ifndef SAW_PROCESS_H
#define SAW_PROCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text;

/* Look anew; false with errno. */
bool process_look(void);

/* Those that hold the socket with @cookie, as many as fit into @line; false if there is none. */
bool process_line(char *line, size_t size, uint64_t cookie);

/* The same as objects with @role, added to @text after *@objects others. */
void process_json(struct text *text, unsigned int role, uint64_t cookie, unsigned int *objects);

#endif /* SAW_PROCESS_H */
