// One HTTP server for a bench of clients: a single epoll loop that answers every request with
// `{"status":"ok"}` and keeps the connection. It parses nothing but the empty line that ends a
// request, so that what is measured is the client.
//
//   http_server      listens on a free port of all addresses, prints the port, serves until it is
//                    killed
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { k_backlog = 4096, k_events = 256, k_request_bytes = 16 * 1024 };

static const char k_answer[] = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                               "Content-Length: 15\r\n\r\n{\"status\":\"ok\"}";

static void die(const char* what) {
  perror(what);
  exit(1);
}

static int listen_anywhere(void) {
  struct sockaddr_in address = {.sin_family = AF_INET};
  socklen_t size = sizeof address;
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  address.sin_addr.s_addr = htonl(INADDR_ANY);
  if (descriptor < 0 || bind(descriptor, (struct sockaddr*)&address, size) != 0 ||
      listen(descriptor, k_backlog) != 0 ||
      getsockname(descriptor, (struct sockaddr*)&address, &size) != 0) {
    die("http_server: listen");
  }
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  return descriptor;
}

static void watch(int epoll, int descriptor) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) != 0) {
    die("http_server: epoll_ctl");
  }
}

static void accept_all(int epoll, int listener) {
  for (;;) {
    const int yes = 1;
    const int client = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (client < 0) {
      return;
    }
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    watch(epoll, client);
  }
}

// Clients of a bench send a request in one piece.
static void answer(int client) {
  char request[k_request_bytes];
  const ssize_t size = read(client, request, sizeof request);
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) {
    return;
  }
  if (size <= 0) {
    close(client);
    return;
  }
  for (const char* at = request;
       (at = memmem(at, (size_t)(request + size - at), "\r\n\r\n", 4)) != NULL; at += 4) {
    if (write(client, k_answer, sizeof k_answer - 1) < 0) {
      close(client);
      return;
    }
  }
}

int main(void) {
  struct epoll_event events[k_events];
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  const int listener = listen_anywhere();
  watch(epoll, listener);
  for (;;) {
    const int ready = epoll_wait(epoll, events, k_events, -1);
    for (int i = 0; i < ready; ++i) {
      if (events[i].data.fd == listener) {
        accept_all(epoll, listener);
      } else {
        answer(events[i].data.fd);
      }
    }
  }
}
