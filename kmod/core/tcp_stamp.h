/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The age of a segment by its timestamp (RFC 7323): an end drops what is older than the
 * youngest that it took in order, whatever the sequence numbers say.
 */
#ifndef _SAW_CORE_TCP_STAMP_H
#define _SAW_CORE_TCP_STAMP_H

#include "types.h"

/* A segment beside what the end that it reaches has seen of the other end's clock. */
enum saw_stamp {
	SAW_STAMP_NONE,		/* there is nothing to compare, or it is too old to be compared */
	SAW_STAMP_OLD,		/* older: RFC 7323 section 5.3, R1 */
	SAW_STAMP_SAME,
	SAW_STAMP_NEW,		/* newer, which makes a SYN a new incarnation's: RFC 6191 */
};

/*
 * @value beside @recent, TS.Recent, which the end took @age seconds ago. What is not more
 * than @slack before @recent is not old.
 */
enum saw_stamp saw_tcp_stamp_judge(u32 value, u32 recent, u32 age, u32 slack);

#endif /* _SAW_CORE_TCP_STAMP_H */
