// The floor under job_tracer: the least that any program must do to know which files of a tree
// hold the tag. It walks and searches, and parses, sorts and prints nothing.
//
//   floor DIR     prints the number of files that hold "@.architecture"
//
// Two threads share the work by directory. A file costs one openat relative to its directory, one
// read into the thread's 64 KiB buffer and one close; d_type stands in for stat. A file with a NUL
// byte in its first 8 KiB is binary and skipped; one that fills the buffer is read on.
// Symbolic links are not followed, nothing is excluded.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { k_threads = 2, k_buffer_bytes = 64 * 1024, k_binary_bytes = 8 * 1024 };

static const char k_tag[] = "@.architecture";
static const size_t k_tag_bytes = sizeof k_tag - 1;

// Directories that are found and not yet read; the walk is over when there is none and no thread
// is reading one.
struct queue {
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  char** paths;
  size_t size;
  size_t capacity;
  size_t busy;
};

struct worker {
  struct queue* queue;
  size_t matched;
  char* text;
  char* entries;
};

static void fail(const char* what) {
  fprintf(stderr, "floor: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void* allocate(size_t bytes) {
  void* memory = malloc(bytes);
  if (memory == NULL) {
    fail("malloc");
  }
  return memory;
}

static char* join(const char* directory, const char* name) {
  const size_t directory_bytes = strlen(directory);
  const size_t name_bytes = strlen(name);
  char* path = allocate(directory_bytes + name_bytes + 2);
  memcpy(path, directory, directory_bytes);
  path[directory_bytes] = '/';
  memcpy(path + directory_bytes + 1, name, name_bytes + 1);
  return path;
}

static void push(struct queue* queue, char* path) {
  pthread_mutex_lock(&queue->mutex);
  if (queue->size == queue->capacity) {
    queue->capacity = queue->capacity == 0 ? 1024 : 2 * queue->capacity;
    queue->paths = realloc(queue->paths, queue->capacity * sizeof *queue->paths);
    if (queue->paths == NULL) {
      fail("realloc");
    }
  }
  queue->paths[queue->size++] = path;
  pthread_cond_signal(&queue->changed);
  pthread_mutex_unlock(&queue->mutex);
}

// The next directory, which the caller frees and reports with finished(); NULL at the end.
static char* next(struct queue* queue) {
  char* path = NULL;
  pthread_mutex_lock(&queue->mutex);
  while (queue->size == 0 && queue->busy > 0) {
    pthread_cond_wait(&queue->changed, &queue->mutex);
  }
  if (queue->size > 0) {
    path = queue->paths[--queue->size];
    ++queue->busy;
  }
  pthread_mutex_unlock(&queue->mutex);
  return path;
}

static void finished(struct queue* queue) {
  pthread_mutex_lock(&queue->mutex);
  --queue->busy;
  pthread_cond_broadcast(&queue->changed);
  pthread_mutex_unlock(&queue->mutex);
}

static int holds_tag(int file, char* text) {
  ssize_t got = read(file, text, k_buffer_bytes);
  if (got <= 0 ||
      memchr(text, '\0', (size_t)(got < k_binary_bytes ? got : k_binary_bytes)) != NULL) {
    return 0;
  }
  size_t filled = (size_t)got;
  while (memmem(text, filled, k_tag, k_tag_bytes) == NULL) {
    if (filled < k_buffer_bytes) {
      return 0;
    }
    // A tag may straddle two reads: the last bytes are searched again with what follows.
    const size_t kept = k_tag_bytes - 1;
    memmove(text, text + filled - kept, kept);
    got = read(file, text + kept, k_buffer_bytes - kept);
    if (got <= 0) {
      return 0;
    }
    filled = kept + (size_t)got;
  }
  return 1;
}

static void search_file(struct worker* worker, int directory, const char* name) {
  const int file = openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (file >= 0) {
    worker->matched += (size_t)holds_tag(file, worker->text);
    close(file);
  }
}

static unsigned char type_of(int directory, const struct dirent64* entry) {
  struct stat status;
  if (entry->d_type != DT_UNKNOWN) {
    return entry->d_type;
  }
  if (fstatat(directory, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
    return DT_UNKNOWN;
  }
  return S_ISDIR(status.st_mode) ? DT_DIR : S_ISREG(status.st_mode) ? DT_REG : DT_UNKNOWN;
}

static void visit(struct worker* worker, int directory, const char* path,
                  const struct dirent64* entry) {
  const char* name = entry->d_name;
  if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) {
    return;
  }
  switch (type_of(directory, entry)) {
  case DT_DIR:
    push(worker->queue, join(path, name));
    break;
  case DT_REG:
    search_file(worker, directory, name);
    break;
  default:
    break;
  }
}

static void search_directory(struct worker* worker, const char* path) {
  const int directory = open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW);
  if (directory < 0) {
    fprintf(stderr, "floor: %s: %s\n", path, strerror(errno));
    return;
  }
  ssize_t bytes;
  while ((bytes = getdents64(directory, worker->entries, k_buffer_bytes)) > 0) {
    for (ssize_t at = 0; at < bytes;) {
      const struct dirent64* entry = (const struct dirent64*)(worker->entries + at);
      visit(worker, directory, path, entry);
      at += entry->d_reclen;
    }
  }
  close(directory);
}

static void* work(void* argument) {
  struct worker* worker = argument;
  char* path;
  while ((path = next(worker->queue)) != NULL) {
    search_directory(worker, path);
    free(path);
    finished(worker->queue);
  }
  return NULL;
}

int main(int argc, char** argv) {
  if (argc != 2) {
    fputs("usage: floor DIR\n", stderr);
    return 64;
  }
  struct queue queue = {.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
  struct worker workers[k_threads];
  pthread_t threads[k_threads];
  size_t matched = 0;
  push(&queue, strdup(argv[1]));
  for (int i = 0; i < k_threads; ++i) {
    workers[i] = (struct worker){
        .queue = &queue, .text = allocate(k_buffer_bytes), .entries = allocate(k_buffer_bytes)};
    errno = pthread_create(&threads[i], NULL, work, &workers[i]);
    if (errno != 0) {
      fail("pthread_create");
    }
  }
  for (int i = 0; i < k_threads; ++i) {
    pthread_join(threads[i], NULL);
    matched += workers[i].matched;
  }
  printf("%zu\n", matched);
  return 0;
}
