/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A program for each event, one after the other, never through a shell. The fields of
 * the event are in its environment, each as SAWTOOTH_ and the name in the specification in
 * capitals: SAWTOOTH_EVENT, SAWTOOTH_GROUP, SAWTOOTH_CHANGE.
 */
#ifndef SAW_EXEC_H
#define SAW_EXEC_H

#include "cmd.h"

/*
 * Run @program, which is looked up in PATH and gets no arguments, and wait for its end.
 * False, after saying why, if it could not be started; how it ends is its own affair.
 */
bool exec_event(const char *program, const struct saw_event *event);

#endif /* SAW_EXEC_H */
