// SPDX-License-Identifier: GPL-2.0
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <libmnl/libmnl.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "print.h"
#include "process.h"
#include "text.h"

/* A socket of the network namespace. */
struct place {
	uint64_t cookie;
	unsigned long inode;
};

/**
 * struct list - what was found, which grows
 * @items: the items, sorted when complete
 * @size: bytes of an item
 * @count: number of items
 * @room: number of items that there is memory for
 */
struct list {
	void *items;
	size_t size;
	size_t count;
	size_t room;
};

/**
 * struct holder - a process that holds a socket
 * @cookie: of the socket
 * @pid: as /proc has it
 * @command: its name
 */
struct holder {
	uint64_t cookie;
	uint32_t pid;
	char command[16];
};

static struct list sockets = { .size = sizeof(struct place) };
static struct list holders = { .size = sizeof(struct holder) };

static bool list_add(struct list *list, const void *item)
{
	if (list->count == list->room) {
		size_t room = list->room ? 2 * list->room : 64;
		void *items = reallocarray(list->items, room, list->size);

		if (!items)
			return false;
		list->items = items;
		list->room = room;
	}
	memcpy((char *)list->items + list->count++ * list->size, item, list->size);
	return true;
}

static void list_sort(struct list *list, int (*compare)(const void *a, const void *b))
{
	if (list->count)
		qsort(list->items, list->count, list->size, compare);
}

static int by_inode(const void *a, const void *b)
{
	const struct place *one = a, *other = b;

	return (one->inode > other->inode) - (one->inode < other->inode);
}

static int by_cookie(const void *a, const void *b)
{
	const struct holder *one = a, *other = b;

	if (one->cookie != other->cookie)
		return one->cookie > other->cookie ? 1 : -1;
	return (one->pid > other->pid) - (one->pid < other->pid);
}

/* What has no inode is in no process any more. */
static int each_socket(const struct nlmsghdr *nlh, void *data)
{
	const struct inet_diag_msg *msg = mnl_nlmsg_get_payload(nlh);
	struct place place = { .inode = msg->idiag_inode };

	(void)data;
	place.cookie = (uint64_t)msg->id.idiag_cookie[1] << 32 | msg->id.idiag_cookie[0];
	return !place.inode || list_add(&sockets, &place) ? MNL_CB_OK : MNL_CB_ERROR;
}

/* 0, or -1 with errno. */
static int dump(struct mnl_socket *nl, uint8_t family)
{
	char buf[MNL_SOCKET_BUFFER_SIZE] __attribute__((aligned(8)));
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	struct inet_diag_req_v2 *req;
	ssize_t len;
	int ret;

	nlh->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	req = mnl_nlmsg_put_extra_header(nlh, sizeof(*req));
	req->sdiag_family = family;
	req->sdiag_protocol = IPPROTO_TCP;
	req->idiag_states = ~0U;
	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		return -1;
	do {
		len = mnl_socket_recvfrom(nl, buf, sizeof(buf));
		ret = len < 0 ? -1 : mnl_cb_run(buf, len, 0, 0, each_socket, NULL);
	} while (ret > 0);
	return ret;
}

static int look_at_sockets(void)
{
	struct mnl_socket *nl = mnl_socket_open2(NETLINK_SOCK_DIAG, SOCK_CLOEXEC);
	int ret;

	if (!nl)
		return -1;
	ret = mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) ?: dump(nl, AF_INET) ?: dump(nl, AF_INET6);
	mnl_socket_close(nl);
	return ret;
}

static bool add_holder(int process, uint32_t pid, uint64_t cookie)
{
	struct holder holder = { .cookie = cookie, .pid = pid };
	int fd = openat(process, "comm", O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, holder.command, sizeof(holder.command) - 1);

	if (fd >= 0)
		close(fd);
	/* it has gone */
	if (got <= 0)
		return true;
	holder.command[strcspn(holder.command, "\n")] = 0;
	return list_add(&holders, &holder);
}

static bool look_at_descriptor(int process, uint32_t pid, int fds, const char *name)
{
	const struct place *place;
	struct place key = {};
	char link[64];
	ssize_t len;

	len = readlinkat(fds, name, link, sizeof(link) - 1);
	if (len < 0)
		return true;
	link[len] = 0;
	if (sscanf(link, "socket:[%lu]", &key.inode) != 1)
		return true;
	place = bsearch(&key, sockets.items, sockets.count, sockets.size, by_inode);
	return !place || add_holder(process, pid, place->cookie);
}

/* Those of others, and what has gone meanwhile, are passed over. */
static bool look_at_process(int proc, const char *name)
{
	int process = openat(proc, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
	int fds = openat(process, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fds < 0 ? NULL : fdopendir(fds);
	struct dirent *entry;
	bool fine = true;

	while (dir && fine && (entry = readdir(dir)))
		fine = look_at_descriptor(process, (uint32_t)strtoul(name, NULL, 10), fds,
					  entry->d_name);
	if (dir)
		closedir(dir);
	else if (fds >= 0)
		close(fds);
	if (process >= 0)
		close(process);
	return fine;
}

/* Of a process that has several descriptors of a socket, one is enough. */
static void drop_doubles(void)
{
	struct holder *all = holders.items;
	size_t i, kept = 0;

	for (i = 0; i < holders.count; i++)
		if (!i || by_cookie(&all[i], &all[kept - 1]))
			all[kept++] = all[i];
	holders.count = kept;
}

bool process_look(void)
{
	struct dirent *entry;
	bool fine = true;
	DIR *dir;

	sockets.count = 0;
	holders.count = 0;
	if (look_at_sockets())
		return false;
	list_sort(&sockets, by_inode);
	dir = opendir("/proc");
	if (!dir)
		return false;
	while (fine && sockets.count && (entry = readdir(dir)))
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
			fine = look_at_process(dirfd(dir), entry->d_name);
	closedir(dir);
	list_sort(&holders, by_cookie);
	drop_doubles();
	return fine;
}

/* The first of *@count that hold the socket with @cookie. */
static const struct holder *first(uint64_t cookie, unsigned int *count)
{
	const struct holder *all = holders.items;
	size_t low = 0, high = holders.count, middle;

	while (low < high) {
		middle = (low + high) / 2;
		if (all[middle].cookie < cookie)
			low = middle + 1;
		else
			high = middle;
	}
	for (*count = 0; low + *count < holders.count && all[low + *count].cookie == cookie;)
		++*count;
	return *count ? all + low : NULL;
}

bool process_line(char *line, size_t size, uint64_t cookie)
{
	unsigned int count, i;
	const struct holder *holder = first(cookie, &count);
	char *at = line, *last = line + size - 3 * sizeof(holder->command);

	*at = 0;
	for (i = 0; i < count && at < last; i++, holder++)
		at += sprintf(at, "%s%s[%u]", i ? ", " : "", holder->command, holder->pid);
	if (i < count)
		strcpy(at, ", ...");
	for (at = line; *at; at++)
		if ((unsigned char)*at < ' ' || *at == 127)
			*at = '?';
	return count;
}

void process_json(struct text *text, unsigned int role, uint64_t cookie, unsigned int *objects)
{
	unsigned int count, i;
	const struct holder *holder = first(cookie, &count);

	for (i = 0; i < count; i++, holder++) {
		text_add(text, (*objects)++ ? ",{\"role\":" : "{\"role\":");
		json_string(text, word_or_number(&saw_role_words, role));
		text_add(text, ",\"pid\":");
		text_number(text, holder->pid, 1);
		text_add(text, ",\"command\":");
		json_string(text, holder->command);
		text_add(text, "}");
	}
}
