/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The room that connections have: their memory, how many a namespace may track, and who
 * goes when there are more. What goes first is said at enum saw_class.
 */
#ifndef _SAW_CONN_ROOM_H
#define _SAW_CONN_ROOM_H

#include "conn.h"

struct saw_lane;

int saw_conn_cache_init(void);
void saw_conn_cache_exit(void);

/* Memory of a connection at @sn's level, with its share of the table where that just grew. */
unsigned int saw_conn_bytes(const struct saw_net *sn);

/*
 * One more connection, if there is room or can be made; it is counted then. With @lane
 * locked; takes others only if nobody waits for it.
 */
bool saw_conn_admit(struct saw_net *sn, struct saw_lane *lane);

/*
 * The memory for one at @sn's level; NULL if there is none. Without the memory to count its
 * segments a connection is followed all the same. Only @full is written.
 */
struct saw_conn *saw_conn_alloc(struct saw_net *sn);

/* What was never in the table. */
void saw_conn_free(struct saw_conn *conn);

/* The end of @conn, whose lane is @lane, locked. */
void saw_conn_remove(struct saw_lane *lane, struct saw_conn *conn);

#endif /* _SAW_CONN_ROOM_H */
