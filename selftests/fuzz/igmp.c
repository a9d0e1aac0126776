// SPDX-License-Identifier: GPL-2.0
/*
 * Any bytes as an IGMP packet, in a block of exactly its length: as they are, or with
 * a header, or also with a right checksum, which is most of them.
 */
#include "reports.h"
#include "core/igmp.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t len);

int LLVMFuzzerTestOneInput(const u8 *data, size_t len)
{
	static const u8 header[] = { 0x45, [9] = 2, [12] = 192, 0, 2, 1, 224, 0, 0, 22 };
	struct input in = { .data = data, .len = len };
	struct reports reports = { .address = 4 };
	const struct saw_sink sink = { reports_add, reports_query, &reports };
	unsigned int how = input_choice(&in, 8);
	size_t before = how ? sizeof(header) : 0;
	u8 *packet = malloc(before + in.len + 1);
	u8 *exact;

	memcpy(packet, header, before);
	if (in.len)
		memcpy(packet + before, in.data, in.len);
	len = before + in.len;
	if (how) {
		packet[2] = (u8)(len >> 8);
		packet[3] = (u8)len;
	}
	if (how > 1)
		reports_checksum(packet + before, in.len, 0);
	exact = malloc(len ? len : 1);
	memcpy(exact, packet, len);
	free(packet);
	reports_check(&reports, saw_igmp_packet(exact, len, &sink));
	free(exact);
	return 0;
}
