// SPDX-License-Identifier: GPL-3.0-or-later
#include "programs/c_helpers.h"

namespace twodoors
{

std::string_view textOf(CHelper helper) noexcept
{
    switch (helper) {
    case CHelper::Bytes:
        return R"(struct bytes {
    char *data;
    size_t size;
};
)";
    case CHelper::Address:
        return R"(struct address {
    struct sockaddr_storage storage;
    socklen_t length;
};
)";
    case CHelper::MakeRoom:
        return R"(/* Makes room for so many bytes; those that are there stay. */
static void makeRoom(struct bytes *bytes, size_t room)
{
    if (room < bytes->size)
        room = bytes->size;
    char *data = realloc(bytes->data, room + 1);
    if (data == NULL) {
        perror("realloc");
        exit(1);
    }
    bytes->data = data;
}
)";
    case CHelper::ReadLine:
        return R"(/* Reads a line without its newline; nothing at the end of the input. */
static int readLine(struct bytes *line)
{
    size_t capacity = 0;
    free(line->data);
    line->data = NULL;
    line->size = 0;
    ssize_t length = getline(&line->data, &capacity, stdin);
    if (length < 0)
        return feof(stdin) ? 0 : -1;
    line->size = (size_t)length;
    if (length > 0 && line->data[length - 1] == '\n')
        --line->size;
    return 0;
}
)";
    case CHelper::SendAll:
        return R"(/* send() may take only a part; it is called until all is out. */
static int sendAll(int door, const struct bytes *bytes)
{
    size_t sent = 0;
    do {
        ssize_t count = send(door, bytes->data + sent, bytes->size - sent, MSG_NOSIGNAL);
        if (count < 0)
            return -1;
        sent += (size_t)count;
    } while (sent < bytes->size);
    return 0;
}
)";
    case CHelper::ToUpper:
        return R"(/* ASCII letters only: every other byte stays as it is. */
static void toUpper(struct bytes *upper, const struct bytes *bytes)
{
    makeRoom(upper, bytes->size);
    for (size_t i = 0; i < bytes->size; ++i) {
        char letter = bytes->data[i];
        if (letter >= 'a' && letter <= 'z')
            letter = (char)(letter - 'a' + 'A');
        upper->data[i] = letter;
    }
    upper->size = bytes->size;
}
)";
    case CHelper::Append:
        return R"(static void append(struct bytes *bytes, const struct bytes *more)
{
    size_t before = bytes->size;
    size_t added = more->size;
    makeRoom(bytes, before + added);
    if (added > 0)
        memcpy(bytes->data + before, more->data, added);
    bytes->size = before + added;
}
)";
    case CHelper::Clear:
        return R"(static void clear(struct bytes *bytes)
{
    bytes->size = 0;
}
)";
    case CHelper::TimeLimit:
        return R"(static int getTimeLimit(int door, int option, int *milliseconds)
{
    struct timeval limit;
    socklen_t length = sizeof limit;
    if (getsockopt(door, SOL_SOCKET, option, &limit, &length) < 0)
        return -1;
    *milliseconds = (int)(limit.tv_sec * 1000 + limit.tv_usec / 1000);
    return 0;
}
)";
    }
    return {};
}

void addHeadersOf(CHelper helper, std::set<std::string_view> &headers)
{
    switch (helper) {
    case CHelper::Bytes:
        headers.insert("stddef.h");
        break;
    case CHelper::Address:
    case CHelper::SendAll:
        headers.insert("sys/socket.h");
        break;
    case CHelper::MakeRoom:
    case CHelper::ReadLine:
        headers.insert({"stdio.h", "stdlib.h"});
        break;
    case CHelper::ToUpper:
    case CHelper::Clear:
        break;
    case CHelper::Append:
        headers.insert("string.h");
        break;
    case CHelper::TimeLimit:
        headers.insert({"sys/socket.h", "sys/time.h"});
        break;
    }
}

} // namespace twodoors
