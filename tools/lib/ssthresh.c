// SPDX-License-Identifier: GPL-2.0
#include "conn.h"
#include "socket.h"

int saw_ssthresh_set(struct saw_sock *sock, uint64_t id, uint32_t ssthresh, int role)
{
	struct saw_conn_request request = {
		.has = SAW_BIT(SAWTOOTH_A_CONN_ID) | SAW_BIT(SAWTOOTH_A_CONN_SSTHRESH),
		.id = id,
		.ssthresh = ssthresh,
	};

	if (role >= 0) {
		request.has |= SAW_BIT(SAWTOOTH_A_CONN_ROLE);
		request.role = role;
	}
	return saw_request(sock, SAWTOOTH_CMD_SSTHRESH_SET, 0, &saw_conn_request_set, &request,
			   NULL, NULL);
}
